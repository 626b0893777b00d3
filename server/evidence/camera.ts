import { type EvidenceMode, type EvidenceShot, evidenceModeOf } from "../contract/evidence.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { delay, withTimeout } from "../core/time.ts";
import type { Db } from "../db/client.ts";
import { isNavigationLoss } from "../driver/frames.ts";
import type { Page } from "../driver/page.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { develop, type Exposure, exposureOf, type Glimpse, glimpse, isTrue, type Picture } from "./capture.ts";
import { lookAtPage } from "./page-look.ts";
import type { ShotFiles } from "./shot-files.ts";

/** An action waits for its picture before for no longer than this; without a picture it is done all the same. */
const SHOT_LIMIT_MS = 10_000;
const MAX_SESSION_BYTES = 1024 * 1024 * 1024;
/** A page that is being replaced by another cannot be pictured for a moment; it is tried again after this. */
const AGAIN_MS = 50;

/** Which pictures an action of a kind has; where one is enough, the last of them. Of all other kinds only failures are pictured. */
const KINDS: Readonly<Record<string, readonly Moment[]>> = {
  navigate: ["before", "after"],
  goBack: ["before", "after"],
  goForward: ["before", "after"],
  reload: ["before", "after"],
  act: ["before", "after"],
  evaluate: ["before", "after"],
  uploadFile: ["before", "after"],
  waitFor: ["after"],
  extract: ["after"],
  screenshot: ["after"],
  openTab: ["after"],
  switchTab: ["after"],
  closeTab: ["before"],
};

/** An action that is being done: where, and by which name it is known. */
export type Witnessed = { activityId: string; kind: string; session: LiveSession; page: Page };
type Moment = EvidenceShot["moment"];
type CameraParts = {
  db: Db;
  files: Pick<ShotFiles, "write" | "sizeOf">;
  events: Pick<EventBus, "publish">;
  log: Log;
  /** All pictures of a session that ends are stored. */
  onOver: (sessionId: string) => void;
};
/** A picture and how it came to be; it is developed once, when it is stored. */
type Taken = { exposure: Exposure; picture: () => Promise<Picture> };
type Film = {
  bytes: Promise<number>;
  isFull: boolean;
  shooting: Promise<void>;
  storing: Promise<void>;
  last: WeakMap<Page, Taken>;
  /** Of the action under way: the picture that was taken while its effects were waited for, and the way to take none any more. */
  early: { page: Page; glimpse: Promise<Glimpse | null>; stop: () => void } | null;
};

/** Takes the pictures of actions. */
export type Camera = ReturnType<typeof createCamera>;

