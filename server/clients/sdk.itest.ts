import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { PerchEvent } from "../contract/events.ts";
import { startTestApp } from "../testing/app.ts";
import { openDatabaseGate } from "../testing/database-gate.ts";
import { PerchError } from "./perch-error.ts";
import { createPerch } from "./sdk.ts";

const PAGE = `<!doctype html><title>Lamps</title><h1>Lamps</h1><label>Search <input></label>
  <table><tr><th>Name<th>Price</tr><tr><td>Desk lamp<td>39.00</tr></table>`;

let app: Awaited<ReturnType<typeof startTestApp>>;
let site: Server;
let perch: ReturnType<typeof createPerch>;
let apiKey: string;
let address: string;

beforeAll(async () => {
  site = createServer((_, res) => res.writeHead(200, { "content-type": "text/html" }).end(PAGE));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  app = await startTestApp();
  apiKey = await app.apiKey(await app.actor());
  perch = createPerch({ url: app.url, apiKey });
});
afterAll(async () => {
  await app.stop();
  site.close();
  site.closeAllConnections();
});

test("a program creates a session, drives it, reads its events and ends it", async () => {
  const session = await perch.createSession({ name: "by the client" });
  const events: PerchEvent[] = [];
  const reading = (async () => {
    for await (const event of session.events()) events.push(event);
  })();
  await expect.poll(() => events.length).toBeGreaterThan(0);
  expect((await session.navigate(address)).title).toBe("Lamps");
  expect(await session.act('type "desk" into Search')).toMatchObject({ success: true, via: "resolver" });
  expect((await session.evaluate("document.querySelector('input').value")).value).toBe("desk");
  expect(await session.extract(z.object({ lamps: z.array(z.object({ name: z.string(), price: z.number() })) }))).toEqual({
    lamps: [{ name: "Desk lamp", price: 39 }],
  });
  expect((await session.screenshot()).subarray(1, 4)).toEqual(Buffer.from("PNG"));
  expect((await session.observe()).elements.map(({ role }) => role)).toContain("textbox");
  expect(await session.liveUrl({ mode: "view", look: { theme: "dark", chrome: "off" } })).toMatch(/\/live\/[^?]+\?theme=dark&chrome=off$/);
  await session.end();
  await reading;
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(["session.updated", "action.started", "action.finished", "session.ended"]));
});

test("a reader that stops reading closes its stream", async () => {
  await using session = await perch.createSession();
  for await (const event of session.events()) {
    expect(event.sessionId).toBe(session.id);
    break;
  }
});

test("a session is shared by a link, and watched until it ends", async () => {
  const session = await perch.createSession({ url: address });
  const { link, url } = await session.share({ label: "For Ada", expiresInSeconds: 600 });
  expect(link).toMatchObject({ label: "For Ada", status: "active", url });
  expect(await perch.api.live.revokeShareLink.mutate({ linkId: link.id })).toMatchObject({ status: "revoked" });
  const seen = new Set<string>();
  for await (const event of session.watchLive({ fps: 5 })) {
    seen.add(event.name);
    // The stream ends by itself with the session.
    if (event.name === "frame") await session.end();
  }
  expect([...seen]).toEqual(expect.arrayContaining(["tabs", "frame", "ended"]));
  await expect(session.watchLive({ fps: 99 }).next()).rejects.toThrow("fps");
});

test("a watch that breaks off goes on where it was", async () => {
  const session = await perch.createSession({ url: address });
  // Made for databases, it closes the way to any server.
  const gate = await openDatabaseGate(app.url);
  const logged: string[] = [];
  const say = (text: string) => session.evaluate(`console.log(${JSON.stringify(text)})`);
  const watching = (async () => {
    for await (const event of createPerch({ url: gate.url, apiKey }).watchLive(session.id, { fps: 0 })) {
      if (event.name === "tabs" && logged.length === 0) await say("before");
      if (event.name === "log") logged.push(event.text);
      if (event.name === "log" && event.text === "before") {
        gate.set("refused");
        for (const text of ["while it", "was away"]) await say(text);
        gate.set("open");
      }
      if (event.name === "log" && event.text === "was away") await session.end();
    }
  })();
  await watching;
  expect(logged).toEqual(["before", "while it", "was away"]);
  await gate.stop();
});

test("what a session leaves is read after its end: its recording, its log, its evidence", async () => {
  const session = await perch.createSession({ url: address, recordSession: true });
  await session.evaluate("for (let at = 0; at < 3; at += 1) console.log('line ' + at); console.error('it broke')");
  await session.act('type "desk" into Search');
  await session.end();
  await expect.poll(async () => (await session.recording()).frames, { timeout: 20_000 }).toBeGreaterThan(0);
  expect((await session.recording()).url).toContain(session.id);
  const lines: string[] = [];
  for await (const { text } of session.logs({ source: ["console"] })) lines.push(text);
  expect(lines).toEqual(["line 0", "line 1", "line 2", "it broke"]);
  const errors: string[] = [];
  for await (const { text } of session.logs({ level: ["error"] })) errors.push(text);
  expect(errors).toEqual(["it broke"]);
  expect(
    Buffer.from(await session.evidence({ format: "zip" }))
      .subarray(0, 2)
      .toString(),
  ).toBe("PK");
  await expect(session.evidence({ timezone: "Nowhere/At all" })).rejects.toMatchObject({ name: "PerchError", code: "INVALID_INPUT" });
});

test("a session that another program made is shared by its id", async () => {
  await using session = await perch.createSession();
  const { link } = await perch.shareSession(session.id, { mode: "control", includesLogs: true });
  expect(link).toMatchObject({ sessionId: session.id, mode: "control", includesLogs: true });
  await expect(perch.shareSession("sess_nowhere")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a refusal names the field, its remedy and whether to try again", async () => {
  const refused = perch.createSession({ viewport: { width: 10, height: 600 } });
  await expect(refused).rejects.toBeInstanceOf(PerchError);
  await expect(refused).rejects.toMatchObject({
    code: "INVALID_INPUT",
    retryable: false,
    fields: [{ field: "viewport.width", message: expect.stringContaining("320") }],
  });
  const stranger = createPerch({ url: app.url, apiKey: "pk_wrong" });
  await expect(stranger.createSession()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});
