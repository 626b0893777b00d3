import { describe, expect, test } from "vitest";
import type { NetworkEntry } from "../../../../server/contract/network-log.ts";
import { requestName } from "./request-kinds.ts";
import { fitsNetwork } from "./use-network.ts";
import { spanOf, timeAxis } from "./waterfall.ts";

test.each([
  ["https://x.test/", "/", "x.test"],
  ["https://x.test/a/b.js?v=1", "b.js?v=1", "x.test"],
  ["https://x.test/shop/", "shop/", "x.test"],
  ["https://x.test?q=a?b", "/?q=a?b", "x.test"],
  ["blob:nothing", "blob:nothing", ""],
])("%s is called %s", (url, name, host) => expect(requestName(url)).toEqual({ name, host }));

const entry = (over: Partial<NetworkEntry>): NetworkEntry => ({
  ...{ id: "r1", sessionId: "s", tabId: "t", frameId: null, method: "GET", url: "https://x.test/Cart", resourceType: "fetch", state: "done", status: 200 },
  ...{
    failure: null,
    mimeType: null,
    servedFrom: "network",
    startedAtMs: 1_000,
    durationMs: 500,
    transferBytes: 1,
    bodyBytes: 1,
    redirectedFrom: null,
    messages: null,
  },
  ...over,
});

describe("a filter finds what the server would find", () => {
  test.each([
    [{}, {}, true],
    [{ search: "cart" }, {}, true],
    [{ search: "missing" }, {}, false],
    [{ search: "refused" }, { failure: "net::ERR_CONNECTION_REFUSED", state: "failed" as const }, true],
    [{ resourceType: ["xhr"] }, {}, false],
    [{ statusClass: [4] }, { status: 404 }, true],
    [{ statusClass: [2, 3] }, { status: null }, false],
    [{ tabId: "t" }, {}, true],
    [{ tabId: "other" }, {}, false],
    [{ failed: true as const }, { status: 404 }, true],
    [{ failed: true as const }, { state: "pending" as const, status: null }, false],
  ])("%j", (choice, over, found) => expect(fitsNetwork(entry(over), choice)).toBe(found));
});

test("bars stand where requests stand between the first begin and the last end", () => {
  const axis = timeAxis([entry({}), entry({ startedAtMs: 1_500, durationMs: 1_500 }), entry({ startedAtMs: 2_000, durationMs: null })], 2_500);
  expect(axis).toEqual({ fromMs: 1_000, lengthMs: 2_000 });
  expect(spanOf(entry({}), axis, 2_500)).toEqual({ left: 0, width: 25 });
  expect(spanOf(entry({ startedAtMs: 2_000, durationMs: null }), axis, 2_500)).toEqual({ left: 50, width: 25 });
  expect(spanOf(entry({ startedAtMs: 3_000, durationMs: 0 }), axis, 2_500)).toEqual({ left: 99, width: 1 });
});
