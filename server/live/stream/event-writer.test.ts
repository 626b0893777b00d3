import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import type { LogEntry } from "../../contract/activity.ts";
import { makeFrame } from "../frame.ts";
import { createEventWriter } from "./event-writer.ts";

/** A reader that takes nothing until told. */
class Reader extends EventEmitter {
  writableNeedDrain = false;
  readonly texts: string[] = [];
  stalls = false;
  write(text: string): boolean {
    this.texts.push(text);
    this.writableNeedDrain = this.stalls;
    return !this.writableNeedDrain;
  }
  takes(): void {
    this.writableNeedDrain = false;
    this.emit("drain");
  }
  get names(): string[] {
    return this.texts.map((text) => /^event: (\w+)/.exec(text)?.[1] ?? "comment");
  }
}

const frame = (sequence: number) =>
  makeFrame({ sequence, tabId: "t", tier: "high", width: 10, height: 10, capturedAtMs: sequence, image: Buffer.from([255, 216, sequence]) });
const entry = (text: string): LogEntry => ({
  id: text,
  sessionId: "sess_1",
  source: "console",
  level: "info",
  text,
  url: null,
  line: null,
  column: null,
  stack: null,
  tabId: null,
  createdAt: "2026-11-21T00:00:00.000Z",
});
const placeOf = (sequence: number) => ({ journal: "jrnl_1", sequence, atMs: 5, lineId: "" });
const sequenceOf = (text: string | undefined): number => (JSON.parse(/^data: (.*)$/m.exec(text ?? "")?.[1] ?? "{}") as { sequence: number }).sequence;

it("gives a reader that stalls the newest picture and the newest lines, and says how many are missing", () => {
  const reader = new Reader();
  const writer = createEventWriter({ out: reader as never, frameEveryMs: 0, cursor: placeOf(0) });
  reader.stalls = true;
  writer.frame(frame(1));
  for (let at = 2; at <= 100; at += 1) writer.frame(frame(at));
  for (let at = 0; at < 600; at += 1) writer.line({ line: { name: "log", data: entry(`line ${at}`) }, cursor: placeOf(at + 1) });
  writer.beat();
  expect(reader.names).toEqual(["frame"]);
  reader.stalls = false;
  reader.takes();
  expect(reader.names.slice(0, 3)).toEqual(["frame", "skipped", "log"]);
  expect(reader.texts[1]).toContain('{"count":100}');
  expect(reader.texts[2]).toContain("line 100");
  expect(reader.names.filter((name) => name === "log")).toHaveLength(500);
  expect(reader.names.filter((name) => name === "frame")).toHaveLength(2);
  expect(sequenceOf(reader.texts.at(-1))).toBe(100);
  // Whoever breaks off now comes back to the place that the last event names: what was left out stays so.
  expect(reader.texts.map((text) => /^id: jrnl_1\.(\d+)\.5\.$/m.exec(text)?.[1]).slice(0, 3)).toEqual(["0", "100", "101"]);
  expect(writer.cursor).toEqual(placeOf(600));
});

it("sends pictures no faster than asked, and the last one in the end", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    const reader = new Reader();
    const writer = createEventWriter({ out: reader as never, frameEveryMs: 500, cursor: null });
    for (let at = 1; at <= 20; at += 1) {
      writer.frame(frame(at));
      vi.advanceTimersByTime(50);
    }
    vi.advanceTimersByTime(1_000);
    const sent = reader.texts.map(sequenceOf);
    expect(sent.length).toBeLessThanOrEqual(4);
    expect([sent[0], sent.at(-1)]).toEqual([1, 20]);
    writer.stop();
    writer.frame(frame(21));
    vi.advanceTimersByTime(1_000);
    expect(sent.at(-1)).toBe(20);
    expect(reader.texts).toHaveLength(sent.length);
  } finally {
    vi.useRealTimers();
  }
});
