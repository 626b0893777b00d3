import type { LogEntry } from "../../contract/activity.ts";
import type { Answer, Call } from "./call.ts";

const PAGE_SIZE = 1_000;
/** A list has no pages there: older lines than these are left out. */
const MAX_LINES = 5_000;

/** The CDP events that our kinds of log lines come from. */
const METHODS: Record<LogEntry["source"], string> = {
  console: "Runtime.consoleAPICalled",
  exception: "Runtime.exceptionThrown",
  network: "Network.loadingFailed",
  browser: "Log.entryAdded",
};

/** GET /v1/sessions/:id/logs: what the pages and the browser logged, oldest first, as the events that told of it. */
export async function sessionLogs({ ids: [sessionId = ""], procedures }: Call): Promise<Answer> {
  const lines: LogEntry[] = [];
  for (let before: string | undefined; lines.length < MAX_LINES; before = lines.at(-1)?.id) {
    const { entries, hasMore } = await procedures.browser.getSessionLogs({ sessionId, limit: PAGE_SIZE, ...(before !== undefined && { before }) });
    lines.push(...entries);
    if (!hasMore) break;
  }
  return { json: lines.reverse().map(toBrowserbase) };
}

function toBrowserbase({ sessionId, source, level, text, url, createdAt }: LogEntry) {
  const timestamp = Date.parse(createdAt);
  const params = { level, text, ...(url !== null && { url }) };
  return { method: METHODS[source], sessionId, pageId: 0, timestamp, request: { timestamp, params, rawBody: JSON.stringify(params) } };
}

/**
 * GET /v1/sessions/:id/recording and …/replays: what they record are changes of the page and videos of tabs; sessions here
 * are recorded as pictures, which the dashboard plays. There is none of theirs, which is what is answered.
 */
export const noRecording =
  (nothing: unknown) =>
  async ({ ids: [sessionId = ""], procedures }: Call): Promise<Answer> => {
    await procedures.browser.getSession({ sessionId });
    return { json: nothing };
  };
