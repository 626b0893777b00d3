import type { LiveClientMessage } from "../../contract/live.ts";
import type { Attendant } from "../../driver/asks/attendant.ts";
import type { BrowserTabs } from "../../driver/browser-tabs.ts";
import type { ViewerContext } from "../viewer-part.ts";

/** Pages that do not answer for so long get the input without being prepared. */
const PREPARE_LIMIT_MS = 5_000;

type Kept = { viewer: ViewerContext; message: LiveClientMessage };
type AttendanceParts = { tabs: Pick<BrowserTabs, "attend">; attendant: Attendant; onError: (error: unknown) => void };

/**
 * Attends to a session's pages while somebody is there. Input that comes while they are being prepared is kept back: else
 * the click that opens a list or a file chooser could be there before what notices it.
 */
export class Attendance {
  readonly #parts: AttendanceParts;
  #kept: Kept[] | null = null;

  constructor(parts: AttendanceParts) {
    this.#parts = parts;
  }

  /** Sends at once, so that calls take effect in their order. */
  set(present: boolean): void {
    const { tabs, attendant, onError } = this.#parts;
    const done = tabs.attend(present ? attendant : null).catch(onError);
    if (!present) this.#goOn();
    if (!present || this.#kept !== null) return;
    const kept: Kept[] = [];
    this.#kept = kept;
    const goOn = (): void => {
      clearTimeout(limit);
      if (this.#kept === kept) this.#goOn();
    };
    const limit = setTimeout(goOn, PREPARE_LIMIT_MS);
    void done.then(goOn);
  }

  /** Whether the message waits until the pages are prepared; it then goes on by itself. */
  keeps(viewer: ViewerContext, message: LiveClientMessage): boolean {
    this.#kept?.push({ viewer, message });
    return this.#kept !== null;
  }

  /** Nothing of a viewer who left goes on. */
  leave(viewer: ViewerContext): void {
    const kept = this.#kept ?? [];
    for (let at = kept.length - 1; at >= 0; at--) if (kept[at]?.viewer === viewer) kept.splice(at, 1);
  }

  #goOn(): void {
    const kept = this.#kept ?? [];
    this.#kept = null;
    for (const { viewer, message } of kept) viewer.again(message);
  }
}
