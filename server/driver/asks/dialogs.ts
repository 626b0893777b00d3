import type { Protocol } from "devtools-protocol";
import type { PageTarget } from "../page-target.ts";
import type { Attendant, DialogAnswer, PageDialog } from "./attendant.ts";

/**
 * How a page's dialogs are answered while nobody attends. `usual`: notices and leaving are agreed to, questions are
 * declined, which changes nothing. `ask`: as usual, but only after somebody was waited for.
 */
export type DialogRules = { answer: "usual" | "ask" | "accept" | "dismiss"; waitMs: number };

function automatic({ kind, defaultText }: Pick<PageDialog, "kind" | "defaultText">, answer: DialogRules["answer"]): DialogAnswer {
  if (answer === "accept") return { accept: true, ...(kind === "prompt" && { text: defaultText }) };
  if (answer === "dismiss") return { accept: false };
  return { accept: kind === "alert" || kind === "beforeunload" };
}

/** A dialog blocks its page until it is answered: by who attends, and by the rules if nobody does. Never rejects. */
export async function answerDialog(
  page: PageTarget,
  { type, message, defaultPrompt, url }: Protocol.Page.JavascriptDialogOpeningEvent,
  { answer: rule, waitMs }: DialogRules,
): Promise<void> {
  page.emit({ type: "dialog", kind: type, message });
  const gone = new AbortController();
  const dialog: PageDialog = { kind: type, message, defaultText: defaultPrompt ?? "", url, gone: gone.signal };
  const stops = [
    page.cdp.on("Page.javascriptDialogClosed", () => gone.abort()),
    page.onEvent(({ type: event }) => {
      if (event === "crashed" || event === "closed") gone.abort();
    }),
  ];
  try {
    const attendant = page.attendant ?? (rule === "ask" ? await whoComes(page, waitMs, gone.signal) : null);
    const answer = (await attendant?.answerDialog(page, dialog)) ?? automatic(dialog, rule);
    await page.cdp.send("Page.handleJavaScriptDialog", { accept: answer.accept, ...(answer.text !== undefined && { promptText: answer.text }) });
  } catch {
    // Another client of this browser answered it first.
  } finally {
    for (const stop of stops) stop();
  }
}

/** The first who attends to the page within the time; null when nobody does. */
async function whoComes(page: PageTarget, waitMs: number, gone: AbortSignal): Promise<Attendant | null> {
  await page.until(() => page.attendant !== null, AbortSignal.any([gone, AbortSignal.timeout(waitMs)])).catch(() => {});
  return page.attendant;
}
