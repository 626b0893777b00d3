import type { Protocol } from "devtools-protocol";
import type { PageTarget } from "../page-target.ts";
import type { Attendant, DialogAnswer, PageDialog } from "./attendant.ts";

/** Notices and leaving are agreed to; questions are declined, which changes nothing. */
const automatic = (kind: string): DialogAnswer => ({ accept: kind === "alert" || kind === "beforeunload" });

/** A dialog blocks its page until it is answered: by who attends, and at once if nobody does. Never rejects. */
export async function answerDialog(
  page: PageTarget,
  { type, message, defaultPrompt, url }: Protocol.Page.JavascriptDialogOpeningEvent,
  attendant: Attendant | null,
): Promise<void> {
  page.emit({ type: "dialog", kind: type, message });
  const answer = (attendant && (await attended(page, { kind: type, message, defaultText: defaultPrompt ?? "", url }, attendant))) ?? automatic(type);
  await page.cdp.send("Page.handleJavaScriptDialog", { accept: answer.accept, ...(answer.text !== undefined && { promptText: answer.text }) }).catch(() => {
    // Another client of this browser answered it first.
  });
}

async function attended(page: PageTarget, dialog: Omit<PageDialog, "gone">, attendant: Attendant): Promise<DialogAnswer | null> {
  const gone = new AbortController();
  const stops = [
    page.cdp.on("Page.javascriptDialogClosed", () => gone.abort()),
    page.onEvent(({ type }) => {
      if (type === "crashed" || type === "closed") gone.abort();
    }),
  ];
  try {
    return await attendant.answerDialog(page, { ...dialog, gone: gone.signal });
  } finally {
    for (const stop of stops) stop();
  }
}
