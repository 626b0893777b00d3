"use client";

import { toast } from "sonner";
import { errorText } from "../errors.ts";
import { useTRPCClient } from "../trpc.tsx";

const SHOWN_MS = 20_000;

/** A function that copies the address by which DevTools clients connect to the session's browser (CDP), and shows it. */
export function useDebugger(sessionId: string): () => void {
  const client = useTRPCClient();
  const copy = async (): Promise<void> => {
    const { url } = await client.browser.getDebuggerUrl.query({ sessionId });
    const copied = await writeToClipboard(url);
    toast.success(copied ? "Debugger address copied" : "Debugger address", {
      description: `${url} (for example Playwright's connectOverCDP)`,
      duration: SHOWN_MS,
    });
  };
  return () => void copy().catch((error: unknown) => toast.error(errorText(error)));
}

/** False where the browser has no clipboard or refuses it: the address is shown all the same. */
async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
