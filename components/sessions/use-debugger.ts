"use client";

import { toast } from "sonner";
import { errorText } from "../errors.ts";
import { useTRPCClient } from "../trpc.tsx";

/** A function that opens the session's debugger in a new window. */
export function useDebugger(sessionId: string): () => void {
  const client = useTRPCClient();
  return () => {
    // Opened at once: browsers block windows that open after waiting.
    const target = window.open("about:blank", "_blank");
    client.browser.getDebuggerUrl.query({ sessionId }).then(
      ({ url }) => {
        if (target) target.location.href = url;
        else toast.error("The browser blocked the new window. Allow windows for this address and try again.");
      },
      (error: unknown) => {
        target?.close();
        toast.error(errorText(error));
      },
    );
  };
}
