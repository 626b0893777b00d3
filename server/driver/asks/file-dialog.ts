import type { PageTarget } from "../page-target.ts";
import type { Attendant, FileChooser } from "./attendant.ts";
import type { OpenedChooser } from "./file-choosers.ts";

const CALL_LIMIT_MS = 10_000;
const CANCEL = `function () { this.dispatchEvent(new Event("cancel", { bubbles: true })) }`;

/** A file chooser that waits for a person. */
export class FileDialog implements FileChooser {
  readonly multiple: boolean;
  readonly directory: boolean;
  readonly accept: string;
  readonly url: string;
  readonly #opened: OpenedChooser & { backendNodeId: number };
  readonly #gone = new AbortController();
  readonly #stop: () => void;

  private constructor(page: PageTarget, opened: OpenedChooser & { backendNodeId: number }, attributes: ReadonlyMap<string, string>) {
    this.#opened = opened;
    this.multiple = opened.mode === "selectMultiple";
    this.directory = attributes.has("webkitdirectory");
    this.accept = attributes.get("accept") ?? "";
    this.url = page.frames().find(({ frameId }) => frameId === opened.frameId)?.url ?? page.url;
    this.#stop = page.onEvent(({ type }) => {
      if (type === "navigated" || type === "crashed" || type === "closed") this.#end();
    });
  }

  /** Shows an opened chooser to whoever attends by then. One that no input of the page opened cannot be answered, and stays shut. */
  static async open(page: PageTarget, opened: OpenedChooser, attendant: () => Attendant | null): Promise<void> {
    const { backendNodeId, cdp } = opened;
    if (backendNodeId === undefined) return;
    try {
      const { node } = await cdp.send("DOM.describeNode", { backendNodeId }, { timeoutMs: CALL_LIMIT_MS });
      const names = node.attributes ?? [];
      const attributes = new Map(names.flatMap((name, at) => (at % 2 === 0 ? [[name, names[at + 1] ?? ""] as const] : [])));
      const dialog = new FileDialog(page, { ...opened, backendNodeId }, attributes);
      const taker = attendant();
      if (taker === null) await dialog.cancel();
      else taker.openFileChooser(page, dialog);
    } catch {
      // The input is gone already: there is nothing to choose for.
    }
  }

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  async give(paths: readonly string[]): Promise<void> {
    const { cdp, backendNodeId } = this.#opened;
    await cdp.send("DOM.setFileInputFiles", { files: [...paths], backendNodeId }, { timeoutMs: CALL_LIMIT_MS });
    this.#end();
  }

  async cancel(): Promise<void> {
    if (this.#gone.signal.aborted) return;
    const { cdp, backendNodeId } = this.#opened;
    try {
      const { object } = await cdp.send("DOM.resolveNode", { backendNodeId }, { timeoutMs: CALL_LIMIT_MS });
      if (object.objectId !== undefined)
        await cdp.send("Runtime.callFunctionOn", { functionDeclaration: CANCEL, objectId: object.objectId }, { timeoutMs: CALL_LIMIT_MS });
    } catch {
      // The input is gone, and its chooser with it.
    }
    this.#end();
  }

  #end(): void {
    this.#stop();
    this.#gone.abort();
  }
}
