"use client";

import { toast } from "sonner";
import { errorText } from "../errors.ts";
import { useTRPCClient } from "../trpc.tsx";

/** A function that copies the address by which DevTools clients connect to the session's browser (CDP). It is not shown: it lets in whoever has it. */
export function useDebugger(sessionId: string): () => void {
  const client = useTRPCClient();
  const copy = async (): Promise<void> => {
    const { url } = await client.browser.getDebuggerUrl.query({ sessionId });
    if (await writeToClipboard(url)) toast.success("Debugger address copied", { description: "For example for Playwright's connectOverCDP." });
    else toast.error("The browser refused to copy. The session's page shows the address under Connect.");
  };
  return () => void copy().catch((error: unknown) => toast.error(errorText(error)));
}

/** False where the browser has no clipboard or refuses it. */
async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
