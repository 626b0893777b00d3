import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from "@opentelemetry/sdk-trace";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { childSpan, withSpan } from "../core/telemetry.ts";
import { register, startTracing } from "../core/tracing.ts";
import { startTestApp } from "../testing/app.ts";

const CALLER = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;

beforeAll(async () => {
  t = await startTestApp();
  owner = await t.actor();
});
afterAll(() => t?.stop());

/** The names from a span up to the root, as far as they were recorded. */
function pathOf(span: ReadableSpan, all: readonly ReadableSpan[]): string[] {
  const parent = all.find((one) => one.spanContext().spanId === span.parentSpanContext?.spanId);
  return parent ? [...pathOf(parent, all), span.name] : [span.name];
}

it("one act is one trace, from the request down to the browser, below the caller's own span", async () => {
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({}), new AbortController().signal);
  const key = await t.apiKey(owner);
  const exporter = new InMemorySpanExporter();
  const tracing = await register("perch-test", new SimpleSpanProcessor({ exporter }));
  try {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` };
    const body = JSON.stringify({ sessionId, instruction: "click Nowhere at all", mode: "resolver" });
    await (await fetch(`${t.url}/api/trpc/browser.act`, { method: "POST", headers, body })).text();
    await expect.poll(() => exporter.getFinishedSpans().map(({ name }) => name)).toContain("POST /api/trpc");

    const spans = exporter.getFinishedSpans();
    const act = spans.filter((span) => span.spanContext().traceId === CALLER.traceId);
    const paths = act.map((span) => pathOf(span, spans).join(" > "));
    const above = "POST /api/trpc > browser.act > agent.act";
    expect(paths).toEqual(expect.arrayContaining([above, `${above} > session.lease`, `${above} > resolver.act`]));
    expect(paths.filter((path) => path.startsWith(`${above} > resolver.act > cdp.`)).length).toBeGreaterThan(0);
    // Connected: each has its parent here, but for the one whose parent is the caller's.
    const roots = act.filter((span) => pathOf(span, spans).length === 1);
    expect(roots.map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId])).toEqual([["POST /api/trpc", CALLER.spanId]]);
    expect(act.find(({ name }) => name === "agent.act")?.attributes).toEqual({ "perch.session_id": sessionId });
    // What was asked stays out of the trace.
    expect(JSON.stringify(act.map(({ name, attributes }) => ({ name, attributes })))).not.toContain("Nowhere");
  } finally {
    await tracing.stop();
  }
});

it("a call that fails marks its spans with the error's code", async () => {
  const key = await t.apiKey(owner);
  const exporter = new InMemorySpanExporter();
  const tracing = await register("perch-test", new SimpleSpanProcessor({ exporter }));
  try {
    const body = JSON.stringify({ sessionId: "nobody", instruction: "click Save" });
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    await (await fetch(`${t.url}/api/trpc/browser.act`, { method: "POST", headers, body })).text();
    await expect.poll(() => exporter.getFinishedSpans().map(({ name }) => name)).toContain("browser.act");
    const codes = exporter.getFinishedSpans().map(({ name, attributes }) => [name, attributes["perch.error_code"]]);
    expect(codes).toEqual(
      expect.arrayContaining([
        ["session.lease", "NOT_FOUND"],
        ["agent.act", "NOT_FOUND"],
        ["browser.act", "NOT_FOUND"],
      ]),
    );
  } finally {
    await tracing.stop();
  }
});

it("a collector receives the spans, at the latest when tracing stops", async () => {
  const heard: { url: string | undefined; type: string | undefined; text: string }[] = [];
  const collector = createServer((req, res) => {
    const parts: Buffer[] = [];
    req
      .on("data", (part: Buffer) => parts.push(part))
      .on("end", () => {
        heard.push({ url: req.url, type: req.headers["content-type"], text: Buffer.concat(parts).toString("latin1") });
        res.end();
      });
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  try {
    const tracing = await startTracing({ endpoint: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`, serviceName: "perch-here" });
    await withSpan("some.work", {}, async () => {});
    await tracing.stop();
    expect(heard).toMatchObject([{ url: "/v1/traces", type: "application/x-protobuf", text: expect.stringMatching(/perch-here.*some\.work/s) }]);
  } finally {
    collector.close();
  }
});

it("without a collector nothing is recorded", async () => {
  await withSpan("some.work", {}, async (span) => {
    expect(span.isRecording()).toBe(false);
    expect(childSpan("cdp.Page.navigate")?.isRecording() ?? false).toBe(false);
  });
});
