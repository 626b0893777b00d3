import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { EventSource } from "eventsource";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppRouter } from "../api/root.ts";
import type { ExtractEvent } from "../contract/agent.ts";
import type { ErrorBody } from "../contract/errors.ts";
import { walks } from "../testing/model-server.ts";
import { startModelSession } from "../testing/model-session.ts";

/** A list that goes on for ever: each page links to the next one. */
const PAGES = `<!doctype html><title>Kettles</title><table><thead><tr><th>Name<th>Price</tr></thead><tbody id=rows></tbody></table><a rel=next id=next>Next</a>
  <script>
    const page = Number(new URLSearchParams(location.search).get("page") ?? 1);
    next.href = "?page=" + (page + 1);
    rows.innerHTML = Array.from({ length: 5 }, (_, i) => "<tr><td>Kettle " + page + "-" + i + "<td>$" + (page * 10 + i) + "</tr>").join("");
  </script>`;
const KETTLES = {
  type: "array" as const,
  items: { type: "object", properties: { name: { type: "string" }, price: { type: "number" } }, required: ["name", "price"] },
};

/** The session is with the first server; all is asked of the second. */
let t: Awaited<ReturnType<typeof startModelSession>>;
let beside: Awaited<ReturnType<typeof t.server.startBeside>>;
let key: string;

beforeAll(async () => {
  t = await startModelSession(PAGES);
  beside = await t.server.startBeside();
  key = await t.server.apiKey(t.actor);
});
afterAll(async () => {
  await beside?.stop();
  await t?.stop();
});

const clientOf = (secret = key) => {
  const url = `${beside.url}/api/trpc`;
  const headers = { "x-api-key": secret };
  const eventSourceOptions = () => ({ fetch: (to: string | URL, init: RequestInit) => fetch(to, { ...init, headers: { ...init.headers, ...headers } }) });
  const streams = httpSubscriptionLink({ url, EventSource, eventSourceOptions });
  return createTRPCClient<AppRouter>({
    links: [splitLink({ condition: ({ type }) => type === "subscription", true: streams, false: httpLink({ url, headers }) })],
  });
};
const failureOf = (error: unknown): ErrorBody | undefined => (error as { data?: { perch?: ErrorBody } }).data?.perch;

/** What a streamed extraction tells; `onEvent` may end it. */
function stream(input: object, { onEvent, secret }: { onEvent?: (event: ExtractEvent, leave: () => void) => void; secret?: string } = {}) {
  const told: ExtractEvent[] = [];
  return new Promise<{ told: ExtractEvent[]; failure: ErrorBody | undefined }>((resolve) => {
    const leave = (failure?: ErrorBody): void => {
      subscription.unsubscribe();
      resolve({ told, failure });
    };
    const subscription = clientOf(secret).browser.extractStream.subscribe(
      { sessionId: t.sessionId, schema: KETTLES, ...input },
      {
        onData: (event) => {
          told.push(event);
          onEvent?.(event, leave);
          if (event.type === "done") leave();
        },
        onError: (error) => leave(failureOf(error)),
      },
    );
  });
}

