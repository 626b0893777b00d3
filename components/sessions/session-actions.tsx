"use client";

import { Bug, CircleStop, MoreHorizontal, X } from "lucide-react";
import type { Session } from "../../server/contract/sessions.ts";
import { useMay } from "../shell/use-me.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem } from "../ui/dropdown-menu.tsx";
import { isEndable, isRunning, titleOf } from "./session-state.ts";
import { useDebugger } from "./use-debugger.ts";
import { useTerminate } from "./use-terminate.ts";

/** What one can do to a session from the list: debug, terminate, take out of the queue. */
export function SessionActions({ session, onTerminate }: { session: Session; onTerminate: () => void }) {
  const copyDebugger = useDebugger(session.id);
  const leave = useTerminate({ said: "Taken out of the queue" });
  const mayDebug = useMay("sessions:debug") && isRunning(session);
  const mayEnd = useMay("sessions:write") && isEndable(session);
  if (!(mayDebug || mayEnd)) return null;
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
      {mayEnd && isRunning(session) && (
        <MenuItem danger onSelect={onTerminate}>
          <CircleStop aria-hidden="true" />
          Terminate
        </MenuItem>
      )}
      {mayEnd && !isRunning(session) && (
        <MenuItem onSelect={() => leave.mutate({ sessionIds: [session.id] })}>
          <X aria-hidden="true" />
          Take out of the queue
        </MenuItem>
      )}
    </Menu>
  );
}
