"use client";

import { useMay } from "../shell/use-me.ts";
import { Account } from "./account.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { Appearance } from "./appearance.tsx";
import { Embedding } from "./embedding.tsx";
import { KeepingSettings } from "./keeping/keeping.tsx";
import { Members } from "./members.tsx";

/** Your account, your keys, who else is here, what is kept of sessions, who may embed live views, and how it looks. */
export function SettingsPage() {
  const mayManageKeys = useMay("keys:manage");
  const maySee = useMay("sessions:read");
  const mayShare = useMay("live:view");
  return (
    <main className="mx-auto flex w-full max-w-4xl flex-col gap-4 p-4 sm:p-6">
      <h1 className="text-xl font-semibold tracking-tight">Settings</h1>
      <Account />
      {mayManageKeys && <ApiKeys />}
      <Members />
      {maySee && <KeepingSettings />}
      {mayShare && <Embedding />}
      <Appearance />
    </main>
  );
}