/** Makes it. Pictures of one session are taken one after another, and none rejects: without a picture an action is done all the same. */
export function createCamera({ db, files, events, log, onOver }: CameraParts) {
  const films = new WeakMap<LiveSession, Film>();
  const open = new Set<Promise<void>>();

  const filmOf = (session: LiveSession): Film => {
    const known = films.get(session);
    if (known) return known;
    const ready = Promise.resolve();
    const film: Film = { bytes: files.sizeOf(session.id), isFull: false, shooting: ready, storing: ready, last: new WeakMap(), early: null };
    films.set(session, film);
    // The browser goes after this: the last action's picture is taken while it is there.
    session.onEnd(async () => {
      await film.shooting;
      await film.storing;
      onOver(session.id);
    });
    return film;
  };

  /** Work after what is under way; never rejects, and is known to `settled`. */
  const after = (earlier: Promise<void>, session: LiveSession, work: () => Promise<void>): Promise<void> => {
    const done = earlier.then(work).catch((error: unknown) => log.warn({ sessionId: session.id, reason: messageOf(error) }, "a picture was not kept"));
    open.add(done);
    void done.then(() => open.delete(done));
    return done;
  };

  const store = async ({ session, activityId }: Witnessed, { page, moment, taken }: { page: Page; moment: Moment; taken: Taken }): Promise<void> => {
    const film = filmOf(session);
    const picture = await taken.picture();
    film.bytes = Promise.resolve((await film.bytes) + (await files.write(session.id, picture)));
    const { image, width, height, sha256, maskedFields } = picture;
    const { at } = taken.exposure.glimpse;
    const shot = { id: newId("shot"), activityId, tabId: page.targetId, moment, width, height, sizeBytes: image.length, sha256, maskedFields };
    await db.evidenceShot.create({ data: { ...shot, at, workspaceId: session.workspaceId, sessionId: session.id } });
    events.publish({ type: "evidence.taken", workspaceId: session.workspaceId, sessionId: session.id, shot: { ...shot, at: at.toISOString() } });
  };

  /** Whether there is room for one more; a session that has none left is told about once. */
  const hasRoom = async (session: LiveSession): Promise<boolean> => {
    const film = filmOf(session);
    if ((await film.bytes) < MAX_SESSION_BYTES) return true;
    if (!film.isFull) log.warn({ sessionId: session.id, limitBytes: MAX_SESSION_BYTES }, "the session's evidence is full: no more pictures are kept");
    film.isFull = true;
    return false;
  };

  /** Values of variables, and what was typed into secret fields, wherever a field shows them. */
  const hidesIn = (session: LiveSession) => (text: string) => session.mask.known(text) !== text;

  /** What a look is for, within its limit; null where the page cannot be pictured. Never rejects. */
  const attempt = <T>(session: LiveSession, look: (signal: AbortSignal) => Promise<T>): Promise<T | null> =>
    withTimeout(SHOT_LIMIT_MS, "taking a picture", (signal) => untilShown(look, signal)).catch((error: unknown) => {
      log.debug({ sessionId: session.id, reason: messageOf(error) }, "no picture of an action");
      return null;
    });

  /** Takes pictures of the page whenever an action's effects begin to be waited for: where they were all, that is the picture after it. */
  const lookEarly = (session: LiveSession, page: Page): void => {
    const film = filmOf(session);
    film.early?.stop();
    const early: NonNullable<Film["early"]> = { page, glimpse: Promise.resolve(null), stop: () => {} };
    early.stop = page.onEvent(({ type }) => {
      if (type === "settling") early.glimpse = attempt(session, (signal) => glimpse(page, hidesIn(session), signal));
    });
    film.early = early;
  };

  /** The picture that was taken while the action's effects were waited for; null where there is none of this page. */
  const takenEarly = async (session: LiveSession, page: Page): Promise<Glimpse | null> => {
    const { early } = filmOf(session);
    return early?.page === page ? early.glimpse : null;
  };

  /** A picture of the page as it is: one that was taken already where that is still true. */
  const take = async (session: LiveSession, page: Page, moment: Moment): Promise<Taken | null> => {
    const last = (moment === "before" && filmOf(session).last.get(page)) || null;
    const early = moment === "after" ? await takenEarly(session, page) : null;
    return attempt(session, async (signal) => {
      const look = () => lookAtPage(page, hidesIn(session), signal);
      const known = last?.exposure.glimpse ?? early;
      if (known !== null) {
        const now = await look();
        if (isTrue(known, now)) return last ?? takenOf(exposureOf(known, now));
      }
      const seen = await glimpse(page, hidesIn(session), signal);
      return takenOf(exposureOf(seen, await look()));
    });
  };

  /** Takes a picture and has it stored, which nobody waits for. A page that cannot be pictured has none: never rejects. */
  const shoot = async (seen: Witnessed, moment: Moment, page: Page): Promise<void> => {
    const { session } = seen;
    if (!(await hasRoom(session))) return;
    const taken = await take(session, page, moment);
    if (taken === null) return;
    const film = filmOf(session);
    film.last.set(page, taken);
    film.storing = after(film.storing, session, () => store(seen, { page, moment, taken }));
  };

  return {
    /** Takes the picture before an action, where the session wants one. Resolves when the action may begin; never rejects. */
    before: async (seen: Witnessed): Promise<void> => {
      const { session, page, kind } = seen;
      const mode = evidenceModeOf(session.config);
      if (mode === "off" || session.ended.aborted) return;
      const film = filmOf(session);
      const moments = momentsOf(mode, kind);
      if (moments.includes("before")) film.shooting = after(film.shooting, session, () => shoot(seen, "before", page));
      // The action before may still have its picture taken.
      await film.shooting;
      if (moments.includes("after")) lookEarly(session, page);
    },
    /** Takes the picture after an action, where the session wants one. Not to be waited for. */
    after: (seen: Witnessed, success: boolean): void => {
      const { session } = seen;
      films.get(session)?.early?.stop();
      if (session.ended.aborted || !isSeenAfter(evidenceModeOf(session.config), seen.kind, success)) return;
      const film = filmOf(session);
      film.shooting = after(film.shooting, session, () => shoot(seen, "after", shownAfter(seen)));
    },
    /** Resolves when no picture is under way. */
    settled: async (): Promise<void> => {
      while (open.size > 0) await Promise.all(open);
    },
  };
}

function takenOf(exposure: Exposure): Taken {
  const state: { picture: Promise<Picture> | null } = { picture: null };
  return { exposure, picture: () => (state.picture ??= develop(exposure)) };
}

/** Done again while the page is being replaced, and where it did not answer in time. @throws as the work for any other reason, and the signal's reason */
async function untilShown<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work(signal);
    } catch (error) {
      signal.throwIfAborted();
      const isLate = error instanceof AppError && error.code === "TIMEOUT";
      if (!isLate && !isNavigationLoss(error)) throw error;
      await delay(AGAIN_MS, signal);
    }
  }
}

/** The pictures that are wanted of an action that succeeds. */
function momentsOf(mode: EvidenceMode, kind: string): readonly Moment[] {
  const moments = KINDS[kind] ?? [];
  return mode === "both" ? moments : mode === "after" ? moments.slice(-1) : [];
}

/** Whether an action of that kind and end has a picture after it. */
const isSeenAfter = (mode: EvidenceMode, kind: string, success: boolean): boolean => (success ? momentsOf(mode, kind).includes("after") : mode !== "off");

/** What an action opened is what is seen after it; a tab that it closed is not. */
function shownAfter({ session, page, kind }: Witnessed): Page {
  const { active } = session.tabs;
  if (kind === "openTab") return active;
  return session.tabs.pages().includes(page) && active.openerId !== page.targetId ? page : active;
}
