import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Recording, RecordingEvents, RecordingFrames } from "../contract/recordings.ts";
import { type Installation, makeInstallation } from "../testing/installation.ts";
import { processesNaming, type ServerProcess } from "../testing/server-process.ts";

const WAIT = { timeout: 30_000, interval: 200 };
/** What "Must show 3" allows to be lost. */
const LOST_MS = 5_000;
/** Says the time, in its text and in its picture. */
const CLOCK = `data:text/html,<p id=p></p><script>setInterval(()=>{p.textContent="it is "+Date.now()},100)</script>`;

let place: Installation;
beforeAll(async () => {
  place = await makeInstallation("recording-crash");
});
afterEach(() => place.end());
afterAll(() => place?.remove());

const ask = async ({ url }: ServerProcess, path: string): Promise<unknown> =>
  (await fetch(`${url}/api/recordings/${path}`, { headers: { "x-api-key": place.key } })).json();

/** The times that a recording's events say, and when its pictures were taken. */
async function recordedTimes(server: ServerProcess, sessionId: string): Promise<{ said: number[]; seen: number[]; events: RecordingEvents }> {
  const events = RecordingEvents.parse(await ask(server, `${sessionId}/events`));
  const bodies = await Promise.all(events.chunks.map(({ chunk }) => ask(server, `${sessionId}/events/${chunk}`)));
  const said = [...JSON.stringify(bodies).matchAll(/it is (\d{13})/g)].map(([, at]) => Number(at));
  const { frames } = RecordingFrames.parse(await ask(server, `${sessionId}/frames`));
  return { said, seen: frames.map(({ atMs }) => atMs + events.startedAtMs), events };
}
const latest = (times: readonly number[], until = Number.POSITIVE_INFINITY): number => Math.max(0, ...times.filter((at) => at <= until));

/** One that has gone with its browser meanwhile needs no killing. */
function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

it("loses at most five seconds when the server is killed, and goes on with the next one", { timeout: 180_000 }, async () => {
  const first = await place.start();
  const { sessionId } = await place.clientOf(first).browser.createSession.mutate({ url: CLOCK, recordSession: true });
  const begun = Date.now();
  // Longer than what a server holds back, so that something of it was written and something was not.
  await expect.poll(async () => latest((await recordedTimes(first, sessionId)).said), WAIT).toBeGreaterThan(begun + 3_000);
  const { events: before } = await recordedTimes(first, sessionId);
  const pageTime = (await place.clientOf(first).browser.evaluate.mutate({ sessionId, expression: "Date.now()" })).value as number;
  await first.end("SIGKILL");

  const second = await place.start();
  await expect.poll(async () => latest((await recordedTimes(second, sessionId)).said), WAIT).toBeGreaterThan(pageTime + LOST_MS);
  await expect.poll(async () => latest((await recordedTimes(second, sessionId)).seen), WAIT).toBeGreaterThan(pageTime + LOST_MS);
  const { said, seen, events: after } = await recordedTimes(second, sessionId);
  const lost = { events: pageTime - latest(said, pageTime), frames: pageTime - latest(seen, pageTime) };
  process.stdout.write(`kill -9 while recording: ${lost.events} ms of events and ${lost.frames} ms of pictures before it are lost\n`);
  expect(lost.events).toBeLessThan(LOST_MS);
  expect(lost.frames).toBeLessThan(LOST_MS);
  expect(after.startedAtMs).toBe(before.startedAtMs);
  expect(after.recording).toMatchObject({ recording: true, warnings: [{ code: "interrupted" }], tabs: [{ closedAtMs: null }] });
  expect(after.recording.tabs).toHaveLength(1);
  await place.clientOf(second).browser.terminateSession.mutate({ sessionId });
  expect(RecordingEvents.parse(await ask(second, `${sessionId}/events`)).chunks.every(({ open }) => !open)).toBe(true);
});

it("ends the recording of a session that was killed together with its server, with what there is of it", { timeout: 180_000 }, async () => {
  const first = await place.start();
  const { sessionId } = await place.clientOf(first).browser.createSession.mutate({ url: CLOCK, recordSession: true });
  await expect.poll(async () => (await recordedTimes(first, sessionId)).said.length, WAIT).toBeGreaterThan(2);
  await first.end("SIGKILL");
  for (const pid of await processesNaming(place.dataDir)) kill(Number(pid));

  const second = await place.start();
  const listed = async () => (await place.clientOf(second).recordings.list.query({ search: sessionId })).recordings[0];
  await expect.poll(async () => (await listed())?.recording, WAIT).toBe(false);
  const whole = Recording.parse(await ask(second, sessionId));
  expect(whole).toMatchObject({ available: true, recording: false });
  expect(await listed()).toMatchObject({ sizeBytes: whole.sizeBytes, events: whole.events, durationMs: whole.durationMs, endedAt: expect.any(String) });
});
