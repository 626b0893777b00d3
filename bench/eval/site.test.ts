import { get } from "node:http";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startSite } from "./site.ts";

const PAGES = fileURLToPath(new URL("./libraries/pages", import.meta.url));

/** The status of an answer to a path that is sent as it is, with what a browser would take out. */
const statusOf = (url: string, path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(new URL(url), { path }, (response) => resolve(response.resume().statusCode)).on("error", reject);
  });

test("pages and what installed packages ship are served, and nothing beside them", async () => {
  const site = await startSite(PAGES);
  try {
    expect(await statusOf(site.url, "/bookings.html")).toBe(200);
    expect(await statusOf(site.url, "/npm/jquery/dist/jquery.js")).toBe(200);
    expect(await statusOf(site.other, "/npm/jquery/dist/jquery.js")).toBe(200);
    expect(await statusOf(site.url, "/npm/jquery/dist/no.js")).toBe(404);
    expect(await statusOf(site.url, "/npm/../next.config.js")).toBe(404);
    expect(await statusOf(site.url, "/npm/%2e%2e/bench/eval/libraries/pages/bookings.html")).toBe(404);
    expect(await statusOf(site.url, "/npm/..%2fbench/eval/libraries/pages/bookings.html")).toBe(404);
  } finally {
    await site.stop();
  }
});
