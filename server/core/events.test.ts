import { expect, test } from "vitest";
import type { PerchEvent } from "../contract/events.ts";
import { createEventBus } from "./events.ts";
import { createLog } from "./log.ts";

const log = createLog({ level: "silent" });
const tabs = (sessionId: string): PerchEvent => ({ type: "tabs.changed", workspaceId: "w", sessionId, tabs: [] });

test("a failing subscriber harms neither the publisher nor the others", () => {
  const bus = createEventBus(log);
  const seen: string[] = [];
  bus.subscribe({}, () => {
    throw new Error("mine");
  });
  bus.subscribe({ sessionId: "b" }, (event) => seen.push(event.sessionId));
  bus.publish(tabs("a"));
  bus.publish(tabs("b"));
  expect(seen).toEqual(["b"]);
});

test("a stream has what came between its making and its reading, and ends with its signal", async () => {
  const bus = createEventBus(log);
  const stop = new AbortController();
  const stream = bus.stream({ workspaceId: "w" }, stop.signal);
  bus.publish(tabs("early"));
  expect((await stream.next()).value).toMatchObject({ sessionId: "early" });
  const later = stream.next();
  bus.publish(tabs("late"));
  expect((await later).value).toMatchObject({ sessionId: "late" });
  const end = stream.next();
  stop.abort();
  expect((await end).done).toBe(true);
});

test("a reader that falls behind loses the oldest", async () => {
  const bus = createEventBus(log);
  const stop = new AbortController();
  const stream = bus.stream({}, stop.signal, { bufferSize: 2 });
  for (const id of ["1", "2", "3"]) bus.publish(tabs(id));
  expect((await stream.next()).value).toMatchObject({ sessionId: "2" });
  stop.abort();
});

test("another server's events reach those alone who asked for events from anywhere", () => {
  const bus = createEventBus(log);
  const [here, anywhere]: [string[], string[]] = [[], []];
  bus.subscribe({}, ({ sessionId }) => here.push(sessionId));
  bus.subscribe({ workspaceId: "w", from: "anywhere" }, ({ sessionId }) => anywhere.push(sessionId));
  bus.publish(tabs("ours"));
  bus.publishRemote(tabs("theirs"));
  bus.publishRemote({ ...tabs("a stranger's"), workspaceId: "other" });
  expect({ here, anywhere }).toEqual({ here: ["ours"], anywhere: ["ours", "theirs"] });
});
