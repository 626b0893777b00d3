import { z } from "zod";

/**
 * The public page of a live link, `/live/:token`, in a frame of another site.
 *
 * What is shown is chosen by its query (EMBED_OPTIONS). It tells the page around it what happens (EmbedEvent) and takes
 * commands from it (EmbedCommand), both by `postMessage` and only for the sites that the workspace lists (Settings,
 * Embedding): to others it says nothing, and what others say it does not hear.
 */
const options = {
  /** `auto` goes by the viewer's system. */
  theme: z.enum(["auto", "light", "dark"]).default("auto"),
  /** `off`: the picture alone, without the line below it. */
  chrome: z.enum(["on", "off"]).default("on"),
  /** `contain`: all of the picture; `actual`: in its own size, with bars to move it. */
  fit: z.enum(["contain", "actual"]).default("contain"),
  /** `view`: only to look, also by a link that allows control. */
  mode: z.enum(["view", "control"]).default("control"),
  /** The tab to begin with; the active one unless given. */
  tab: z.string().min(1).max(64).optional(),
} as const;

export const EMBED_OPTIONS = z.object(options);
export type EmbedOptions = z.infer<typeof EMBED_OPTIONS>;

/** The page's query as options. What is not understood is as if it were left out, and named in `ignored`. */
export function readEmbedOptions(query: Record<string, string | string[] | undefined>): { options: EmbedOptions; ignored: string[] } {
  const known = Object.entries(options).map(([name, schema]) => ({ name, asked: query[name] !== undefined, read: schema.safeParse(query[name]) }));
  const understood = known.flatMap(({ name, asked, read }) => (asked && read.success ? [[name, read.data] as const] : []));
  const unknown = Object.keys(query).filter((name) => !(name in options));
  return {
    options: EMBED_OPTIONS.parse(Object.fromEntries(understood)),
    ignored: [...known.flatMap(({ name, read }) => (read.success ? [] : [name])), ...unknown].sort(),
  };
}

const from = { source: z.literal("perch"), version: z.literal(1) };
const ShownTab = z.strictObject({ tabId: z.string(), title: z.string(), url: z.string() });

/** How the live view stands. `locked`: it waits for the link's password; from `ended` on it stays as it is. */
export const EMBED_STATES = ["connecting", "locked", "live", "reconnecting", "ended", "expired", "revoked", "invalid"] as const;
export type EmbedState = (typeof EMBED_STATES)[number];

/** What the page tells the one around it. */
export const EmbedEvent = z.discriminatedUnion("type", [
  /** It listens to commands from now on. `ignored`: query options that it did not understand. */
  z.strictObject({ ...from, type: z.literal("perch:ready"), ignored: z.array(z.string()) }),
  z.strictObject({ ...from, type: z.literal("perch:state"), state: z.enum(EMBED_STATES), reason: z.string().nullable() }),
  /** The tabs that may be shown, and which one is. */
  z.strictObject({ ...from, type: z.literal("perch:tab"), tabId: z.string().nullable(), tabs: z.array(ShownTab) }),
  /** Whether this viewer may use the page, and whether it, another viewer or nobody has the controls now. */
  z.strictObject({ ...from, type: z.literal("perch:control"), mode: z.enum(["view", "control"]), holder: z.enum(["you", "another", "nobody"]) }),
  /** The session has ended. */
  z.strictObject({ ...from, type: z.literal("perch:ended"), reason: z.string() }),
]);
export type EmbedEvent = z.infer<typeof EmbedEvent>;

/** What the page around it may ask of it. */
export const EmbedCommand = z.discriminatedUnion("type", [
  /** Tells `perch:state`, `perch:tab` and `perch:control` again: for a page that began to listen late. */
  z.object({ type: z.literal("perch:ask") }),
  /** Shows that tab; null: the active one. */
  z.object({ type: z.literal("perch:set-tab"), tabId: z.string().max(64).nullable() }),
  z.object({ type: z.literal("perch:set-theme"), theme: options.theme.unwrap() }),
]);
export type EmbedCommand = z.infer<typeof EmbedCommand>;
