"use client";

import { LoadError } from "../../ui/alert.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Masking } from "./masking.tsx";
import { SessionDefaultsCard } from "./session-defaults.tsx";
import { Storage } from "./storage.tsx";
import { useSettings } from "./use-settings.ts";

/** What is kept of sessions: how long, how much from the beginning, and what of it is masked. */
export function KeepingSettings() {
  const settings = useSettings();
  if (settings.data === undefined)
    return settings.isError ? (
      <LoadError what="The workspace's settings" error={settings.error} onRetry={() => void settings.refetch()} />
    ) : (
      <Skeleton className="h-96" />
    );
  return (
    <>
      <Storage settings={settings.data} />
      <SessionDefaultsCard defaults={settings.data.sessionDefaults} />
      <Masking {...settings.data} />
    </>
  );
}
