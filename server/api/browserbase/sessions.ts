import {
  BrowserbaseCreateSession,
  BrowserbaseDebugSession,
  BrowserbaseListSessions,
  type BrowserbaseSession,
  BrowserbaseUpdateSession,
} from "../../contract/browserbase.ts";
import { RUNNING_STATUSES, type Session } from "../../contract/sessions.ts";
import { AppError } from "../../core/errors.ts";
import { type Answer, assertOwnProject, type Call, jsonOf, parsed } from "./call.ts";
import { parseMetadataQuery } from "./metadata-query.ts";
import { STATUSES_OF, statusOf, toBrowserbase, toCreateInput } from "./session-shapes.ts";

const PAGE_SIZE = 100;
/** A list has no pages there: it ends here, the newest first. */
const MAX_LISTED = 1_000;
const LINK_SECONDS_MIN = 30;
/** Live links last as long as the session, and six hours at most. */
const LINK_SECONDS_MAX = 21_600;
const ADDRESS_SECONDS_MAX = 86_400;

/** How a program connects to the session. Both of theirs for Selenium are empty: sessions speak CDP only. */
type Connection = { connectUrl: string; seleniumRemoteUrl: string; signingKey: string };

/** POST /v1/sessions. @throws AppError FORBIDDEN without the scope that connecting takes, before anything is made */
export async function createSession({ req, actor, procedures }: Call): Promise<Answer> {
  if (!actor.scopes.has("sessions:debug"))
    throw new AppError("FORBIDDEN", "This needs the scope sessions:debug: the answer holds an address that gives full control of the browser.", {
      details: { scope: "sessions:debug" },
    });
  const asked = parsed(BrowserbaseCreateSession, await jsonOf(req));
  assertOwnProject(actor, asked.projectId);
  const { sessionId } = await procedures.browser.createSession(toCreateInput(asked));
  const session = await procedures.browser.getSession({ sessionId });
  return { json: { ...toBrowserbase(session), ...(await connectionOf(procedures, session)) } };
}

/** GET /v1/sessions/:id; how to connect only while it runs, and only for who may. */
export async function retrieveSession({ ids: [sessionId = ""], actor, procedures }: Call): Promise<Answer> {
  const session = await procedures.browser.getSession({ sessionId });
  const connects = RUNNING_STATUSES.includes(session.status) && actor.scopes.has("sessions:debug");
  return { json: { ...toBrowserbase(session), ...(connects && (await connectionOf(procedures, session))) } };
}

/** POST /v1/sessions/:id: the only change is its end. */
export async function updateSession({ req, ids: [sessionId = ""], actor, procedures }: Call): Promise<Answer> {
  const { projectId } = parsed(BrowserbaseUpdateSession, await jsonOf(req));
  assertOwnProject(actor, projectId);
  await procedures.browser.terminateSession({ sessionId });
  return { json: toBrowserbase(await procedures.browser.getSession({ sessionId })) };
}

/** GET /v1/sessions */
export async function listSessions({ query, procedures }: Call): Promise<Answer> {
  const { status, q } = parsed(BrowserbaseListSessions, Object.fromEntries(query));
  const filter = { ...(status && { status: [...STATUSES_OF[status]] }), ...(q && { metadata: parseMetadataQuery(q) }), pageSize: PAGE_SIZE };
  const found: BrowserbaseSession[] = [];
  for (let page = 1; found.length < MAX_LISTED; page++) {
    const { sessions } = await procedures.browser.listSessions({ ...filter, page });
    found.push(...sessions.filter((session) => status === undefined || statusOf(session) === status).map(toBrowserbase));
    if (sessions.length < PAGE_SIZE) break;
  }
  return { json: found };
}

/** GET /v1/sessions/:id/debug: links to the live view, for the session and for each of its pages. */
export async function debugSession({ ids: [sessionId = ""], query, actor, procedures }: Call): Promise<Answer> {
  const { expiresIn } = parsed(BrowserbaseDebugSession, Object.fromEntries(query));
  const session = await procedures.browser.getSession({ sessionId });
  const mode = actor.scopes.has("live:control") ? ("control" as const) : ("view" as const);
  const link = { sessionId, mode, expiresInSeconds: expiresIn ?? secondsUntil(session.expiresAt, LINK_SECONDS_MAX) };
  const { tabs } = await procedures.browser.listTabs({ sessionId });
  const [{ url }, { connectUrl }, pages] = await Promise.all([
    procedures.browser.getLiveViewUrl(link),
    connectionOf(procedures, session),
    Promise.all(
      tabs.map(async (tab) => {
        const { url: liveUrl } = await procedures.browser.getLiveViewUrl({ ...link, tabId: tab.tabId });
        return { id: tab.tabId, url: tab.url, title: tab.title, faviconUrl: "", debuggerUrl: liveUrl, debuggerFullscreenUrl: liveUrl };
      }),
    ),
  ]);
  return { json: { debuggerUrl: url, debuggerFullscreenUrl: url, wsUrl: connectUrl, pages } };
}

/** The address lets new connections in for as long as the session may last. */
async function connectionOf(procedures: Call["procedures"], { id: sessionId, expiresAt }: Session): Promise<Connection> {
  const { url } = await procedures.browser.getDebuggerUrl({ sessionId, expiresInSeconds: secondsUntil(expiresAt, ADDRESS_SECONDS_MAX) });
  return { connectUrl: url, seleniumRemoteUrl: "", signingKey: "" };
}

const secondsUntil = (instant: string, max: number): number => Math.min(max, Math.max(LINK_SECONDS_MIN, Math.ceil((Date.parse(instant) - Date.now()) / 1000)));
