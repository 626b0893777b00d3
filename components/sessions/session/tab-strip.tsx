"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, ArrowRight, CodeXml, LoaderCircle, Plus, RotateCw, X } from "lucide-react";
import { toast } from "sonner";
import type { Tab } from "../../../server/contract/tabs.ts";
import { errorText } from "../../errors.ts";
import { useMay } from "../../shell/use-me.ts";
import { useTRPC } from "../../trpc.tsx";
import { cn } from "../../ui/cn.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { useDevTools } from "../use-debugger.ts";
import { AddressBar } from "./address-bar.tsx";

type TabStripProps = { sessionId: string; enabled: boolean };

/** The browser's tabs and the address of the active one. */
export function TabStrip({ sessionId, enabled }: TabStripProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const tabs = useQuery(trpc.browser.listTabs.queryOptions({ sessionId }, { enabled })).data?.tabs ?? [];
  const onError = (error: unknown) => toast.error(errorText(error));
  const onSuccess = () => queries.invalidateQueries(trpc.browser.listTabs.queryFilter({ sessionId }));
  const open = useMutation(trpc.browser.openTab.mutationOptions({ onSuccess, onError }));
  const activate = useMutation(trpc.browser.switchTab.mutationOptions({ onSuccess, onError }));
  const close = useMutation(trpc.browser.closeTab.mutationOptions({ onSuccess, onError }));
  const back = useMutation(trpc.browser.goBack.mutationOptions({ onError }));
  const forward = useMutation(trpc.browser.goForward.mutationOptions({ onError }));
  const reload = useMutation(trpc.browser.reload.mutationOptions({ onError }));
  const active = tabs.find((tab) => tab.active);
  const mayDebug = useMay("sessions:debug");
  const openDevTools = useDevTools(sessionId);

  return (
    <div className="border-b">
      <div className="flex items-center gap-1 overflow-x-auto px-2 pt-2">
        <ul aria-label="Browser tabs" className="flex min-w-0 gap-1">
          {tabs.map((tab) => (
            <TabItem
              key={tab.tabId}
              tab={tab}
              enabled={enabled}
              onActivate={() => activate.mutate({ sessionId, tabId: tab.tabId })}
              onClose={() => close.mutate({ sessionId, tabId: tab.tabId })}
            />
          ))}
        </ul>
        <IconButton label="Open a tab" icon={Plus} disabled={!enabled} pending={open.isPending} onPress={() => open.mutate({ sessionId })} />
      </div>
      <div className="flex items-center gap-1 border-t p-1.5">
        <IconButton label="Back" icon={ArrowLeft} disabled={!enabled} onPress={() => back.mutate({ sessionId })} />
        <IconButton label="Forward" icon={ArrowRight} disabled={!enabled} onPress={() => forward.mutate({ sessionId })} />
        <IconButton label="Reload" icon={RotateCw} disabled={!enabled} onPress={() => reload.mutate({ sessionId })} />
        <AddressBar sessionId={sessionId} url={active?.url ?? ""} enabled={enabled} />
        {mayDebug && active && <IconButton label="Open DevTools on this tab" icon={CodeXml} disabled={!enabled} onPress={() => openDevTools(active.tabId)} />}
      </div>
    </div>
  );
}

type TabItemProps = { tab: Tab; enabled: boolean; onActivate: () => void; onClose: () => void };

function TabItem({ tab, enabled, onActivate, onClose }: TabItemProps) {
  const label = tab.title || tab.url || "New tab";
  return (
    <li className={cn("flex max-w-52 min-w-24 items-center rounded-t-md border border-b-0 border-transparent", tab.active && "border-border bg-muted")}>
      <button
        type="button"
        aria-current={tab.active ? "true" : undefined}
        disabled={!enabled}
        onClick={onActivate}
        className={cn(
          "flex h-8 min-w-0 flex-1 items-center gap-1.5 rounded-t-md pl-2.5 text-xs focus-visible:-outline-offset-2",
          tab.active ? "font-medium" : "text-muted-foreground hover:text-foreground",
        )}
      >
        {tab.status === "loading" && <LoaderCircle role="img" aria-label="Loading" className="size-3 shrink-0 animate-spin" />}
        <span className="truncate">{tab.status === "crashed" ? `Crashed: ${label}` : label}</span>
      </button>
      <button
        type="button"
        aria-label={`Close ${label}`}
        disabled={!enabled}
        onClick={onClose}
        className="mx-1 grid size-6 shrink-0 place-items-center rounded-sm text-muted-foreground hover:bg-accent hover:text-foreground"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </li>
  );
}
