"use client";

import { useMay, useMe } from "../shell/use-me.ts";
import { SectionCard } from "../ui/card.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { Appearance } from "./appearance.tsx";
import { Members } from "./members.tsx";

/** Who you are here, your keys, who else is here, and how it looks. */
export function SettingsPage() {
  const me = useMe();
  const mayManageKeys = useMay("keys:manage");
  return (
    <main className="mx-auto flex w-full max-w-4xl flex-col gap-4 p-4 sm:p-6">
      <h1 className="text-xl font-semibold tracking-tight">Settings</h1>
      <SectionCard title="Profile">
        {me ? (
          <dl className="grid gap-4 p-4 sm:grid-cols-2">
            <Fact label="Name" value={me.name} />
            <Fact label="E-mail" value={me.email} />
            <Fact label="Workspace" value={me.workspaceName} />
            <Fact label="Role" value={me.role} />
          </dl>
        ) : (
          <div className="p-4">
            <Skeleton className="h-20" />
          </div>
        )}
      </SectionCard>
      {mayManageKeys && <ApiKeys />}
      <Members />
      <Appearance />
    </main>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd className="mt-0.5 font-medium">{value}</dd>
    </div>
  );
}
