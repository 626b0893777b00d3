import { z } from "zod";
import { CreateShareLinkInput, type ListShareLinksInput } from "../../contract/live-links.ts";
import { CreateSessionInput, ListSessionsInput, SessionStatus } from "../../contract/sessions.ts";
import { type Call, jsonOf, parsed } from "../browserbase/call.ts";

/** An HTTP status and what is sent as JSON. */
export type RestAnswer = { status: 200 | 201; body: unknown };

const number = z.coerce.number().int().optional();
const Paged = z.strictObject({ page: number, pageSize: number });
/** `status` and `tag` may come more than once. */
const SessionsQuery = ListSessionsInput.pick({ search: true })
  .extend({ ...Paged.shape, status: z.array(SessionStatus), tag: z.array(z.string()) })
  .partial();
const SharesQuery = Paged.extend({ active: z.stringbool().optional() });
const ShareBody = CreateShareLinkInput.omit({ sessionId: true });

/** GET /api/sessions */
export async function listSessions({ query, procedures }: Call): Promise<RestAnswer> {
  const asked = { ...Object.fromEntries(query), ...manyOf(query, "status"), ...manyOf(query, "tag") };
  const { tag, ...filter } = parsed(SessionsQuery, asked);
  return { status: 200, body: await procedures.browser.listSessions({ ...filter, ...(tag && { tags: tag }) }) };
}

/** POST /api/sessions: a new one, ready to be driven. */
export async function createSession({ req, procedures }: Call): Promise<RestAnswer> {
  return { status: 201, body: await procedures.browser.createSession(parsed(CreateSessionInput, await jsonOf(req))) };
}

/** GET /api/sessions/:id */
export async function getSession({ ids: [sessionId = ""], procedures }: Call): Promise<RestAnswer> {
  return { status: 200, body: await procedures.browser.getSession({ sessionId }) };
}

/** GET /api/sessions/:id/share: its links. */
export async function listShares({ ids: [sessionId = ""], query, procedures }: Call): Promise<RestAnswer> {
  const filter: z.input<typeof ListShareLinksInput> = { sessionId, ...parsed(SharesQuery, Object.fromEntries(query)) };
  return { status: 200, body: await procedures.live.listShareLinks(filter) };
}

/** POST /api/sessions/:id/share: a new link. */
export async function shareSession({ req, ids: [sessionId = ""], procedures }: Call): Promise<RestAnswer> {
  return { status: 201, body: await procedures.live.createShareLink({ sessionId, ...parsed(ShareBody, await jsonOf(req)) }) };
}

/** DELETE /api/sessions/:id/share/:linkId: the link is over at once. */
export async function revokeShare({ ids: [, linkId = ""], procedures }: Call): Promise<RestAnswer> {
  return { status: 200, body: await procedures.live.revokeShareLink({ linkId }) };
}

/** What stands once or more in the query, as a list. */
function manyOf(query: URLSearchParams, name: string): Record<string, string[]> {
  const values = query.getAll(name);
  return values.length > 0 ? { [name]: values } : {};
}
