import { mkdir, readdir, rename } from "node:fs/promises";
import { basename, join, parse } from "node:path";
import type { CdpConnection } from "../providers/cdp.ts";

/** Chromium's names for a file that is not whole yet, and for a whole one that has not got its own name yet. */
const UNNAMED = /\.crdownload$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A folder that a browser downloads into. */
export type DownloadFolder = {
  /** Resolves when every file that is whole has its name. */
  settled(): Promise<void>;
};

/**
 * Lets a browser download into the folder. Chromium would write a second file of a name over the first one, so files
 * come under names of their own and are named here, as `report (1).pdf` where the name is taken.
 */
export async function downloadInto(folder: string, cdp: CdpConnection, onError: (error: unknown) => void): Promise<DownloadFolder> {
  const named = new Map<string, string>();
  const state = { last: Promise.resolve() };
  const name = async (guid: string, suggested: string): Promise<void> => rename(join(folder, guid), join(folder, await freeName(folder, basename(suggested))));
  cdp.on("Browser.downloadWillBegin", ({ guid, suggestedFilename }) => void named.set(guid, suggestedFilename));
  cdp.on("Browser.downloadProgress", ({ guid, state: progress }) => {
    const suggested = named.get(guid);
    if (progress === "inProgress" || suggested === undefined) return;
    named.delete(guid);
    if (progress === "completed") state.last = state.last.then(() => name(guid, suggested)).catch(onError);
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
