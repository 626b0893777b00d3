import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createPerch, type PerchSession } from "../clients/sdk.ts";
import { startTestApp } from "../testing/app.ts";
import { startVerdaccio } from "../testing/apps/verdaccio.ts";

const USER = { name: "ann", password: "s3cret-harbour-pw" };
const readme = (name: string): string => `# ${name}\n\nInstall it.\n\n## History\n\nUntil version 9.9.9 it was called something else.\n`;
const PACKAGES = [
  { name: "harbor-kit", version: "2.4.1", description: "Tools for small harbours", author: "Ann Lee", license: "MIT", keywords: ["boats", "tides"] },
  { name: "harbor-charts", version: "1.0.0-beta.2", description: "Charts of harbours", author: "Ann Lee", license: "MIT", keywords: ["maps"] },
  { name: "lantern", version: "0.9.0", description: "Light for dark terminals", author: "Bo Chen", license: "Apache-2.0", keywords: ["cli"] },
  { name: "quill-parser", version: "11.0.3", description: "Parses letters", author: "Cy Diaz", license: "ISC", keywords: ["text"] },
];
const Package = z.object({ name: z.string(), version: z.string() });

let app: Awaited<ReturnType<typeof startTestApp>>;
let registry: Awaited<ReturnType<typeof startVerdaccio>>;
let session: PerchSession;

beforeAll(async () => {
  [app, registry] = await Promise.all([
    startTestApp(),
    startVerdaccio({ user: USER, packages: PACKAGES.map((one) => ({ ...one, readme: readme(one.name) })) }),
  ]);
  const perch = createPerch({ url: app.url, apiKey: await app.apiKey(await app.actor()) });
  session = await perch.createSession();
});
afterAll(async () => {
  await session?.end();
  await Promise.all([registry?.stop(), app?.stop()]);
});

/** Does it, or fails with what the resolver said. */
async function act(instruction: string, variables: Record<string, string> = {}): Promise<void> {
  const { outcome, message, via } = await session.act(instruction, { useCache: false, variables });
  expect({ instruction, outcome, message, via }).toMatchObject({ outcome: "done", via: "resolver" });
}
const signedIn = async () => (await session.evaluate("localStorage.getItem('username')")).value;

describe("Verdaccio", () => {
  beforeEach(async () => {
    await session.navigate(registry.url);
    await session.evaluate("localStorage.clear()");
    await session.navigate(registry.url);
  });

  test("every package of the start page is read", async () => {
    const found = await session.extract(z.array(Package), "all packages with their names and versions");
    expect(found).toHaveLength(PACKAGES.length);
    expect(found).toEqual(expect.arrayContaining(PACKAGES.map(({ name, version }) => ({ name, version }))));
  });

  test("more fields of each, by what the page says of them", async () => {
    const Item = Package.extend({ description: z.string(), license: z.string() });
    const { packages } = await session.extract(z.object({ packages: z.array(Item) }));
    expect(packages).toEqual(expect.arrayContaining(PACKAGES.map(({ name, version, description, license }) => ({ name, version, description, license }))));
  });

  test("one of many is read by its name", async () => {
    expect(await session.extract(Package, "the version of lantern")).toEqual({ name: "lantern", version: "0.9.0" });
  });

  test("a user signs in, searches, opens a package and reads it", async () => {
    await act("click Login");
    await act('type "ann" into Username and type %password% into Password', { password: USER.password });
    await act("click the Login button in the dialog");
    await session.waitFor({ kind: "text", text: "Username", state: "hidden" }, 10_000);
    expect(await signedIn()).toBe(USER.name);

    await act('type "quill" into the search field');
    await act("click quill-parser");
    await session.waitFor({ kind: "url", url: "*/detail/quill-parser" }, 10_000);
    expect(await session.extract(Package, "the package's name and its latest version")).toEqual({ name: "quill-parser", version: "11.0.3" });
  });

  test("a search is sent with Enter after its suggestion is chosen by key", async () => {
    await act('type "lantern" into the search field');
    await session.waitFor({ kind: "selector", selector: "[role=option]", state: "visible" }, 10_000);
    await act("press ArrowDown");
    await act("press Enter");
    await session.waitFor({ kind: "url", url: "*/detail/lantern" }, 10_000);
    const Detail = Package.extend({ license: z.string(), author: z.string(), keywords: z.array(z.string()) });
    expect(await session.extract(Detail)).toEqual({ name: "lantern", version: "0.9.0", license: "Apache-2.0", author: "Bo Chen", keywords: ["cli"] });
  });

  test("a wrong password is told, and signs nobody in", async () => {
    await act("click Login");
    await act('type "ann" into Username and type %password% into Password', { password: "not-the-password" });
    await act("click the Login button in the dialog");
    await session.waitFor({ kind: "text", text: "Invalid username or password", state: "visible" }, 10_000);
    const { error } = await session.extract(z.object({ error: z.string() }), "the error message");
    expect(error).toContain("Invalid username or password");
    expect(await signedIn()).toBeNull();
  });

  test("what the page does not hold is said to be missing", async () => {
    await expect(session.extract(Package.extend({ downloads: z.number() }), "the version of lantern")).rejects.toMatchObject({
      code: "EXTRACTION_INVALID",
      message: expect.stringContaining("downloads is missing"),
    });
  });
});
