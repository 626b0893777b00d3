import { z } from "zod";
import { type LinkRefusal, LinkRefusalDetails, LiveLinkInfo, UnlockOutput } from "../../../server/contract/live-links.ts";

const ANSWER_LIMIT_MS = 15_000;
const Refused = z.object({ error: z.object({ message: z.string(), details: LinkRefusalDetails.optional() }) });

/** What the server says of a link: what it shows, or why it lets nobody in. */
export type LinkReading = { info: LiveLinkInfo } | { refused: LinkRefusal; sentence: string; embedOrigins: readonly string[] };

const pathOf = (token: string): string => `/api/live/links/${encodeURIComponent(token)}`;
/** The link is all that lets in: a sign-in of this browser is none of its business. */
const REQUEST = { credentials: "omit", cache: "no-store" } as const;

/** Asks what a link is. @throws Error when the server cannot be reached or fails */
export async function readLink(token: string, signal?: AbortSignal): Promise<LinkReading> {
  const response = await fetch(pathOf(token), { ...REQUEST, signal: limited(signal) });
  const body: unknown = await response.json();
  if (response.ok) return { info: LiveLinkInfo.parse(body) };
  const { error } = Refused.parse(body);
  if (error.details === undefined) throw new Error(error.message);
  const { link, embedOrigins = [] } = error.details;
  return { refused: link, sentence: error.message, embedOrigins };
}

/** Why a link lets nobody in any more; null when it does, or when the server does not say. Never rejects. */
export async function refusalOf(token: string): Promise<LinkRefusal | null> {
  const reading = await readLink(token).catch(() => null);
  if (reading === null) return null;
  // The password was set or changed after the link was opened.
  if ("info" in reading) return reading.info.needsPassword ? "password" : null;
  return reading.refused;
}

/** The token that opens a link with a password; or a sentence that says why there is none. @throws Error when the server cannot be reached */
export async function unlockLink(token: string, password: string): Promise<{ token: string } | { problem: string }> {
  const response = await fetch(`${pathOf(token)}/unlock`, {
    ...REQUEST,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ password }),
    signal: limited(),
  });
  const body: unknown = await response.json();
  return response.ok ? UnlockOutput.parse(body) : { problem: Refused.parse(body).error.message };
}

const limited = (signal?: AbortSignal): AbortSignal => {
  const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
  return signal ? AbortSignal.any([signal, limit]) : limit;
};
