import type { LiveDownload } from "../contract/live-prompts.ts";
import { AppError } from "../core/errors.ts";
import type { LiveSession } from "../sessions/live-session.ts";

/** Downloads of one session that are remembered; the oldest are forgotten, their files are not. */
const MAX_REMEMBERED = 50;

/** A download as it stands; `path` is where its file lies once it is whole and has its name. */
export type Download = Omit<LiveDownload, "ready"> & { path: string | null };
type Feed = { downloads: Map<string, Download>; listeners: Set<(download: Download) => void> };

/** What running sessions download, for those who watch. */
export type DownloadFeed = ReturnType<typeof createDownloadFeed>;

/** Makes the feed; a session's part of it goes with the session. */
export function createDownloadFeed() {
  const feeds = new WeakMap<LiveSession, Feed>();
  const feedOf = (session: LiveSession): Feed => {
    const known = feeds.get(session) ?? { downloads: new Map(), listeners: new Set() };
    feeds.set(session, known);
    return known;
  };

  return {
    /** Notes how a download stands and tells who follows. */
    note: (session: LiveSession, download: Download): void => {
      const { downloads, listeners } = feedOf(session);
      downloads.set(download.downloadId, download);
      const [oldest] = downloads.keys();
      if (downloads.size > MAX_REMEMBERED && oldest !== undefined) downloads.delete(oldest);
      for (const listener of [...listeners]) listener(download);
    },

    /** Tells every later change of a session's downloads. Returns the way to stop. */
    follow: (session: LiveSession, listener: (download: Download) => void): (() => void) => {
      const { listeners } = feedOf(session);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    /** The downloads of a session, the oldest first. */
    list: (session: LiveSession): Download[] => [...feedOf(session).downloads.values()],

    /** The file of a whole download. @throws AppError NOT_FOUND */
    fileOf: (session: LiveSession, downloadId: string): { path: string; name: string } => {
      const download = feedOf(session).downloads.get(downloadId);
      if (download?.path == null) throw new AppError("NOT_FOUND", "There is no such file, or it is not whole yet.");
      return { path: download.path, name: download.name };
    },
  };
}
