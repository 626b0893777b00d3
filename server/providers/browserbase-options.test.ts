import { expect, test } from "vitest";
import { createParams } from "./browserbase-options.ts";
import type { LaunchSpec } from "./provider.ts";

const spec: LaunchSpec = { sessionId: "sess_a", viewport: { width: 800, height: 600 }, captchaSolving: true };
const own = { projectId: "project", userMetadata: { perch: "x" } };

test("every wish has its place in the cloud's request", () => {
  const proxy = { server: "http://proxy.test:8080", username: "u", password: "p", bypass: "localhost, *.internal" };
  expect(createParams({ ...spec, adBlocking: true, stealth: true, region: "eu-central-1", timeoutMs: 120_500, proxy }, own)).toEqual({
    ...own,
    keepAlive: true,
    api_timeout: 121,
    region: "eu-central-1",
    proxies: [
      { type: "none", domainPattern: "localhost" },
      { type: "none", domainPattern: "*.internal" },
      { type: "external", server: "http://proxy.test:8080", username: "u", password: "p" },
    ],
    browserSettings: { viewport: { width: 800, height: 600 }, solveCaptchas: true, blockAds: true, verified: true },
  });
});

test("what was not asked for is not sent, and the cloud's limits of time are kept", () => {
  expect(createParams(spec, own)).toEqual({ ...own, keepAlive: true, browserSettings: { viewport: spec.viewport, solveCaptchas: true, blockAds: false } });
  expect(createParams({ ...spec, timeoutMs: 1_000 }, own).api_timeout).toBe(60);
  expect(createParams({ ...spec, timeoutMs: 86_400_000 }, own).api_timeout).toBe(21_600);
});
