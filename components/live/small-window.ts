/** To begin with, in CSS pixels; people resize it. */
const SIZE = { width: 480, height: 300 } as const;

/** A window that stays above all others (https://wicg.github.io/document-picture-in-picture/); Chromium alone has it so far. */
type PictureInPicture = { requestWindow(size: { width: number; height: number }): Promise<Window> };

/**
 * Shows an address of ours in a small window that stays on top, or in an ordinary one where browsers have no such. To be
 * called while a click is handled. The address is shown in a frame: a page of its own goes on also while this one is hidden.
 * Resolves with false when the browser would not open it.
 */
export async function openSmallWindow(href: string, title: string): Promise<boolean> {
  const { documentPictureInPicture: onTop } = window as Window & { documentPictureInPicture?: PictureInPicture };
  if (onTop === undefined) return window.open(href, "", `popup,width=${SIZE.width},height=${SIZE.height}`) !== null;
  const opened = await onTop.requestWindow(SIZE).catch(() => null);
  if (opened === null) return false;
  const { document } = opened;
  document.title = title;
  document.body.style.margin = "0";
  const frame = document.createElement("iframe");
  Object.assign(frame, { src: new URL(href, window.location.href).href, title });
  Object.assign(frame.style, { position: "fixed", inset: "0", width: "100%", height: "100%", border: "0" });
  document.body.append(frame);
  return true;
}
