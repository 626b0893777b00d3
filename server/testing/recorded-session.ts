import type { CreateSessionInput } from "../contract/sessions.ts";
import { createLive } from "../live/live.ts";
import { createRecordings, type Recordings } from "../recordings/recordings.ts";
import { startRunningSession } from "./running-session.ts";

/** One running session with a real browser, without a database, recorded from before its first page; nobody counts its recording. */
export async function startRecordedSession(over: Partial<CreateSessionInput> = {}) {
  const made: { live: ReturnType<typeof createLive> | null; recordings: Recordings | null; running: Awaited<ReturnType<typeof startRunningSession>> | null } = {
    live: null,
    recordings: null,
    running: null,
  };
  const sessions = {
    // Warnings are written into rows, of which there are none here.
    warn: async () => undefined,
    live: (sessionId: string) => made.running?.sessions.live(sessionId),
    get: async (...call: Parameters<NonNullable<typeof made.running>["sessions"]["get"]>) => {
      if (made.running === null) throw new Error("The session is not there yet.");
      return made.running.sessions.get(...call);
    },
  };
  const frames = { watch: (...call: Parameters<ReturnType<typeof createLive>["watch"]>) => made.live?.watch(...call) ?? null };
  const running = await startRunningSession({ recordSession: true, ...over }, (house) => {
    made.recordings = createRecordings({ ...house, sessions, live: frames, catalog: null });
    return made.recordings.preparePage;
  });
  made.running = running;
  const { recordings } = made;
  if (recordings === null) throw new Error("The recordings were not made.");
  const live = createLive({ ...running, access: { resolveActor: async () => null } });
  made.live = live;
  recordings.start();
  const { events, row, session } = running;
  events.publish({ type: "session.updated", workspaceId: session.workspaceId, sessionId: session.id, session: row() });
  const stop = async (): Promise<void> => {
    await live.stop();
    await running.stop();
    await recordings.stop();
  };
  return { ...running, live, recordings, stop };
}
