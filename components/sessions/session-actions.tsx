"use client";

import { Bug, CircleStop, MoreHorizontal } from "lucide-react";
import type { Session } from "../../server/contract/sessions.ts";
import { useMay } from "../shell/use-me.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem } from "../ui/dropdown-menu.tsx";
import { isRunning, titleOf } from "./session-state.ts";
import { useDebugger } from "./use-debugger.ts";

/** What one can do to a session from the list: debug, terminate. */
export function SessionActions({ session, onTerminate }: { session: Session; onTerminate: () => void }) {
  const copyDebugger = useDebugger(session.id);
  const mayDebug = useMay("sessions:debug");
  const mayEnd = useMay("sessions:write");
  if (!isRunning(session) || !(mayDebug || mayEnd)) return null;
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="iconSmall" aria-label={`Actions for ${titleOf(session)}`}>
          <MoreHorizontal aria-hidden="true" />
        </Button>
      }
    >
      {mayDebug && (
        <MenuItem onSelect={copyDebugger}>
          <Bug aria-hidden="true" />
          Copy debugger address
        </MenuItem>
      )}
      {mayEnd && (
        <MenuItem danger onSelect={onTerminate}>
          <CircleStop aria-hidden="true" />
          Terminate
        </MenuItem>
      )}
    </Menu>
  );
}