describe("a streamed extraction in another server's session", () => {
  it("tells the same rows in the same order as there, and what came of it", async () => {
    await t.open();
    const { told, failure } = await stream({ mode: "resolver", pages: { max: 3 } });
    expect(failure).toBeUndefined();
    const rows = told.flatMap((event) => (event.type === "rows" ? event.rows : []));
    expect(rows).toHaveLength(15);
    expect([rows[0], rows[14]]).toEqual([
      { name: "Kettle 1-0", price: 10 },
      { name: "Kettle 3-4", price: 34 },
    ]);
    expect(told.at(-1)).toMatchObject({ type: "done", success: true, reach: { pages: 3, rows: 15, stopped: "max" } });
  });

  it("ends there when its reader leaves, and the session's turn is free", async () => {
    await t.open();
    const { told } = await stream({ mode: "resolver", pages: { max: 200 }, timeoutMs: 120_000 }, { onEvent: (_, leave) => leave() });
    expect(told).toMatchObject([{ type: "rows" }]);
    const { activities } = t.server.app;
    const last = async () => (await activities.list(t.actor, { sessionId: t.sessionId, limit: 1 })).activities[0];
    await expect.poll(last, { timeout: 10_000 }).toMatchObject({ actionType: "extract", success: false });
    expect(await clientOf().browser.evaluate.mutate({ sessionId: t.sessionId, expression: "1 + 1" })).toMatchObject({ value: 2 });
  });

  it("fails as it does there, and is nobody else's", async () => {
    const nonsense = await stream({ mode: "resolver", schema: { type: "nonsense" } });
    expect(nonsense).toMatchObject({ told: [], failure: { code: "INVALID_INPUT", fields: [{ field: "schema" }] } });
    const unknownField = await stream({ mode: "resolver", pages: { max: 0 } });
    expect(unknownField.failure).toMatchObject({ code: "INVALID_INPUT" });
    const stranger = await t.server.apiKey(await t.server.actor());
    expect((await stream({}, { secret: stranger })).failure).toMatchObject({ code: "NOT_FOUND" });
    const reader = await t.server.apiKey(t.actor, ["sessions:read"]);
    expect((await stream({}, { secret: reader })).failure).toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a run that another server drives", () => {
  const begin = async (): Promise<string> => {
    await t.open();
    return (await clientOf().agentRuns.start.mutate({ sessionId: t.sessionId, goal: "Look around" })).id;
  };

  it("is begun, held, let go on and read through this one", async () => {
    const asked = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const script = walks([
      ["waitFor", "Kettle 1-0"],
      ["waitFor", "Kettle 1-1"],
      ["done", "looked"],
    ]);
    t.model.play(async (request) => {
      asked.resolve();
      await held.promise;
      return script(request);
    });
    const runId = await begin();
    await asked.promise;
    const { agentRuns } = clientOf();
    expect(await agentRuns.pause.mutate({ runId })).toMatchObject({ id: runId, status: "paused", pausedBy: "request" });
    held.resolve();
    // The step that was under way is the last one until the run goes on.
    await expect.poll(async () => (await agentRuns.get.query({ runId })).stepCount).toBe(1);
    expect(await agentRuns.get.query({ runId })).toMatchObject({ status: "paused", endedAt: null });
    expect(t.model.requests).toHaveLength(1);
    expect(await agentRuns.resume.mutate({ runId })).toMatchObject({ status: "running", pausedBy: null });
    await expect.poll(async () => (await agentRuns.get.query({ runId })).status, { timeout: 20_000 }).toBe("done");
    expect(await agentRuns.pause.mutate({ runId }).catch(failureOf)).toMatchObject({ code: "CONFLICT" });
  });

  it("is ended through this one within a step, also while it is held, and ended again without harm", async () => {
    const { agentRuns } = clientOf();
    for (const heldFirst of [false, true]) {
      const asked = Promise.withResolvers<void>();
      t.model.play(() => {
        asked.resolve();
        return "hang";
      });
      const runId = await begin();
      await asked.promise;
      if (heldFirst) await agentRuns.pause.mutate({ runId });
      expect(await agentRuns.stop.mutate({ runId })).toMatchObject({ id: runId, status: "stopped", reason: "Somebody stopped it.", pausedBy: null });
      expect(await agentRuns.stop.mutate({ runId })).toMatchObject({ status: "stopped" });
    }
    const audited = await t.server.app.db.auditLog.findMany({ where: { action: "agentRuns.stop" } });
    expect(audited).toHaveLength(4);
  });

  it("is nobody else's", async () => {
    t.model.play(() => "hang");
    const runId = await begin();
    const stranger = clientOf(await t.server.apiKey(await t.server.actor())).agentRuns;
    for (const call of [stranger.pause, stranger.resume, stranger.stop])
      expect(await call.mutate({ runId }).catch(failureOf)).toMatchObject({ code: "NOT_FOUND" });
    await clientOf().agentRuns.stop.mutate({ runId });
  });
});
