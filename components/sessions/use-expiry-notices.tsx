"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import type { PerchEvent } from "../../server/contract/events.ts";
import { spokenLength } from "../format.ts";
import { useMe } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { endingOf } from "./session-ending.ts";
import { titleOf } from "./session-state.ts";
import { EXTENSIONS, TOUCH_MS, useExtend } from "./use-extend.ts";

const noticeOf = (sessionId: string): string => `expiring-${sessionId}`;

/** A function to give every event of the workspace to: one's own sessions that end soon get a notice, which goes when they are extended or gone. */
export function useExpiryNotices(): (event: PerchEvent) => void {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const extend = useExtend();
  const me = useMe();

  const warn = async ({ sessionId, reason, endsAt }: Extract<PerchEvent, { type: "session.expiring" }>): Promise<void> => {
    const session = await queries.fetchQuery(trpc.browser.getSession.queryOptions({ sessionId }, { staleTime: 0 }));
    const leftMs = Date.parse(endsAt) - Date.now();
    if (session.userId !== me?.userId || leftMs <= 0) return;
    const idle = reason === "idle";
    const [soonest] = EXTENSIONS;
    toast.warning(`${titleOf(session)} ends in ${spokenLength(leftMs)}`, {
      id: noticeOf(sessionId),
      description: idle ? "Nobody uses it." : "Its time limit is reached then.",
      duration: leftMs,
      ...(me.scopes.includes("sessions:write") && {
        action: { label: idle ? "Keep it open" : `Extend ${soonest.label}`, onClick: () => extend.mutate({ sessionId, byMs: idle ? TOUCH_MS : soonest.byMs }) },
      }),
      cancel: { label: "Open", onClick: () => router.push(`/sessions/${sessionId}`) },
    });
  };

  return (event) => {
    // A notice that cannot be given is none: the list shows the same.
    if (event.type === "session.expiring") void warn(event).catch(() => undefined);
    else if (event.type === "session.ended") toast.dismiss(noticeOf(event.sessionId));
    else if (event.type === "session.updated") {
      const ending = endingOf(event.session);
      if (ending === null || Date.now() < ending.warnAt) toast.dismiss(noticeOf(event.sessionId));
    }
  };
}
