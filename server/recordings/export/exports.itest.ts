import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Actor } from "../../access/actor.ts";
import { NavigateInput } from "../../contract/agent.ts";
import { ExportRecordingInput, RecordingExport } from "../../contract/recording-exports.ts";
import { CreateSessionInput } from "../../contract/sessions.ts";
import { startTestApp } from "../../testing/app.ts";
import { createRecordingExports } from "./exports.ts";
import { findFfmpeg } from "./ffmpeg.ts";

const WAIT = { timeout: 30_000, interval: 50 };
/** Encoders take many times as long on a busy machine. */
const ENCODED = { timeout: 120_000, interval: 200 };
const limit = (): AbortSignal => AbortSignal.timeout(60_000);
const COLOURS = ["rgb(255, 0, 0)", "rgb(0, 160, 0)", "rgb(0, 0, 255)"] as const;

/** Shows a colour, and its name to the console and the network. */
const colourPage = (colour: string): string =>
  `<!doctype html><title>${colour}</title><body style="margin:0;background:${colour}"><p>${colour}</p><script>console.log("now ${colour}")</script>`;
/** Plays a file in a video element; tells its length, and the colour of its middle at moments. */
const PLAYER = `<!doctype html><video muted></video><script>
  const video = document.querySelector("video");
  const once = (name) => new Promise((yes, no) => { video.addEventListener(name, yes, { once: true }); video.addEventListener("error", () => no(new Error(video.error.message)), { once: true }); });
  // A moment that was sought may be there before its picture is, which leaves the paper as it was: clear.
  async function middle(paper) {
    for (;;) {
      paper.drawImage(video, 0, 0);
      const [red, green, blue, alpha] = paper.getImageData(video.videoWidth / 2, video.videoHeight / 2, 1, 1).data;
      paper.clearRect(0, 0, video.videoWidth, video.videoHeight);
      if (alpha > 0) return [red, green, blue];
      await new Promise((later) => setTimeout(later, 20));
    }
  }
  async function look(file, moments) {
    const loaded = once("loadeddata");
    // A server that sends no parts would let the video begin anew at each seek.
    video.src = URL.createObjectURL(await (await fetch(file)).blob());
    await loaded;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight), paper = canvas.getContext("2d"), colours = [];
    for (const at of moments) {
      const there = once("seeked");
      video.currentTime = at;
      await there;
      colours.push(await middle(paper));
    }
    return { seconds: video.duration, width: video.videoWidth, height: video.videoHeight, colours };
  }
</script>`;

const site = createServer((req, res) => {
  const { pathname } = new URL(req.url ?? "/", "http://localhost");
  const video = served.get(pathname);
  if (video) res.writeHead(200, { "content-type": "video/webm", "content-length": video.length }).end(video);
  else res.writeHead(200, { "content-type": "text/html" }).end(pathname === "/player" ? PLAYER : colourPage(COLOURS[Number(pathname.slice(1))] ?? "white"));
});
const served = new Map<string, Buffer>();
const origin = (): string => `http://127.0.0.1:${(site.address() as AddressInfo).port}`;

const context: { t?: Awaited<ReturnType<typeof startTestApp>>; owner?: Actor; key?: string; sessionId?: string; folder?: string } = {};
const given = () => {
  const { t, owner, key, sessionId, folder } = context;
  return t && owner && key && sessionId && folder ? { t, owner, key, sessionId, folder } : expect.unreachable("not started");
};

const middleOf = async (image: Buffer): Promise<number[]> => {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels;
  return [...data.subarray(at, at + 3)];
};
const isNear = (one: readonly number[], other: readonly number[]): boolean => one.every((value, index) => Math.abs(value - (other[index] ?? 999)) < 30);
const wanted = (place: number): number[] => (COLOURS[place]?.match(/\d+/g) ?? []).map(Number);

/** When each colour was first pictured, in milliseconds of the recording. */
async function momentsOfColours(): Promise<number[]> {
  const { t, owner, sessionId } = given();
  const { frames } = await t.app.recordings.frames(owner, sessionId);
  const shown = await Promise.all(
    frames.map(async ({ atMs }, index) => ({ atMs, colour: await middleOf(await t.app.recordings.image(owner, sessionId, index)) })),
  );
  return COLOURS.map((_, place) => shown.find(({ colour }) => isNear(colour, wanted(place)))?.atMs ?? Number.NaN);
}

