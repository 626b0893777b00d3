import type { ErrorCode } from "../../../server/contract/errors.ts";
import { errorBody } from "../../errors.ts";

/** What failed, and what one can do about it from here, where the server's sentence does not say so itself. */
const REMEDIES: Partial<Record<ErrorCode, { title: string; remedy: string }>> = {
  ELEMENT_NOT_FOUND: { title: "Not found on the page", remedy: "Observe lists what the page offers, with the words to use." },
  ELEMENT_NOT_ACTIONABLE: {
    title: "It cannot be used now",
    remedy: "Do first what enables or uncovers it, or wait until the page is ready; then run it again.",
  },
  HELD_BY_PERSON: {
    title: "A person had the page meanwhile",
    remedy: "Part of the step was done before they took over. Look at what the page shows now, then run what is left of it.",
  },
  TIMEOUT: { title: "It took too long", remedy: "Look at the live picture: if the page is still loading, run it again when it is done." },
  EXTRACTION_INVALID: {
    title: "The page does not give what the schema wants",
    remedy: 'Take the named fields out of "required", give them another type, or go to the page that shows them.',
  },
  MODEL_NOT_CONFIGURED: {
    title: "This needs a model",
    remedy: "Word it as an explicit step (see Help), or set STAGEHAND_MODEL_NAME with its key and start the server again.",
  },
  MODEL_FAILED: { title: "The model did not answer", remedy: "Check its key and quota in the server's log, or word it as an explicit step (see Help)." },
  MODEL_UNAVAILABLE: {
    title: "The model is left alone for a while",
    remedy: "It failed several times in a row. Try again then, or word it as an explicit step (see Help).",
  },
  MODEL_BUDGET_USED: { title: "The budget for the model is used up", remedy: "Explicit steps (see Help) go on without it." },
  URL_BLOCKED: { title: "This address may not be opened", remedy: "Addresses of private networks open only where the server allows them (PRIVATE_NETWORK)." },
  BROWSER_CRASHED: { title: "The page or its browser crashed", remedy: "Reload the page. If the session has ended, create a new one." },
  SESSION_NOT_RUNNING: { title: "The session has ended", remedy: "Create a new one to go on." },
};

/** A failed call in three parts: a title, what to do about it if we know, and whether the same may work a second time. */
export function explain(error: unknown): { title: string; remedy: string | null; retryable: boolean } {
  const body = errorBody(error);
  const known = body ? REMEDIES[body.code] : undefined;
  return { title: known?.title ?? "That did not work", remedy: known?.remedy ?? null, retryable: body?.retryable ?? true };
}
