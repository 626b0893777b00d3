import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { asCurl, asFetch, isMasked } from "./request-code.ts";

const request = {
  method: "POST",
  url: "https://x.test/a?b=it's&c=$HOME",
  requestHeaders: { "Content-Type": "application/json", Cookie: "sid=***", "Content-Length": "9", ":authority": "x.test", Host: "x.test" },
  requestBody: { mimeType: "application/json", sizeBytes: 9, truncated: false, text: `{"a":"it's \`me\` $(x)"}` },
};
const plain = { method: "GET", url: "https://x.test/", requestHeaders: {}, requestBody: null };

describe("curl", () => {
  test("gets every argument as it was, whatever a shell makes of it", () => {
    const told = execFileSync("sh", ["-c", `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${asCurl(request)}`]).toString();
    const headers = ["-H", "Content-Type: application/json", "-H", "Cookie: sid=***"];
    expect(told.split("\0").slice(0, -1)).toEqual([request.url, ...headers, "--data-raw", request.requestBody.text, "--compressed"]);
  });

  test("names a method that is not the usual one", () => {
    expect(asCurl({ ...plain, method: "DELETE" })).toContain("-X 'DELETE'");
    expect(asCurl(plain)).toBe("curl 'https://x.test/' \\\n  --compressed");
  });
});

test("fetch gets what a script may set", () => {
  const [, url, options] = /^await fetch\((".*?"), ([\s\S]*)\);$/.exec(asFetch(request)) ?? [];
  expect(JSON.parse(url ?? "")).toBe(request.url);
  expect(JSON.parse(options ?? "")).toEqual({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: request.requestBody.text,
    credentials: "include",
  });
  expect(asFetch(plain)).toBe('await fetch("https://x.test/");');
});

test("what was masked is known as such", () => expect([isMasked(request), isMasked(plain)]).toEqual([true, false]));