beforeAll(async () => {
  await once(site.listen(0, "127.0.0.1"), "listening");
  const t = await startTestApp();
  const owner = await t.actor();
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({ recordSession: true }), limit());
  Object.assign(context, { t, owner, key: await t.apiKey(owner), sessionId, folder: await mkdtemp(join(tmpdir(), "perch-export-")) });
  for (const [place] of COLOURS.entries()) {
    await t.app.agent.navigate(owner, NavigateInput.parse({ sessionId, url: `${origin()}/${place}` }), limit());
    await vi.waitFor(async () => expect((await momentsOfColours())[place]).not.toBeNaN(), WAIT);
  }
  await t.app.sessions.terminate(owner, sessionId);
}, 180_000);
afterAll(async () => {
  await context.t?.stop();
  site.close();
  if (context.folder) await rm(context.folder, { recursive: true, force: true });
});

const get = (query: string): Promise<Response> => {
  const { t, key, sessionId } = given();
  return fetch(`${t.url}/api/recordings/${sessionId}/export?${query}`, { headers: { "x-api-key": key }, signal: limit() });
};
const input = (over: Partial<ExportRecordingInput>): ExportRecordingInput =>
  ExportRecordingInput.parse({ sessionId: given().sessionId, format: "webm", ...over });

/** What a browser makes of a video. */
async function played(video: Buffer, moments: readonly number[]): Promise<{ seconds: number; width: number; height: number; colours: number[][] }> {
  const { t, owner } = given();
  served.set("/video.webm", video);
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({ url: `${origin()}/player` }), limit());
  const expression = `look("/video.webm", ${JSON.stringify(moments)}).then(JSON.stringify)`;
  const { value } = await t.app.agent.evaluate(owner, { sessionId, expression, timeoutMs: 30_000 }, limit());
  await t.app.sessions.terminate(owner, sessionId);
  return JSON.parse(String(value));
}

it("makes a video that a browser plays: its length, its size and the colours at their moments, seeking to and fro", async () => {
  const { t, owner, sessionId } = given();
  const { durationMs } = await t.app.recordings.get(owner, sessionId);
  const moments = await momentsOfColours();
  const response = await get("format=webm");
  expect([response.status, response.headers.get("content-type"), response.headers.get("content-disposition")]).toEqual([
    200,
    "video/webm",
    `attachment; filename="${sessionId}.webm"`,
  ]);
  const order = [2, 0, 1];
  const { seconds, width, height, colours } = await played(
    Buffer.from(await response.arrayBuffer()),
    order.map((place) => ((moments[place] ?? 0) + 20) / 1_000),
  );
  // The last picture stays for a second.
  expect(Math.abs(seconds * 1_000 - Math.max(durationMs, 1_000 + (moments[2] ?? 0)))).toBeLessThan(50);
  expect([width, height]).toEqual([1_280, 720]);
  for (const [index, place] of order.entries()) expect(isNear(colours[index] ?? [], wanted(place)), `${COLOURS[place]}: ${colours[index]}`).toBe(true);
});

it("makes a part of it, quicker", async () => {
  const moments = await momentsOfColours();
  // Not up to the third picture: where that is the recording's end, it stays for a moment.
  const [fromMs, toMs] = [Math.round(moments[1] ?? 0), Math.round(moments[2] ?? 0) - 1];
  const response = await get(`format=webm&fromMs=${fromMs}&toMs=${toMs}&speed=2`);
  const { seconds, colours } = await played(Buffer.from(await response.arrayBuffer()), [0]);
  expect(Math.abs(seconds * 2_000 - (toMs - fromMs))).toBeLessThan(50);
  expect(isNear(colours[0] ?? [], wanted(1))).toBe(true);
});

