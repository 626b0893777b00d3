import { toast } from "sonner";
import { clock as clockText } from "./playback.ts";

/** The address of a moment of the recording that is open, with the tab and the way of looking at it. */
export function momentUrl(href: string, atMs: number): string {
  const url = new URL(href);
  url.searchParams.set("t", String(Math.floor(atMs / 100) / 10));
  url.hash = "";
  return url.toString();
}

/** Puts the address of a moment on the clipboard and says so. */
export function copyMoment(atMs: number): void {
  const url = momentUrl(window.location.href, atMs);
  // There is no clipboard on plain http addresses other than localhost.
  const copied = navigator.clipboard?.writeText(url) ?? Promise.reject(new Error("There is no clipboard."));
  copied.then(
    () => toast.success(`The link to ${clockText(atMs)} is copied.`),
    () => toast.error("The browser refused to copy; this is the link.", { description: url, duration: 15_000 }),
  );
}
