import { verifyPassword } from "better-auth/crypto";
import type { Access } from "../../access/access.ts";
import type { LiveLinkInfo, UnlockOutput } from "../../contract/live-links.ts";
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import type { Db } from "../../db/client.ts";
import type { EmbeddingSettings } from "./embedding.ts";
import { isOver, type LinkRow, modeOf, scopeOf } from "./link-row.ts";
import { type LinkToken, linkRefused, markOf, signLink, verifyLink } from "./link-token.ts";

const UNLOCKED_MS = 3_600_000;

/** Says what became of links' makers, and counts tries at passwords. */
export type LinkAccess = Pick<Access, "standing" | "rates">;
export type AdmissionParts = { db: Db; env: Pick<Env, "tokenKey">; access: LinkAccess; embedding: EmbeddingSettings };

/** Decides who comes in by a live link. */
export type Admission = ReturnType<typeof createAdmission>;

/** Makes it. */
export function createAdmission({ db, env, access, embedding }: AdmissionParts) {
  /** Whether who made the link may still do what it lets others do: looked up anew each time. */
  const isBacked = async ({ createdBy, workspaceId, keyId, mode }: LinkRow): Promise<boolean> => {
    const maker = await access.standing({ userId: createdBy, workspaceId, keyId });
    return maker?.scopes.has(scopeOf(mode)) ?? false;
  };

  /** The link of a token, if it is still good. @throws AppError UNAUTHENTICATED | FORBIDDEN, with `details.link` */
  const goodLink = async (token: string): Promise<{ row: LinkRow; link: LinkToken }> => {
    const link = await verifyLink(env.tokenKey, token);
    const { id, sessionId } = link;
    const row = await db.liveLink.findUnique({ where: { id } });
    if (row === null || row.sessionId !== sessionId) throw linkRefused("invalid", "This live link no longer exists.");
    if (row.revokedAt !== null) throw linkRefused("revoked", "This link was revoked; ask for a new one.", "FORBIDDEN");
    if (isOver(row)) throw linkRefused("expired", "This live link has expired; ask for a new one.");
    if (!(await isBacked(row))) throw linkRefused("revoked", "Whoever made this link may no longer share the session.", "FORBIDDEN");
    return { row, link };
  };

  const framersOf = async (token: string): Promise<string[]> => {
    const link = await verifyLink(env.tokenKey, token, { evenExpired: true }).catch(() => null);
    return link === null ? [] : embedding.originsOf(link.workspaceId);
  };

  return {
    isBacked,

    /** The sites that may frame the page of a token, also of one that is over: they are told so. Nobody for a forged one. */
    framersOf,

    /**
     * The link by which somebody comes in, password and all.
     * @throws AppError UNAUTHENTICATED when it is forged, expired or locked · FORBIDDEN when it was revoked
     */
    enter: async (token: string): Promise<LinkRow> => {
      const { row, link } = await goodLink(token);
      if (isLocked(row, link)) throw linkRefused("password", "This link asks for a password.");
      return row;
    },

    /** What may be known of a link before it is opened. @throws AppError as `enter`, but for the password */
    describe: async (token: string): Promise<LiveLinkInfo> => {
      const { row, link } = await goodLink(token).catch(async (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        const { code, message, details, cause } = error;
        throw new AppError(code, message, { cause, details: { ...details, embedOrigins: await framersOf(token) } });
      });
      return {
        sessionId: row.sessionId,
        mode: modeOf(row),
        tabId: row.tabId,
        needsPassword: isLocked(row, link),
        embedOrigins: await embedding.originsOf(row.workspaceId),
      };
    },

    /**
     * Takes the password for a token of the same link that opens it for UNLOCKED_MS.
     * @throws AppError UNAUTHENTICATED for a wrong one · CONFLICT where none is asked · LIMIT_EXCEEDED after too many tries · and as `enter`
     */
    unlock: async (token: string, password: string): Promise<UnlockOutput> => {
      const { row, link } = await goodLink(token);
      await access.rates.take("unlock", row.id);
      const { passwordHash } = row;
      if (passwordHash === null) throw new AppError("CONFLICT", "This link asks for no password.");
      if (!(await verifyPassword({ hash: passwordHash, password }))) throw linkRefused("password", "This is not the password of this link.");
      const expiresAtMs = Date.now() + UNLOCKED_MS;
      return { token: await signLink(env.tokenKey, { ...link, knew: markOf(passwordHash), expiresAtMs }), expiresAt: new Date(expiresAtMs).toISOString() };
    },
  };
}

/** Whether the link has a password that this token does not prove to be known. */
const isLocked = ({ passwordHash }: LinkRow, { knew }: LinkToken): boolean => passwordHash !== null && knew !== markOf(passwordHash);
