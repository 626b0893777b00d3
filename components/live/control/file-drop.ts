import type { LiveClientMessage } from "../../../server/contract/live.ts";
import type { LiveFile } from "../../../server/contract/live-prompts.ts";
import { errorText } from "../../errors.ts";
import type { Point } from "../geometry.ts";

const UPLOADED_AT_ONCE = 100;

type FileDropOptions = {
  surface: HTMLElement;
  /** Sends them into the session; null when the viewer cancelled that. */
  sendFiles: (files: readonly File[]) => Promise<LiveFile[] | null>;
  /** Whether files may be dropped now. */
  mayUse: () => boolean;
  pointOf: (event: { clientX: number; clientY: number }) => (Point & { inside: boolean }) | null;
  send: (message: LiveClientMessage) => void;
  /** Told how it goes, in a sentence. */
  notify: (sentence: string) => void;
};

/** Sends files that are dropped on the picture into the session, and drops them there on the page. Returns the way to stop. */
export function listenToFileDrop({ surface, sendFiles, mayUse, pointOf, send, notify }: FileDropOptions): () => void {
  const stop = new AbortController();
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

  const onDrop = async (files: File[], { x, y }: Point): Promise<void> => {
    const sent = await sendFiles(files);
    if (sent === null) return notify("The files were not sent.");
    // The view may have gone meanwhile, or have another page's control.
    if (stop.signal.aborted) return;
    send({ type: "drop", x, y, fileIds: sent.map(({ fileId }) => fileId) });
    notify(sent.length === 1 ? "The file was dropped on the page." : `${sent.length} files were dropped on the page.`);
  };

  surface.addEventListener(
    "dragover",
    (event) => {
      if (!carriesFiles(event)) return;
      // Without this the browser would open the file in place of the dashboard.
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = mayUse() && pointOf(event)?.inside ? "copy" : "none";
    },
    { signal: stop.signal },
  );
  surface.addEventListener(
    "drop",
    (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      const point = pointOf(event);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!mayUse() || !point?.inside || files.length === 0) return;
      if (files.length > UPLOADED_AT_ONCE) return notify(`At most ${UPLOADED_AT_ONCE} files can be dropped at once.`);
      onDrop(files, point).catch((error: unknown) => {
        if (!stop.signal.aborted) notify(errorText(error));
      });
    },
    { signal: stop.signal },
  );
  return () => stop.abort();
}
