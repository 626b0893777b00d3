import { describe, expect, test } from "vitest";
import { assertNavigable, isAllowedRequest, isPrivateHost } from "./url-policy.ts";

describe("addresses", () => {
  test.each([
    ["example.com", "https://example.com/"],
    ["localhost:3000/a", "http://localhost:3000/a"],
    ["127.0.0.1:8080", "http://127.0.0.1:8080/"],
    ["  https://a.test/b?c#d ", "https://a.test/b?c#d"],
    ["about:blank", "about:blank"],
  ])("%s opens %s", async (text, url) => {
    expect(await assertNavigable(text, { privateNetwork: "allow" })).toBe(url);
  });

  test.each(["file:///etc/passwd", "chrome://version", "view-source:https://a.test", "javascript:alert(1)", "devtools://x", "about:version"])(
    "%s is refused",
    async (text) => {
      await expect(assertNavigable(text, { privateNetwork: "allow" })).rejects.toMatchObject({ code: "URL_BLOCKED" });
    },
  );

  test.each(["", "http://", "https://a b"])("%j is no address", async (text) => {
    await expect(assertNavigable(text, { privateNetwork: "allow" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("private networks", () => {
  test.each([
    "http://127.0.0.1",
    "http://2130706433",
    "http://0x7f.1",
    "http://017700000001",
    "http://10.1.2.3",
    "http://192.168.0.1",
    "http://169.254.169.254",
    "http://[::1]",
    "http://[::ffff:127.0.0.1]",
    "http://[fd00::1]",
    "http://localhost",
    "http://db.internal",
    "http://intranet",
  ])("%s is refused where blocked", async (url) => {
    await expect(assertNavigable(url, { privateNetwork: "block" })).rejects.toMatchObject({ code: "URL_BLOCKED" });
    expect(isAllowedRequest(url, { privateNetwork: "block" })).toBe(false);
    expect(isAllowedRequest(url, { privateNetwork: "allow" })).toBe(true);
  });

  test("public hosts are not private", () => {
    for (const host of ["8.8.8.8", "example.com", "[2606:4700::1111]", "172.32.0.1"]) expect(isPrivateHost(host)).toBe(false);
  });
});
