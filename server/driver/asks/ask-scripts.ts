import type { CdpSession } from "../../providers/cdp.ts";
import { WORLD_NAME } from "../frames.ts";
import { permissionScript, permissionsOff } from "./permission-script.ts";
import { ASK_BINDING, type AskMessage, pickerScript } from "./picker-script.ts";

/** Where in a page something was told: a target's session and the script context of one document there. */
export type AskPlace = { cdp: CdpSession; contextId: number };

/** Who hears what documents tell, and which of them are no more: one of a target, or with null all of it. */
export type AskListener = {
  onMessage: (place: AskPlace, message: AskMessage) => void;
  onDocumentGone: (cdp: CdpSession, contextId: number | null) => void;
};

/**
 * The scripts by which documents tell what they ask, in all targets of one page: put there while somebody attends, and
 * quiet and gone after that.
 */
export class AskScripts {
  readonly #sources: { source: string; stop: string; worldName: string | undefined }[];
  readonly #listener: AskListener;
  /** The scripts that each target has, by Chromium's identifiers. */
  readonly #targets = new Map<CdpSession, Promise<string>[]>();
  #on = false;

  /** @param key names the events between the two worlds of a document; a page must not be able to guess it */
  constructor(key: string, listener: AskListener) {
    this.#sources = [
      { source: pickerScript(key), stop: "globalThis.perchAsks?.stop()", worldName: WORLD_NAME },
      { source: permissionScript(key), stop: permissionsOff(key), worldName: undefined },
    ];
    this.#listener = listener;
  }

  /** Follows a target; sends at once. */
  async follow(cdp: CdpSession): Promise<void> {
    this.#targets.set(cdp, []);
    cdp.on("Runtime.bindingCalled", ({ name, payload, executionContextId }) => {
      if (name === ASK_BINDING) this.#listener.onMessage({ cdp, contextId: executionContextId }, JSON.parse(payload) as AskMessage);
    });
    cdp.on("Runtime.executionContextDestroyed", ({ executionContextId }) => this.#listener.onDocumentGone(cdp, executionContextId));
    cdp.on("Runtime.executionContextsCleared", () => this.#listener.onDocumentGone(cdp, null));
    // A script that was given to a document about to be replaced may miss the next: each is looked at as it comes.
    cdp.on("Runtime.executionContextCreated", ({ context: { id, name, auxData } }) => {
      const isMain = (auxData as { isDefault?: boolean } | undefined)?.isDefault === true;
      const script = this.#sources.find(({ worldName }) => (worldName === undefined ? isMain : name === worldName));
      if (this.#on && script) void settled([cdp.send("Runtime.evaluate", { expression: script.source, contextId: id })]);
    });
    if (this.#on) await this.#install(cdp);
  }

  /** Forgets a target that is gone. */
  drop(cdp: CdpSession): void {
    this.#targets.delete(cdp);
    this.#listener.onDocumentGone(cdp, null);
  }

  /** Sends at once. What a target does not take, because it is going away, is gone with it. */
  async turn(on: boolean): Promise<void> {
    if (on === this.#on) return;
    this.#on = on;
    await Promise.all([...this.#targets.keys()].map((cdp) => (on ? this.#install(cdp) : this.#uninstall(cdp))));
  }

  /** All is sent before anything is awaited: a target may be paused. */
  async #install(cdp: CdpSession): Promise<void> {
    const binding = cdp.send("Runtime.addBinding", { name: ASK_BINDING, executionContextName: WORLD_NAME });
    const scripts = this.#sources.map(({ source, worldName }) => add(cdp, source, worldName));
    this.#targets.set(cdp, scripts);
    await settled([binding, ...scripts]);
  }

  async #uninstall(cdp: CdpSession): Promise<void> {
    const scripts = this.#targets.get(cdp) ?? [];
    this.#targets.set(cdp, []);
    const stops = this.#sources.map(({ stop, worldName }) => add(cdp, stop, worldName));
    const remove = async (script: Promise<string>): Promise<unknown> => cdp.send("Page.removeScriptToEvaluateOnNewDocument", { identifier: await script });
    await settled([...scripts, ...stops].map(remove));
  }
}

/** In every document from now on, and in those that are there. */
async function add(cdp: CdpSession, source: string, worldName: string | undefined): Promise<string> {
  const { identifier } = await cdp.send("Page.addScriptToEvaluateOnNewDocument", {
    source,
    runImmediately: true,
    ...(worldName !== undefined && { worldName }),
  });
  return identifier;
}

const settled = (work: readonly Promise<unknown>[]): Promise<unknown> => Promise.allSettled(work);