it("packs everything with its checksums", async () => {
  const { t, owner, sessionId, folder } = given();
  const file = join(folder, "trace.zip");
  await writeFile(file, Buffer.from(await (await get("format=zip")).arrayBuffer()));
  const script =
    "import zipfile,json,sys,hashlib; z=zipfile.ZipFile(sys.argv[1]); print(json.dumps({n:[len(z.read(n)),hashlib.sha256(z.read(n)).hexdigest()] for n in z.namelist()})); print(z.read('manifest.json').decode().replace('\\n','')); print(z.read('console.json').decode().replace('\\n','')); print(z.read('network.har').decode().replace('\\n',''))";
  const lines = execFileSync("python3", ["-c", script, file], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
    .trim()
    .split("\n");
  const [inside, manifest, logged, har] = lines.map((line) => JSON.parse(line));
  const { frames } = await t.app.recordings.frames(owner, sessionId);
  const { chunks } = await t.app.recordings.events(owner, sessionId);
  const names = Object.keys(inside);
  expect(names).toEqual(expect.arrayContaining(["session.json", "recording.json", "activity.json", "console.json", "network.har", "frames.json"]));
  expect(names.filter((name) => name.startsWith("frames/"))).toHaveLength(frames.length);
  expect(names.filter((name) => name.startsWith("events/"))).toHaveLength(chunks.length);
  expect(manifest).toMatchObject({ format: "perch-trace", version: 1, sessionId, fromMs: 0 });
  for (const { name, sizeBytes, sha256 } of manifest.files) expect([name, ...inside[name]]).toEqual([name, sizeBytes, sha256]);
  expect(manifest.files).toHaveLength(names.length - 1);
  expect(logged.map(({ text }: { text: string }) => text)).toEqual(expect.arrayContaining(COLOURS.map((colour) => expect.stringContaining(`now ${colour}`))));
  expect(har.log.entries.map((entry: { request: { url: string } }) => entry.request.url)).toEqual(expect.arrayContaining([`${origin()}/0`, `${origin()}/2`]));
});

it("tells everything but the pictures in one JSON text", async () => {
  const { sessionId } = given();
  const told = await (await get("format=json")).json();
  expect(told).toMatchObject({ sessionId, session: { id: sessionId }, recording: { available: true } });
  expect(told.activity.map(({ actionType }: { actionType: string }) => actionType)).toEqual(expect.arrayContaining(["navigate", "session.ended"]));
  expect(JSON.stringify(told.events)).toContain(COLOURS[2]);
});

it("names the field that cannot be done, and nothing of another workspace's", async () => {
  const { t, owner } = given();
  const refused = async (query: string): Promise<unknown[]> => {
    const response = await get(query);
    const { error } = await response.json();
    return [response.status, error.code, error.fields?.map(({ field }: { field: string }) => field)];
  };
  expect(await refused("format=avi")).toEqual([400, "INVALID_INPUT", ["format"]]);
  expect(await refused("format=webm&speed=99&from=1")).toEqual([400, "INVALID_INPUT", ["speed", "from"]]);
  expect(await refused("format=webm&fromMs=99999999")).toEqual([400, "INVALID_INPUT", ["fromMs"]]);
  expect(await refused("format=webm&tabId=none")).toEqual([400, "INVALID_INPUT", ["tabId"]]);
  expect(await refused("format=mp4")).toEqual([501, "CAPABILITY_UNSUPPORTED", ["format"]]);
  const stranger = await t.actor();
  await expect(t.app.recordingExports.begin(stranger, input({}))).rejects.toMatchObject({ code: "NOT_FOUND" });
  const mine = await t.app.recordingExports.begin(owner, input({ format: "json" }));
  await expect(t.app.recordingExports.cancel(stranger, mine.sessionId, mine.exportId)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("goes on as a job that is watched, fetched and removed", async () => {
  const { t, owner, sessionId, key } = given();
  const begun = RecordingExport.parse(await t.app.recordingExports.begin(owner, input({ skipIdle: true })));
  const found = async () => (await t.app.recordingExports.list(owner, sessionId)).exports.find(({ exportId }) => exportId === begun.exportId);
  await vi.waitFor(async () => expect((await found())?.state).toBe("done"), WAIT);
  const done = await found();
  const file = await fetch(`${t.url}${done?.url}`, { headers: { "x-api-key": key }, signal: limit() });
  expect([file.status, (await file.arrayBuffer()).byteLength]).toEqual([200, done?.sizeBytes]);
  await t.app.recordingExports.cancel(owner, sessionId, begun.exportId);
  expect(await found()).toBeUndefined();
});

/** Exports of the same recordings with another ffmpeg: a program of ours in its place, as the machine would have it. */
async function withFfmpeg(script: string) {
  const { t, folder } = given();
  const bin = await mkdtemp(join(folder, "bin-"));
  await writeFile(join(bin, "ffmpeg"), `#!/bin/sh\nif [ "$2" = "-encoders" ]; then echo " V....D libx264 H.264"; exit 0; fi\n${script}\n`);
  await chmod(join(bin, "ffmpeg"), 0o755);
  const exports = createRecordingExports({ ...t.app, env: { dataDir: bin, searchPath: `/nowhere:${bin}` }, network: t.app.networkLog });
  return { exports, bin };
}

it("kills an ffmpeg that is given up, and leaves no file of it", async () => {
  const { owner, sessionId } = given();
  const { exports, bin } = await withFfmpeg(
    `for file in "$@"; do :; done; echo begun > "$file"; echo $$ > "${"$"}{file%/*}/../pid"; cat > /dev/null; exec sleep 1000`,
  );
  const { exportId } = await exports.begin(owner, input({ format: "mp4" }));
  const state = { pid: 0 };
  await vi.waitFor(async () => {
    state.pid = Number(await readFile(join(bin, "pid"), "utf8"));
    expect(state.pid).toBeGreaterThan(0);
  }, WAIT);
  expect((await exports.list(owner, sessionId)).formats).toContain("mp4");
  expect((await exports.cancel(owner, sessionId, exportId)).state).toBe("cancelled");
  expect(() => process.kill(state.pid, 0)).toThrow("ESRCH");
  expect(await readdir(join(bin, "exports"))).toEqual([]);
});

it("tells what an ffmpeg said that failed", async () => {
  const { owner, sessionId } = given();
  const { exports } = await withFfmpeg("cat > /dev/null; echo 'No space left on device' >&2; exit 1");
  const { exportId } = await exports.begin(owner, input({ format: "mp4" }));
  await vi.waitFor(async () => {
    const [made] = (await exports.list(owner, sessionId)).exports;
    expect(made).toMatchObject({ exportId, state: "failed", error: { code: "INTERNAL", message: expect.stringContaining("No space left on device") } });
  }, WAIT);
});

const real = await findFfmpeg(process.env.PATH ?? "");
it.runIf(real?.encoders.mp4 !== undefined || real?.encoders.webm !== undefined)("makes videos with this machine's ffmpeg", { timeout: 300_000 }, async () => {
  const { t, owner, sessionId, folder } = given();
  const exports = createRecordingExports({ ...t.app, env: { dataDir: folder, searchPath: process.env.PATH ?? "" }, network: t.app.networkLog });
  for (const format of (await exports.list(owner, sessionId)).formats.filter((one) => one === "mp4" || one === "webm")) {
    const { exportId } = await exports.begin(owner, input({ format }));
    await vi.waitFor(
      async () => expect((await exports.list(owner, sessionId)).exports.find((made) => made.exportId === exportId)?.state).toBe("done"),
      ENCODED,
    );
    const video = await readFile(join(folder, "exports", `${exportId}.${format}`));
    expect(video.subarray(4, 8).toString("latin1") === "ftyp" || video.readUInt32BE(0) === 0x1a45dfa3).toBe(true);
    // The last picture stays for a second: a steady rate of ten pictures a second shows it surely.
    const lastMs = (await momentsOfColours())[2] ?? 0;
    const { seconds, colours } = await played(video, [lastMs / 1_000 + 0.5]);
    const { durationMs } = await t.app.recordings.get(owner, sessionId);
    expect(Math.abs(seconds * 1_000 - Math.max(durationMs, lastMs + 1_000)), format).toBeLessThan(250);
    expect(isNear(colours[0] ?? [], wanted(2)), `${format}: ${colours[0]}`).toBe(true);
  }
});
