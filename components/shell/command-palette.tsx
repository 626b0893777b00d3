"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { LogOut, MonitorPlay, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { useTRPC } from "../trpc.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { PLACES } from "./navigation.ts";
import { THEMES, useChosenTheme } from "./theme-switch.tsx";
import { signOut } from "./user-menu.tsx";

const MAX_SESSIONS = 8;
const ITEM = "flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-accent [&_svg]:size-4 [&_svg]:text-muted-foreground";
const GROUP = "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted-foreground";

type PaletteProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Goes anywhere and does the common things by keyboard: Ctrl+K or ⌘K opens it. */
export function CommandPalette({ open, onOpenChange }: PaletteProps) {
  const onShortcut = useEffectEvent(() => onOpenChange(!open));
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      onShortcut();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Go to or do">
      <Commands onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Commands({ onDone }: { onDone: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { setTheme } = useChosenTheme();
  const [search, setSearch] = useState("");
  const sessions = useQuery(trpc.browser.listSessions.queryOptions({ pageSize: MAX_SESSIONS, ...(search.trim() ? { search: search.trim() } : {}) }));
  const run = (work: () => void) => () => {
    onDone();
    work();
  };
  return (
    <Command label="Go to or do" loop className="flex min-h-0 flex-col border-t">
      <Command.Input
        value={search}
        onValueChange={setSearch}
        placeholder="Type a page, a session or a command"
        className="h-11 border-b bg-transparent px-5 outline-none placeholder:text-muted-foreground"
      />
      <Command.List className="max-h-80 overflow-y-auto p-2">
        <Command.Empty className="p-4 text-center text-muted-foreground">Nothing fits.</Command.Empty>
        <Command.Group heading="Pages" className={GROUP}>
          {PLACES.map(({ href, label, icon: Icon }) => (
            <Command.Item key={href} value={`go to ${label}`} className={ITEM} onSelect={run(() => router.push(href))}>
              <Icon aria-hidden="true" />
              {label}
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading="Do" className={GROUP}>
          <Command.Item value="create new session" className={ITEM} onSelect={run(() => router.push("/sessions?create=true"))}>
            <Plus aria-hidden="true" />
            New session
          </Command.Item>
          {THEMES.map(({ value, label, icon: Icon }) => (
            <Command.Item key={value} value={`theme appearance ${label}`} className={ITEM} onSelect={run(() => setTheme(value))}>
              <Icon aria-hidden="true" />
              Appearance: {label}
            </Command.Item>
          ))}
          <Command.Item value="sign out" className={ITEM} onSelect={run(() => void signOut())}>
            <LogOut aria-hidden="true" />
            Sign out
          </Command.Item>
        </Command.Group>
        {sessions.data && sessions.data.sessions.length > 0 && (
          <Command.Group heading="Sessions" className={GROUP}>
            {sessions.data.sessions.map((session) => (
              <Command.Item
                key={session.id}
                value={`session ${session.name ?? ""} ${session.id} ${session.url ?? ""}`}
                className={ITEM}
                onSelect={run(() => router.push(`/sessions/${session.id}`))}
              >
                <MonitorPlay aria-hidden="true" />
                <span className="truncate">{session.name ?? session.id}</span>
                <span className="ml-auto text-xs text-muted-foreground">{session.status}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}
