import type { Protocol } from "devtools-protocol";
import { AppError } from "../core/errors.ts";
import { CdpError, type CdpSession } from "../providers/cdp.ts";

export const WORLD_NAME = "perch";

/** One frame of a page. Frames of another process have a CDP session of their own, the others share the page's. */
export type PageFrame = { readonly frameId: string; readonly parentFrameId: string | null; readonly url: string; readonly cdp: CdpSession };
type Entry = { frameId: string; parentFrameId: string | null; url: string; cdp: CdpSession; main: number | null; isolated: Promise<number> | null };

/** The frames of one page, over all processes, with the script contexts in which we may run code. */
export class FrameTree {
  readonly #frames = new Map<string, Entry>();

  /** Learns the frames of a session as they are, and follows their changes. Needs Page and Runtime enabled. */
  async follow(cdp: CdpSession): Promise<void> {
    cdp.on("Page.frameAttached", ({ frameId, parentFrameId }) => this.#set(frameId, parentFrameId, "", cdp));
    cdp.on("Page.frameNavigated", ({ frame }) => {
      // A new document has none of the old one's frames, and nobody announces that they went.
      this.#dropBelow(frame.id);
      this.#set(frame.id, frame.parentId ?? null, frame.url + (frame.urlFragment ?? ""), cdp);
    });
    cdp.on("Page.navigatedWithinDocument", ({ frameId, url }) => {
      const entry = this.#frames.get(frameId);
      if (entry) entry.url = url;
    });
    // "swap": the frame goes on in another process, whose session will announce it.
    cdp.on("Page.frameDetached", ({ frameId, reason }) => {
      if (reason !== "swap" && this.#frames.get(frameId)?.cdp === cdp) this.#frames.delete(frameId);
    });
    cdp.on("Runtime.executionContextCreated", ({ context }) => {
      const aux = context.auxData as { frameId?: string; isDefault?: boolean } | undefined;
      const entry = aux?.frameId === undefined ? undefined : this.#frames.get(aux.frameId);
      if (entry && aux?.isDefault) {
        entry.main = context.id;
        entry.isolated = null;
      }
    });
    cdp.on("Runtime.executionContextsCleared", () => {
      for (const entry of this.#of(cdp)) {
        entry.main = null;
        entry.isolated = null;
      }
    });
    const { frameTree } = await cdp.send("Page.getFrameTree");
    this.#adopt(frameTree, cdp);
  }

  /** Forgets the frames of a session that is gone. */
  drop(cdp: CdpSession): void {
    for (const entry of this.#of(cdp)) this.#frames.delete(entry.frameId);
  }

  all(): PageFrame[] {
    return [...this.#frames.values()];
  }

  /** @throws AppError NOT_FOUND when the frame is gone. */
  get(frameId: string): PageFrame {
    return this.#entry(frameId);
  }

  /** Whether the frame is the topmost one of its process, so that its session's coordinates begin at it. */
  isLocalRoot(frame: PageFrame): boolean {
    return frame.parentFrameId === null || this.#frames.get(frame.parentFrameId)?.cdp !== frame.cdp;
  }

  /** The context in which to run code: the page's own world, or one that page scripts cannot see or disturb. */
  async context(frameId: string, world: "main" | "isolated"): Promise<{ cdp: CdpSession; contextId: number | undefined }> {
    const entry = this.#entry(frameId);
    if (world === "main") return { cdp: entry.cdp, contextId: this.isLocalRoot(entry) ? undefined : (entry.main ?? undefined) };
    entry.isolated ??= this.#createWorld(entry);
    return { cdp: entry.cdp, contextId: await entry.isolated };
  }

  /** Makes the next use ask for a fresh isolated world: the known one was lost with its document. */
  forgetWorld(frameId: string): void {
    const entry = this.#frames.get(frameId);
    if (entry) entry.isolated = null;
  }

  async #createWorld(entry: Entry): Promise<number> {
    try {
      const made = await entry.cdp.send("Page.createIsolatedWorld", { frameId: entry.frameId, worldName: WORLD_NAME, grantUniveralAccess: false });
      return made.executionContextId;
    } catch (error) {
      entry.isolated = null;
      throw error;
    }
  }

  #adopt(tree: Protocol.Page.FrameTree, cdp: CdpSession): void {
    this.#set(tree.frame.id, tree.frame.parentId ?? null, tree.frame.url + (tree.frame.urlFragment ?? ""), cdp);
    for (const child of tree.childFrames ?? []) this.#adopt(child, cdp);
  }

  #set(frameId: string, parentFrameId: string | null, url: string, cdp: CdpSession): void {
    const known = this.#frames.get(frameId);
    // An out-of-process frame's own session does not name the parent; the first announcement did.
    const parent = parentFrameId ?? known?.parentFrameId ?? null;
    if (known && known.cdp === cdp) Object.assign(known, { parentFrameId: parent, url });
    else this.#frames.set(frameId, { frameId, parentFrameId: parent, url, cdp, main: null, isolated: null });
  }

  #dropBelow(frameId: string): void {
    for (const child of [...this.#frames.values()].filter((entry) => entry.parentFrameId === frameId)) {
      this.#dropBelow(child.frameId);
      this.#frames.delete(child.frameId);
    }
  }

  #of(cdp: CdpSession): Entry[] {
    return [...this.#frames.values()].filter((entry) => entry.cdp === cdp);
  }

  #entry(frameId: string): Entry {
    const entry = this.#frames.get(frameId);
    if (!entry) throw new AppError("NOT_FOUND", "That frame is gone from the page.");
    return entry;
  }
}

/** Whether a call failed because its document was replaced meanwhile. */
export function isNavigationLoss(error: unknown): boolean {
  return (
    error instanceof CdpError &&
    /context was destroyed|Cannot find context|context with specified id|Inspected target navigated|Not attached to an active page|uniqueContextId not found|Cannot find default execution context|No frame for given id/i.test(
      error.message,
    )
  );
}
