import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LiveSession } from "./live-session.ts";

const CAPTURE_LIMIT_MS = 2_000;
const JPEG_QUALITY = 60;

/** The last sight of a session: taken before its browser goes, kept with this server's data. */
export type FinalPictures = ReturnType<typeof createFinalPictures>;

/** @param dataDir absolute; pictures lie in `final-pictures/` below it */
export function createFinalPictures(dataDir: string) {
  const folder = join(dataDir, "final-pictures");
  const fileOf = (sessionId: string): string => join(folder, `${sessionId}.jpg`);
  return {
    /** Takes and keeps the picture of the active tab. A page that cannot be pictured any more has none: never throws. */
    take: async (session: LiveSession): Promise<void> => {
      try {
        const { cdp } = session.tabs.active;
        const { data } = await cdp.send("Page.captureScreenshot", { format: "jpeg", quality: JPEG_QUALITY }, { timeoutMs: CAPTURE_LIMIT_MS });
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(fileOf(session.id), Buffer.from(data, "base64"), { mode: 0o600 });
      } catch {
        // The page crashed, hangs, or the disk is full: the session ends all the same.
      }
    },
    /** The JPEG, or null. The caller has checked whose session it is. */
    read: (sessionId: string): Promise<Buffer | null> => readFile(fileOf(sessionId)).catch(() => null),
  };
}
