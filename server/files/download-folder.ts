import { mkdir, readdir, rename } from "node:fs/promises";
import { basename, join, parse } from "node:path";
import type { CdpConnection } from "../providers/cdp.ts";
import type { Download } from "./download-feed.ts";

/** Chromium's names for a file that is not whole yet, and for a whole one that has not got its own name yet. */
const UNNAMED = /\.crdownload$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A folder that a browser downloads into. */
export type DownloadFolder = {
  /** Resolves when every file that is whole has its name. */
  settled(): Promise<void>;
};

type DownloadListeners = {
  /** Told of each download as it begins, goes on and ends; a whole one has its name by then. */
  onDownload: (download: Download) => void;
  onError: (error: unknown) => void;
};

/**
 * Lets a browser download into the folder. Chromium would write a second file of a name over the first one, so files
 * come under names of their own and are named here, as `report (1).pdf` where the name is taken.
 */
export async function downloadInto(folder: string, cdp: CdpConnection, { onDownload, onError }: DownloadListeners): Promise<DownloadFolder> {
  const running = new Map<string, Download>();
  const state = { last: Promise.resolve() };
  const name = async (download: Download): Promise<void> => {
    const free = await freeName(folder, basename(download.name));
    await rename(join(folder, download.downloadId), join(folder, free));
    onDownload({ ...download, name: free, state: "done", path: join(folder, free) });
  };
  cdp.on("Browser.downloadWillBegin", ({ guid, suggestedFilename }) => {
    const download: Download = { downloadId: guid, name: suggestedFilename, receivedBytes: 0, totalBytes: null, state: "running", path: null };
    running.set(guid, download);
    onDownload(download);
  });
  cdp.on("Browser.downloadProgress", ({ guid, state: progress, receivedBytes, totalBytes }) => {
    const begun = running.get(guid);
    if (begun === undefined) return;
    const download = { ...begun, receivedBytes, totalBytes: totalBytes > 0 ? totalBytes : null };
    if (progress === "inProgress") return onDownload(download);
    running.delete(guid);
    if (progress === "completed") state.last = state.last.then(() => name(download)).catch(onError);
    else onDownload({ ...download, state: "failed" });
  });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await cdp.send("Browser.setDownloadBehavior", { behavior: "allowAndName", downloadPath: folder, eventsEnabled: true });
  return { settled: () => state.last };
}

/** Files of the folder that are whole and have their name, in the order of names. */
export async function finished(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return found.flatMap((entry) => (entry.isFile() && !UNNAMED.test(entry.name) ? [entry.name] : [])).sort();
}

/** The name, or with a number the first one like it that no file of the folder has. */
export async function freeName(folder: string, name: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  return numbered(name, (one) => taken.has(one));
}

/** `report (1).pdf` where `report.pdf` is taken, as browsers do. Pure. */
export function numbered(name: string, isTaken: (name: string) => boolean): string {
  const { name: stem, ext } = parse(name);
  let free = name;
  for (let n = 1; isTaken(free); n++) free = `${stem} (${n})${ext}`;
  return free;
}
