import { expect, test } from "vitest";
import type { PerchEvent } from "../contract/events.ts";
import { LossNotes } from "./loss-notes.ts";

test("each session is told once what it has lost, and why", () => {
  const told: PerchEvent[] = [];
  const notes = new LossNotes({ publish: (event) => void told.push(event) });
  const of = (sessionId: string, count: number) => Array.from({ length: count }, () => ({ workspaceId: "w", sessionId }));
  notes.add("lines", [...of("s1", 1_200), ...of("s2", 3)], "the database did not answer");
  notes.add("lines", of("s1", 34), "the database did not answer");
  notes.add("requests", of("s1", 5), "the database refused them");
  notes.tell();
  notes.tell();
  expect(told.map((event) => event.type === "log.written" && [event.sessionId, event.entry.text])).toEqual([
    ["s1", "1,234 lines were not stored: the database did not answer."],
    ["s2", "3 lines were not stored: the database did not answer."],
    ["s1", "5 requests were not stored: the database refused them."],
  ]);
});
