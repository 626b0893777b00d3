import { z } from "zod";
import { Id, Instant, Paging } from "./common.ts";
import { EmbedOrigin } from "./embed-origins.ts";

/** Characters of a live link's password. */
export const LINK_PASSWORD_LENGTH = { min: 8, max: 128 } as const;
/** How long a share link may be good for, in seconds. */
export const SHARE_SECONDS = { min: 30, max: 2_592_000 } as const;
export const MAX_EMBED_ORIGINS = 50;

const Label = z.string().trim().min(1, "Use 1 to 80 characters.").max(80, "Use 1 to 80 characters.");
const LastsSeconds = z
  .int()
  .min(SHARE_SECONDS.min, `Use at least ${SHARE_SECONDS.min} seconds.`)
  .max(SHARE_SECONDS.max, `Use at most ${SHARE_SECONDS.max} seconds (30 days).`);
const Password = z
  .string()
  .min(LINK_PASSWORD_LENGTH.min, `Use at least ${LINK_PASSWORD_LENGTH.min} characters.`)
  .max(LINK_PASSWORD_LENGTH.max, `Use at most ${LINK_PASSWORD_LENGTH.max} characters.`);

/** Why a live link lets nobody in: `error.details.link` of the refusal. */
export const LINK_REFUSALS = ["invalid", "expired", "revoked", "password"] as const;
export type LinkRefusal = (typeof LINK_REFUSALS)[number];
/** What the refusal of a link says beside its sentence. `embedOrigins`: the sites that may frame its page, where it was a link once. */
export const LinkRefusalDetails = z.object({ link: z.enum(LINK_REFUSALS), embedOrigins: z.array(z.string()).optional() });

/** A link that shows a session's live view to whoever has it. */
export const ShareLink = z.strictObject({
  id: Id,
  sessionId: Id,
  /** `share`: made to be kept and managed; `url`: the short-lived address of `getLiveViewUrl`. */
  kind: z.enum(["share", "url"]),
  label: z.string().nullable(),
  mode: z.enum(["view", "control"]),
  /** The only tab that it shows; null: whichever is active, and the viewer may choose. */
  tabId: z.string().nullable(),
  /** Whether programs that read it as a stream are also told the pages' log lines and what was done. */
  includesLogs: z.boolean(),
  hasPassword: z.boolean(),
  /** `ended`: its session has. */
  status: z.enum(["active", "expired", "revoked", "ended"]),
  /** Null for who may not do what it lets its bearer do. */
  url: z.string().nullable(),
  /** How many viewers opened it; one that connects again counts once. */
  views: z.int(),
  lastViewedAt: Instant.nullable(),
  createdByName: z.string(),
  createdAt: Instant,
  /** Null: as long as the session. */
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type ShareLink = z.infer<typeof ShareLink>;

export const CreateShareLinkInput = z.strictObject({
  sessionId: Id,
  label: Label.optional(),
  mode: z.enum(["view", "control"]).default("view"),
  /** Shows this tab only. */
  tabId: Id.optional(),
  /** Left out: as long as the session. */
  expiresInSeconds: LastsSeconds.optional(),
  /** Asked of everyone who opens it. Stored only as a hash. */
  password: Password.optional(),
  includesLogs: z.boolean().default(false),
});
export type CreateShareLinkInput = z.infer<typeof CreateShareLinkInput>;
export const CreateShareLinkOutput = z.strictObject({ link: ShareLink, url: z.string() });
export type CreateShareLinkOutput = z.infer<typeof CreateShareLinkOutput>;

export const ListShareLinksInput = z.strictObject({
  /** Left out: of every session of the workspace. */
  sessionId: Id.optional(),
  /** True: only those that still let viewers in. */
  active: z.boolean().default(false),
  ...Paging,
});
export type ListShareLinksInput = z.infer<typeof ListShareLinksInput>;
export const ListShareLinksOutput = z.strictObject({ links: z.array(ShareLink), total: z.int(), page: z.int(), pageSize: z.int() });
export type ListShareLinksOutput = z.infer<typeof ListShareLinksOutput>;

export const ShareLinkRef = z.strictObject({ linkId: Id });
export type ShareLinkRef = z.infer<typeof ShareLinkRef>;

/**
 * What is left out stays as it is; null takes the label, the end or the password away. Who looks by the link now comes in
 * anew when its mode, its password or its logs change; whoever changes the mode answers for the link from then on.
 */
export const UpdateShareLinkInput = z.strictObject({
  linkId: Id,
  label: Label.nullish(),
  /** Counted from now; null: as long as the session. */
  expiresInSeconds: LastsSeconds.nullish(),
  mode: z.enum(["view", "control"]).optional(),
  password: Password.nullish(),
  includesLogs: z.boolean().optional(),
});
export type UpdateShareLinkInput = z.infer<typeof UpdateShareLinkInput>;

export const SessionViewersInput = z.strictObject({ sessionId: Id });
export type SessionViewersInput = z.infer<typeof SessionViewersInput>;
/** Somebody who looks at a running session just now. */
export const SessionViewer = z.strictObject({
  /** Tells one look from another; it ends with the connection. */
  id: Id,
  /** Of a person or a key; for who came by a link, what the link is called. */
  name: z.string(),
  /** By which link they came; null for who is known. */
  linkId: z.string().nullable(),
  mode: z.enum(["view", "control"]),
  /** `stream`: a program that reads the session's events. */
  by: z.enum(["socket", "stream"]),
  since: Instant,
});
export type SessionViewer = z.infer<typeof SessionViewer>;
export const SessionViewers = z.strictObject({ viewers: z.array(SessionViewer) });
export type SessionViewers = z.infer<typeof SessionViewers>;

/** Which sites may show the workspace's live links in a frame; this server's own pages always may. */
export const Embedding = z.strictObject({ origins: z.array(z.string()) });
export type Embedding = z.infer<typeof Embedding>;
export const SetEmbeddingInput = z.strictObject({
  origins: z.array(EmbedOrigin).max(MAX_EMBED_ORIGINS, `Use at most ${MAX_EMBED_ORIGINS} sites.`),
});
export type SetEmbeddingInput = z.infer<typeof SetEmbeddingInput>;

/** What a link's bearer may know before it is opened: `GET /api/live/links/:token`. */
export const LiveLinkInfo = z.strictObject({
  sessionId: Id,
  mode: z.enum(["view", "control"]),
  tabId: z.string().nullable(),
  needsPassword: z.boolean(),
  /** The sites that may frame it, and so may hear from it. */
  embedOrigins: z.array(z.string()),
});
export type LiveLinkInfo = z.infer<typeof LiveLinkInfo>;

/** `POST /api/live/links/:token/unlock`. */
export const UnlockInput = z.strictObject({ password: z.string().min(1, "Enter the password.").max(LINK_PASSWORD_LENGTH.max) });
/** With this token in the place of the link's own, viewers come in until it expires; who looks by then may look on. */
export const UnlockOutput = z.strictObject({ token: z.string(), expiresAt: Instant });
export type UnlockOutput = z.infer<typeof UnlockOutput>;
