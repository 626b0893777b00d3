import { expect, test } from "vitest";
import { isAtHost } from "./hosts.ts";

test.each([
  ["https://shop.example/cart", ["shop.example"], true],
  ["https://SHOP.example:8443/", ["shop.example"], true],
  ["https://a.shop.example/", ["shop.example"], false],
  ["https://a.b.shop.example/", ["*.shop.example"], true],
  ["https://shop.example/", ["*.shop.example"], false],
  ["https://evilshop.example/", ["*.shop.example", "shop.example"], false],
  ["https://shop.example@evil.example/", ["shop.example"], false],
  ["data:text/html,shop.example", ["shop.example"], false],
  ["about:blank", ["shop.example"], true],
  ["https://anywhere.example/", undefined, true],
])("%s at %j: %s", (address, hosts, at) => {
  expect(isAtHost(address, hosts)).toBe(at);
});
