import { describe, expect, it } from "vitest";
import { isListedOrigin, readEmbedOrigin } from "./embed-origins.ts";

describe("a site that may frame live links", () => {
  it.each([
    ["https://example.com", "https://example.com"],
    [" HTTPS://Example.COM/ ", "https://example.com"],
    ["https://example.com:443", "https://example.com"],
    ["http://localhost:5173", "http://localhost:5173"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["https://*.example.com", "https://*.example.com"],
    ["https://*.example.com:8443/", "https://*.example.com:8443"],
    ["https://münchen.example", "https://xn--mnchen-3ya.example"],
  ])("%s is read as %s", (text, origin) => {
    expect(readEmbedOrigin(text)).toEqual({ origin });
  });

  it.each([
    ["", /Enter a site/],
    ["*", /every site/],
    ["https://*", /every site/],
    ["https://*:8080", /every site/],
    ["example.com", /Begin with https/],
    ["ftp://example.com", /Begin with https/],
    ["https://example.com/page", /follows the host: https:\/\/example\.com\./],
    ["https://example.com?a=1", /follows the host/],
    ["https://user:word@example.com", /name and password/],
    ["https://a.*.example.com", /first part/],
    ["https://*.com", /two parts/],
    ["https://[::1]:3000", /IPv6/],
    ["https://", /no address/],
    ["https://exa mple.com", /no address/],
    ["https://example.com; script-src *", /first part|no address|characters/],
    ["https://example.com;x", /no address|characters|follows/],
  ])("%s is refused with a reason", (text, reason) => {
    const reading = readEmbedOrigin(text);
    expect("problem" in reading && reading.problem).toMatch(reason);
  });
});

describe("the list", () => {
  it("holds a site itself, and hosts below a star, with the same scheme and port", () => {
    const listed = ["https://example.com", "https://*.example.org"];
    expect(isListedOrigin(listed, "https://example.com")).toBe(true);
    expect(isListedOrigin(listed, "https://a.example.org")).toBe(true);
    expect(isListedOrigin(listed, "https://b.a.example.org")).toBe(true);
    for (const other of [
      "https://example.org",
      "http://example.com",
      "https://example.com:444",
      "https://evil-example.org",
      "http://a.example.org",
      "https://a.example.org:1",
      "null",
    ])
      expect(isListedOrigin(listed, other)).toBe(false);
  });
});
