import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Actor } from "../access/actor.ts";
import type { Env } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import { DAY_MS } from "../core/time.ts";
import { type ZipEntry, zipOf } from "../core/zip.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { createDownloadFeed } from "./download-feed.ts";
import { downloadInto, finished, freeName, numbered } from "./download-folder.ts";
import { createUploads } from "./uploads.ts";

/** Downloads stay for so long after the last one of their session. */
const KEEP_MS = 7 * DAY_MS;
const SWEEP_MS = 3_600_000;
const MAX_ARCHIVE_BYTES = 512 * 1024 * 1024;

type FilesParts = {
  sessions: Pick<Sessions, "running" | "live" | "get">;
  env: Pick<Env, "dataDir">;
  events: Pick<EventBus, "subscribe">;
  log: Log;
};

/** Files that go into sessions and come out of them. */
export type Files = ReturnType<typeof createFiles>;

/** Makes it; nothing is kept before start(). Browsers on other machines keep their files there. */
export function createFiles({ sessions, env, events, log }: FilesParts) {
  const root = join(env.dataDir, "downloads");
  const prepared = new WeakSet<LiveSession>();
  const feed = createDownloadFeed();
  const uploads = createUploads();
  const state: { stop: (() => void) | null } = { stop: null };

  /** The browser's folder is gone with it: what it downloaded moves on before. */
  const keep = async (sessionId: string, from: string): Promise<void> => {
    const names = await finished(from);
    if (names.length === 0) return;
    const to = join(root, sessionId);
    await mkdir(to, { recursive: true, mode: 0o700 });
    for (const name of names) await move(join(from, name), join(to, await freeName(to, name)));
  };
  const prepare = async (session: LiveSession): Promise<void> => {
    const folder = downloadsOf(session);
    if (folder === null || prepared.has(session)) return;
    prepared.add(session);
    const into = await downloadInto(folder, session.browser.cdp, {
      onDownload: (download) => feed.note(session, download),
      onError: (error) => log.warn({ sessionId: session.id, error: messageOf(error) }, "a download got no name"),
    });
    session.onEnd(() => into.settled().then(() => keep(session.id, folder)));
  };
  const sweep = async (now: number): Promise<void> => {
    for (const id of await readdir(root).catch(() => [])) {
      const { mtimeMs } = await stat(join(root, id));
      if (now - mtimeMs > KEEP_MS) await rm(join(root, id), { recursive: true, force: true });
    }
  };
  const guarded = (what: string, work: Promise<void>): void => void work.catch((error: unknown) => log.warn({ error: messageOf(error) }, `${what} failed`));

  return {
    /** What running sessions download, for those who watch them. */
    feed,
    /** What people send into running sessions. */
    uploads,

    /** Idempotent. From here on downloads of new sessions are kept, and old ones removed. */
    start: (): void => {
      if (state.stop) return;
      const timer = setInterval(() => guarded("removing old downloads", sweep(Date.now())), SWEEP_MS);
      const unsubscribe = events.subscribe({ types: ["session.updated"] }, ({ sessionId }) => {
        const session = sessions.live(sessionId);
        if (session && !session.ended.aborted) guarded("allowing a session's downloads", prepare(session));
      });
      state.stop = () => {
        clearInterval(timer);
        unsubscribe();
      };
      guarded("removing old downloads", sweep(Date.now()));
    },
    /** Idempotent. */
    stop: (): void => {
      state.stop?.();
      state.stop = null;
    },

    /**
     * Puts a file where the session's browser can read it, until the session ends; a later one of that name replaces it.
     * @throws AppError NOT_FOUND | SESSION_NOT_RUNNING | INVALID_INPUT | CAPABILITY_UNSUPPORTED where the browser is on another machine
     */
    put: async (actor: Actor, sessionId: string, { name, content }: { name: string; content: Buffer }): Promise<{ path: string }> => {
      const session = await sessions.running(actor, sessionId);
      if (session.browser.filesDir === undefined)
        throw new AppError("CAPABILITY_UNSUPPORTED", "This session's browser is on another machine and reads no files here.");
      const safe = basename(name);
      if (safe === "" || safe === "." || safe === ".." || safe !== name)
        throw new AppError("INVALID_INPUT", "Name the file without a folder.", { fields: [{ field: "file", message: "name it without a folder" }] });
      const folder = join(session.browser.filesDir, "uploads");
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, safe);
      await writeFile(path, content, { mode: 0o600 });
      session.touch();
      return { path };
    },

    /**
     * What the session has downloaded whole, as a ZIP archive; also after its end, for a week.
     * @throws AppError NOT_FOUND · LIMIT_EXCEEDED when it is too much for one archive
     */
    downloads: async (actor: Actor, sessionId: string): Promise<Buffer> => {
      const { id } = await sessions.get(actor, sessionId);
      const live = sessions.live(id);
      const folders = [join(root, id), ...(live ? [downloadsOf(live)] : [])].filter((folder) => folder !== null);
      return zipOf(await entriesOf(folders));
    },
  };
}

const downloadsOf = ({ browser }: LiveSession): string | null => (browser.filesDir === undefined ? null : join(browser.filesDir, "downloads"));

async function entriesOf(folders: readonly string[]): Promise<ZipEntry[]> {
  const entries = new Map<string, ZipEntry>();
  let bytes = 0;
  for (const folder of folders)
    for (const file of await finished(folder)) {
      const { size, mtime } = await stat(join(folder, file));
      bytes += size;
      if (bytes > MAX_ARCHIVE_BYTES)
        throw new AppError("LIMIT_EXCEEDED", `The session's downloads are more than the ${MAX_ARCHIVE_BYTES} bytes that one archive takes.`);
      const name = numbered(file, (taken) => entries.has(taken));
      entries.set(name, { name, data: await readFile(join(folder, file)), modifiedAt: mtime });
    }
  return [...entries.values()];
}

/** Folders may be on different disks. */
async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EXDEV") throw error;
    await copyFile(from, to);
    await rm(from);
  });
}
