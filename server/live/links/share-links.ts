import { hashPassword } from "better-auth/crypto";
import type { Actor } from "../../access/actor.ts";
import type {
  CreateShareLinkInput,
  CreateShareLinkOutput,
  ListShareLinksInput,
  ListShareLinksOutput,
  ShareLink,
  UpdateShareLinkInput,
} from "../../contract/live-links.ts";
import { ENDED_STATUSES, type LiveViewUrlInput, type LiveViewUrlOutput } from "../../contract/sessions.ts";
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import type { EventBus } from "../../core/events.ts";
import { newId } from "../../core/ids.ts";
import type { Db } from "../../db/client.ts";
import type { Sessions } from "../../sessions/sessions.ts";
import { type LinkRow, modeOf, present, scopeOf, stillGood } from "./link-row.ts";
import { signLink } from "./link-token.ts";

const MAX_SHARE_LINKS = 100;
const WITH_STATUS = { session: { select: { status: true } } } as const;

export type ShareLinksParts = {
  db: Db;
  env: Pick<Env, "tokenKey" | "publicUrl">;
  events: Pick<EventBus, "publish">;
  sessions: Pick<Sessions, "running" | "get">;
};

type NewLink = Pick<LinkRow, "kind" | "mode" | "tabId"> & Partial<Pick<LinkRow, "label" | "includesLogs" | "passwordHash" | "expiresAt">>;

