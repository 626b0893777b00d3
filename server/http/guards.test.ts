import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { assertBodyWithin, assertKnownHost, assertOwnOrigin } from "./guards.ts";

const LOCAL = { host: "127.0.0.1", publicUrl: "http://127.0.0.1:3000" };

function request(headers: Record<string, string>, method = "POST"): IncomingMessage {
  const req = new IncomingMessage(new Socket());
  req.method = method;
  Object.assign(req.headers, headers);
  return req;
}

describe("assertKnownHost", () => {
  it.each(["127.0.0.1:3000", "localhost:3000", "[::1]:3000", "perch.localhost"])("answers to %s", (host) =>
    expect(() => assertKnownHost(request({ host }), LOCAL)).not.toThrow(),
  );
  it.each(["evil.test", "evil.test:3000", "127.0.0.1.evil.test", ""])("does not answer to %j", (host) =>
    expect(() => assertKnownHost(request({ host }), LOCAL)).toThrow(/this machine/),
  );
  it("answers to the public name", () =>
    expect(() => assertKnownHost(request({ host: "perch.test" }), { host: "127.0.0.1", publicUrl: "https://perch.test" })).not.toThrow());
  it("leaves a server that listens to the network alone", () =>
    expect(() => assertKnownHost(request({ host: "any.test" }), { ...LOCAL, host: "0.0.0.0" })).not.toThrow());
});

describe("assertOwnOrigin", () => {
  const cookie = "perch.session_token=x";
  const host = "127.0.0.1:3000";
  it("lets our own pages and programs through", () => {
    expect(() => assertOwnOrigin(request({ cookie, host, origin: "http://127.0.0.1:3000" }), LOCAL)).not.toThrow();
    expect(() => assertOwnOrigin(request({ cookie, host }), LOCAL)).not.toThrow();
    expect(() => assertOwnOrigin(request({ host, origin: "https://evil.test" }), LOCAL)).not.toThrow();
  });
  it.each(["https://evil.test", "null", "http://127.0.0.1:4000"])("refuses a change from %s", (origin) =>
    expect(() => assertOwnOrigin(request({ cookie, host, origin }), LOCAL)).toThrow(/another site/),
  );
  it("refuses what the browser calls cross-site", () =>
    expect(() => assertOwnOrigin(request({ cookie, host, "sec-fetch-site": "cross-site" }), LOCAL)).toThrow(/another site/));
  it("asks of reads only where told", () => {
    const read = request({ cookie, host, origin: "https://evil.test" }, "GET");
    expect(() => assertOwnOrigin(read, LOCAL)).not.toThrow();
    expect(() => assertOwnOrigin(read, LOCAL, true)).toThrow(/another site/);
  });
});

describe("assertBodyWithin", () => {
  it("lets small and absent bodies through", () => {
    expect(() => assertBodyWithin(request({ "content-length": "10" }), 10)).not.toThrow();
    expect(() => assertBodyWithin(request({}), 10)).not.toThrow();
  });
  it.each<Record<string, string>>([{ "content-length": "11" }, { "transfer-encoding": "chunked" }, { "content-length": "many" }])("refuses %j", (headers) =>
    expect(() => assertBodyWithin(request(headers), 10)).toThrow(/at most 10 bytes/),
  );
});
