import { describe, expect, test } from "vitest";
import { BrowserbaseCreateSession } from "../../contract/browserbase.ts";
import { CreateSessionInput } from "../../contract/sessions.ts";
import { AppError } from "../../core/errors.ts";
import { parseMetadataQuery } from "./metadata-query.ts";
import { statusOf, toCreateInput } from "./session-shapes.ts";

const asked = (request: object) => CreateSessionInput.parse(toCreateInput(BrowserbaseCreateSession.parse(request)));
const refused = (request: object): string[] => {
  try {
    asked(request);
    return [];
  } catch (error) {
    return error instanceof AppError && error.code === "CAPABILITY_UNSUPPORTED" ? (error.fields ?? []).map(({ field }) => field) : [`not refused: ${error}`];
  }
};

describe("a request in their words", () => {
  test("is ours with the same meaning", () => {
    expect(
      asked({
        keepAlive: true,
        timeout: 90,
        region: "us-east-1",
        userMetadata: { run: "1" },
        browserSettings: {
          blockAds: true,
          verified: true,
          recordSession: true,
          os: "linux",
          viewport: { width: 1000 },
          context: { id: "ctx_a", persist: true },
        },
      }),
    ).toMatchObject({
      keepAlive: true,
      endOnDisconnect: false,
      timeout: 90_000,
      region: "us-east-1",
      metadata: { run: "1" },
      recordSession: true,
      options: { adBlocking: true, stealthMode: true, captchaSolving: false },
      viewport: { width: 1000, height: 720 },
      context: { id: "ctx_a", persist: true },
    });
  });

  test("without wishes is a session that goes with its program", () => {
    expect(asked({})).toMatchObject({ keepAlive: false, endOnDisconnect: true, recordSession: false, viewport: { width: 1280, height: 720 } });
    expect(asked({ fieldOfALaterVersion: 1 })).not.toHaveProperty("fieldOfALaterVersion");
  });

  test("names a proxy and whom it does not serve", () => {
    const external = { type: "external", server: "http://proxy.test:8080", username: "u", password: "p" };
    const proxies = [{ type: "none", domainPattern: "*.internal" }, { type: "none", domainPattern: "localhost" }, external];
    expect(asked({ proxies }).proxy).toEqual({ server: external.server, username: "u", password: "p", bypass: "*.internal,localhost" });
    expect(asked({ proxies: false }).proxy).toBeUndefined();
    expect(asked({ proxies: [external, { type: "none" }] }).proxy).toBeUndefined();
  });

  test("is refused by every field that cannot be granted", () => {
    expect(
      refused({
        extensionId: "e",
        proxySettings: { caCertificates: ["c"] },
        browserSettings: { allowedDomains: ["a.test"], ignoreCertificateErrors: true, os: "windows" },
      }),
    ).toEqual([
      "extensionId",
      "browserSettings.allowedDomains",
      "browserSettings.ignoreCertificateErrors",
      "browserSettings.os",
      "proxySettings.caCertificates",
    ]);
    const external = { type: "external", server: "http://proxy.test:8080" };
    for (const proxies of [true, [{ type: "browserbase" }], [external, external], [{ ...external, domainPattern: "a.test" }]])
      expect(refused({ proxies })).toEqual(["proxies"]);
  });
});

test.each([
  ["queued", null, "PENDING"],
  ["creating", null, "PENDING"],
  ["active", null, "RUNNING"],
  ["idle", null, "RUNNING"],
  ["terminating", null, "RUNNING"],
  ["terminated", "user", "COMPLETED"],
  ["terminated", "server", "COMPLETED"],
  ["terminated", "timeout", "TIMED_OUT"],
  ["terminated", "idle", "TIMED_OUT"],
  ["error", "crashed", "ERROR"],
] as const)("a session that is %s (%s) is %s there", (status, terminationReason, there) => {
  expect(statusOf({ status, terminationReason })).toBe(there);
});

describe("a query by metadata", () => {
  test("names keys, one in the other, and the text there", () => {
    expect(parseMetadataQuery("user_metadata['order']['status']:'shipped'")).toEqual([{ path: ["order", "status"], value: "shipped" }]);
    expect(parseMetadataQuery(`user_metadata["env"]:"it's" AND user_metadata['run']:'1'`)).toEqual([
      { path: ["env"], value: "it's" },
      { path: ["run"], value: "1" },
    ]);
  });

  test.each(["", "status = shipped", "user_metadata:'x'", "user_metadata['a']:'b' OR user_metadata['c']:'d'", "user_metadata['a']:b"])("is not %j", (q) => {
    expect(() => parseMetadataQuery(q)).toThrow(/user_metadata\['key'\]/);
  });
});
