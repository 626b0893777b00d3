"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink, Eye, EyeOff } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { useTRPC } from "../../trpc.tsx";
import { LoadError } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { CLIENTS, maskAddress } from "./connect-snippets.ts";
import { PanelLoading } from "./panel-loading.tsx";

/** The address lets in for an hour: it is asked for anew well before. */
const RENEW_MS = 1_800_000;

/** How a program of one's own drives this session's browser: its address, and what to write for each common client. */
export function ConnectPanel({ sessionId }: { sessionId: string }) {
  const trpc = useTRPC();
  const [shown, setShown] = useState(false);
  const address = useQuery(trpc.browser.getDebuggerUrl.queryOptions({ sessionId }, { staleTime: RENEW_MS, refetchInterval: RENEW_MS }));
  if (address.isPending) return <PanelLoading what="the address" />;
  if (address.isLoadingError) return <LoadError what="The address" error={address.error} onRetry={() => void address.refetch()} className="m-3" />;
  const { url, tabs } = address.data;
  const visible = shown ? url : maskAddress(url);
  return (
    <div className="flex flex-col gap-5 p-4">
      <section aria-label="Address" className="flex flex-col gap-2">
        <p className="text-muted-foreground">
          Programs that speak the Chrome DevTools Protocol drive this browser beside you. The address gives full control of it: treat it like a password.
        </p>
        <div className="rounded-md border bg-muted p-3">
          <code data-address="" className="block font-mono text-xs leading-5 break-all">
            {visible}
          </code>
          <div className="mt-2 flex gap-1">
            <Button size="small" variant="ghost" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
              {shown ? "Hide" : "Show"}
            </Button>
            <CopyButton text={url} label="Copy the address" caption="Copy" />
          </div>
        </div>
      </section>
      <DevToolsLinks sessionId={sessionId} addresses={tabs} onUnknown={() => void address.refetch()} />
      {CLIENTS.map(({ name, install, code }) => (
        <section key={name} aria-label={name} className="flex flex-col gap-2">
          <div className="flex items-center justify-between gap-2">
            <h2 className="font-medium">{name}</h2>
            <CopyButton text={code(url)} label={`Copy the program for ${name}`} />
          </div>
          <p className="font-mono text-xs text-muted-foreground">{install}</p>
          <pre className="rounded-md bg-muted p-3 font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">{code(visible)}</pre>
        </section>
      ))}
    </div>
  );
}

type DevToolsLinksProps = {
  sessionId: string;
  addresses: readonly { tabId: string; devtoolsUrl: string }[];
  /** There is a tab that the addresses do not know. */
  onUnknown: () => void;
};

/** Chrome's own DevTools on each tab, in a browser tab of the viewer's. */
function DevToolsLinks({ sessionId, addresses, onUnknown }: DevToolsLinksProps) {
  const trpc = useTRPC();
  const tabs = useQuery(trpc.browser.listTabs.queryOptions({ sessionId })).data?.tabs ?? [];
  const hasUnknown = tabs.some(({ tabId }) => !addresses.some((address) => address.tabId === tabId));
  const ask = useEffectEvent(onUnknown);
  useEffect(() => {
    if (hasUnknown) ask();
  }, [hasUnknown]);
  return (
    <section aria-label="DevTools" className="flex flex-col gap-2">
      <h2 className="font-medium">Chrome DevTools</h2>
      <p className="text-muted-foreground">Elements, console, sources and network of a tab, in a new tab of your browser.</p>
      <ul className="flex flex-col gap-1">
        {tabs.map(({ tabId, title, url, active }) => {
          const address = addresses.find((known) => known.tabId === tabId);
          return (
            <li key={tabId}>
              <Button asChild size="small" className="w-full justify-start">
                <a href={address?.devtoolsUrl} target="_blank" rel="noreferrer">
                  <ExternalLink aria-hidden="true" />
                  <span className="truncate">
                    Open DevTools: {title || url || "New tab"}
                    {active && tabs.length > 1 && " (active)"}
                  </span>
                </a>
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
