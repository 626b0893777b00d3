import { expect, test } from "vitest";
import { createMasker } from "../core/masking/masker.ts";
import { HeaderPairs } from "./header-pairs.ts";
import { type NetworkRecord, recordOf } from "./record.ts";

const mask = createMasker();
const record = (id: string): NetworkRecord =>
  recordOf(
    {
      ...{ id, workspaceId: "w", sessionId: "s", tabId: "t", frameId: null, method: "GET", url: "https://x.test/", resourceType: "fetch", startedAtMs: 0 },
      ...{ headers: {}, initiator: null, priority: null, redirectedFrom: null },
    },
    mask,
  );

const paired = () => {
  const given: string[] = [];
  return { given, pairs: new HeaderPairs(({ entry }, kind, headers) => void given.push(`${entry.id} ${kind} ${headers.n}`)) };
};

test("headers that come before their record, and after it, in the order of the hops", () => {
  const { given, pairs } = paired();
  pairs.came("1", "sent", { n: "a" });
  pairs.awaited("1", record("first"));
  pairs.awaited("1", record("second"));
  pairs.came("1", "got", { n: "b" });
  pairs.came("1", "sent", { n: "c" });
  pairs.came("1", "got", { n: "d" });
  expect(given).toEqual(["first sent a", "first got b", "second sent c", "second got d"]);
});

test("a request without an answer takes what was sent for it, if it came, and no other's", () => {
  const { given, pairs } = paired();
  pairs.came("1", "sent", { n: "a" });
  pairs.taken("1", record("failed"));
  pairs.taken("2", record("nothing"));
  pairs.came("2", "sent", { n: "b" });
  expect(given).toEqual(["failed sent a"]);
});
