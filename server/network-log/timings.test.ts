import type { Protocol } from "devtools-protocol";
import { expect, test } from "vitest";
import { timingsOf } from "./timings.ts";

const NEVER: Protocol.Network.ResourceTiming = {
  ...{ requestTime: 10.01, proxyStart: -1, proxyEnd: -1, dnsStart: -1, dnsEnd: -1, connectStart: -1, connectEnd: -1, sslStart: -1, sslEnd: -1 },
  ...{ workerStart: -1, workerReady: -1, workerFetchStart: -1, workerRespondWithSettled: -1, sendStart: 1, sendEnd: 1.5, pushStart: 0, pushEnd: 0 },
  ...{ receiveHeadersStart: 20, receiveHeadersEnd: 21.5 },
};

test("phases of a new connection add up to the duration", () => {
  const timing = { ...NEVER, dnsStart: 2, dnsEnd: 5, connectStart: 5, connectEnd: 12, sslStart: 7, sslEnd: 12, sendStart: 12, sendEnd: 13 };
  const timings = timingsOf({ startedAt: 10, endedAt: 10.05, timing });
  expect(timings).toEqual({ blocked: 12, dns: 3, connect: 7, ssl: 5, send: 1, wait: 8.5, receive: 18.5 });
  const { ssl: _, ...phases } = timings;
  expect(Object.values(phases).reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(50, 3);
});

test("a connection that was open already has no phases of its opening", () => {
  expect(timingsOf({ startedAt: 10, endedAt: 10.05, timing: NEVER })).toEqual({
    blocked: 11,
    dns: -1,
    connect: -1,
    ssl: -1,
    send: 0.5,
    wait: 20,
    receive: 18.5,
  });
});

test("what came from a cache was received only, and clocks that differ give nothing below zero", () => {
  expect(timingsOf({ startedAt: 10, endedAt: 10.002, timing: undefined })).toMatchObject({ blocked: -1, wait: 0, receive: 2 });
  expect(timingsOf({ startedAt: 10.02, endedAt: 10.03, timing: NEVER })).toMatchObject({ blocked: 0, receive: 0 });
});