/** Live links as their makers see them: made, listed, changed and revoked, within the workspace and one's own rights. */
export function createShareLinks({ db, env, events, sessions }: ShareLinksParts) {
  const urlOf = async (row: LinkRow): Promise<string> => {
    const { id, sessionId, workspaceId, tabId, createdBy, kind, expiresAt } = row;
    // The end of a share link may be moved, so its address does not hold it.
    const expiresAtMs = kind === "url" ? (expiresAt?.getTime() ?? null) : null;
    const of = { id, sessionId, workspaceId, tabId, mode: modeOf(row), issuedBy: createdBy };
    const token = await signLink(env.tokenKey, { ...of, knew: null, expiresAtMs });
    return `${env.publicUrl}/live/${token}`;
  };
  const tell = ({ id: linkId, workspaceId, sessionId }: LinkRow): void => events.publish({ type: "live.linkChanged", workspaceId, sessionId, linkId });

  const make = async (actor: Actor, sessionId: string, link: NewLink): Promise<LinkRow> => {
    const row = await db.liveLink.create({ data: { id: newId("link"), workspaceId: actor.workspaceId, sessionId, ...makerOf(actor), ...link } });
    tell(row);
    return row;
  };

  /** The caller's running session, if it has that tab. @throws AppError FORBIDDEN when the link would give more than the caller has */
  const running = async (actor: Actor, { sessionId, mode, tabId }: { sessionId: string; mode: string; tabId?: string | undefined }): Promise<string> => {
    assertMay(actor, mode);
    const session = await sessions.running(actor, sessionId);
    if (tabId !== undefined) session.tabs.get(tabId);
    return session.id;
  };

  const find = async (actor: Actor, linkId: string): Promise<LinkRow> => {
    const row = await db.liveLink.findFirst({ where: { id: linkId, workspaceId: actor.workspaceId } });
    if (!row) throw new AppError("NOT_FOUND", `There is no live link ${linkId} in this workspace.`);
    assertMay(actor, row.mode);
    return row;
  };

  const changed = async (actor: Actor, linkId: string, data: Partial<LinkRow>): Promise<ShareLink> => {
    const { session, ...row } = await db.liveLink.update({ where: { id: linkId }, data, include: WITH_STATUS });
    tell(row);
    return present(row, session.status, await urlOf(row), actor);
  };

  return {
    /**
     * A signed address that shows the session without a login until it expires.
     * @throws AppError NOT_FOUND | SESSION_NOT_RUNNING | TAB_NOT_FOUND | FORBIDDEN when it would give more than the caller has
     */
    viewUrl: async (actor: Actor, input: LiveViewUrlInput): Promise<LiveViewUrlOutput> => {
      const sessionId = await running(actor, input);
      const expiresAt = new Date(Math.ceil(Date.now() / 1000 + input.expiresInSeconds) * 1000);
      // Nobody manages these one by one: what has expired would only fill the table.
      await db.liveLink.deleteMany({ where: { sessionId, kind: "url", expiresAt: { lt: new Date() } } });
      const row = await make(actor, sessionId, { kind: "url", mode: input.mode, tabId: input.tabId ?? null, expiresAt });
      return { url: await urlOf(row), expiresAt: expiresAt.toISOString(), linkId: row.id };
    },

    /** A link to be kept, changed and revoked. @throws AppError as `viewUrl` · LIMIT_EXCEEDED */
    create: async (actor: Actor, input: CreateShareLinkInput): Promise<CreateShareLinkOutput> => {
      const sessionId = await running(actor, input);
      if ((await db.liveLink.count({ where: { sessionId, kind: "share", ...stillGood() } })) >= MAX_SHARE_LINKS)
        throw new AppError("LIMIT_EXCEEDED", `A session has at most ${MAX_SHARE_LINKS} share links; revoke one first.`);
      const { mode, label = null, tabId = null, includesLogs, password, expiresInSeconds } = input;
      const row = await make(actor, sessionId, {
        kind: "share",
        mode,
        label,
        tabId,
        includesLogs,
        passwordHash: password === undefined ? null : await hashPassword(password),
        expiresAt: inSeconds(expiresInSeconds ?? null),
      });
      const url = await urlOf(row);
      return { link: present(row, "active", url, actor), url };
    },

    /** One page of the workspace's links, or of one session's, newest first. @throws AppError NOT_FOUND also for another workspace's session */
    list: async (actor: Actor, { sessionId, active, page, pageSize }: ListShareLinksInput): Promise<ListShareLinksOutput> => {
      if (sessionId !== undefined) await sessions.get(actor, sessionId);
      const where = {
        workspaceId: actor.workspaceId,
        ...(sessionId !== undefined && { sessionId }),
        ...(active && { ...stillGood(), session: { status: { notIn: [...ENDED_STATUSES] } } }),
      };
      const [total, rows] = await Promise.all([
        db.liveLink.count({ where }),
        db.liveLink.findMany({
          where,
          include: WITH_STATUS,
          orderBy: [{ createdAt: "desc" }, { id: "desc" }],
          skip: (page - 1) * pageSize,
          take: pageSize,
        }),
      ]);
      const links = await Promise.all(rows.map(async ({ session, ...row }) => present(row, session.status, await urlOf(row), actor)));
      return { links, total, page, pageSize };
    },

    /**
     * Changes a link; open sockets keep to the new end, and come in anew where it lets others in or lets them do more or
     * less. The end of a `url` stands in its token.
     * @throws AppError NOT_FOUND | FORBIDDEN | CONFLICT when it is revoked, or for the end of a `url`
     */
    update: async (actor: Actor, { linkId, label, expiresInSeconds, mode, password, includesLogs }: UpdateShareLinkInput): Promise<ShareLink> => {
      const row = await find(actor, linkId);
      if (row.revokedAt !== null) throw new AppError("CONFLICT", "This link was revoked; make a new one.");
      if (row.kind === "url" && expiresInSeconds !== undefined)
        throw new AppError("CONFLICT", "The end of this link stands in its address; revoke it and make a new one.", {
          fields: [{ field: "expiresInSeconds", message: "cannot be changed" }],
        });
      if (mode !== undefined) assertMay(actor, mode);
      return changed(actor, row.id, {
        ...(label !== undefined && { label }),
        ...(expiresInSeconds !== undefined && { expiresAt: inSeconds(expiresInSeconds) }),
        // A link is good for as long as its maker may do what it allows: that is now whoever allows it.
        ...(mode !== undefined && mode !== row.mode && { mode, ...makerOf(actor) }),
        ...(password !== undefined && { passwordHash: password === null ? null : await hashPassword(password) }),
        ...(includesLogs !== undefined && { includesLogs }),
      });
    },

    /** Ends a link at once, also for who looks by it now. Idempotent. @throws AppError NOT_FOUND | FORBIDDEN */
    revoke: async (actor: Actor, linkId: string): Promise<ShareLink> => {
      const row = await find(actor, linkId);
      return changed(actor, row.id, { revokedAt: row.revokedAt ?? new Date() });
    },
  };
}

/** Whose rights bound a link's. */
const makerOf = ({ userId, id, kind, name }: Actor) => ({ createdBy: userId, keyId: kind === "key" ? id : null, createdByName: name });

function assertMay({ scopes }: Actor, mode: string): void {
  const needed = scopeOf(mode);
  if (!scopes.has(needed)) throw new AppError("FORBIDDEN", `This needs the scope ${needed}.`, { details: { scope: needed } });
}

const inSeconds = (seconds: number | null): Date | null => (seconds === null ? null : new Date(Date.now() + seconds * 1000));
