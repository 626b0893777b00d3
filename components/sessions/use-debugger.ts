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

/** A function that opens Chrome's DevTools on one of the session's tabs, in a new tab of the viewer's browser. */
export function useDevTools(sessionId: string): (tabId: string) => void {
  const client = useTRPCClient();
  const open = async (tabId: string): Promise<void> => {
    // Browsers open tabs only while a click is handled: it is filled when the address is there.
    const opened = window.open("", "_blank");
    if (opened === null) {
      toast.error("The browser did not open a tab. Allow windows of this site and try again.");
      return;
    }
    opened.opener = null;
    try {
      const { devtoolsUrl, tabs } = await client.browser.getDebuggerUrl.query({ sessionId });
      opened.location.replace(tabs.find((tab) => tab.tabId === tabId)?.devtoolsUrl ?? devtoolsUrl);
    } catch (error) {
      opened.close();
      toast.error(errorText(error));
    }
  };
  return (tabId) => void open(tabId);
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
