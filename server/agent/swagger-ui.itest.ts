import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createPerch, type PerchSession } from "../clients/sdk.ts";
import { startTestApp } from "../testing/app.ts";
import { startSwaggerUi } from "../testing/apps/swagger-ui.ts";

const OPERATIONS = [
  { tag: "pets", method: "GET", path: "/pets", summary: "All pets" },
  { tag: "pets", method: "POST", path: "/pets", summary: "A new pet" },
  { tag: "pets", method: "GET", path: "/pets/{petId}", summary: "One pet" },
  { tag: "pets", method: "PUT", path: "/pets/{petId}", summary: "Changes a pet" },
  { tag: "pets", method: "DELETE", path: "/pets/{petId}", summary: "Removes a pet" },
  { tag: "pets", method: "POST", path: "/pets/{petId}/photos", summary: "A new photo" },
  { tag: "orders", method: "GET", path: "/orders", summary: "All orders" },
  { tag: "orders", method: "POST", path: "/orders", summary: "A new order" },
  { tag: "orders", method: "GET", path: "/orders/{orderId}", summary: "One order" },
  { tag: "orders", method: "PATCH", path: "/orders/{orderId}", summary: "Changes an order" },
  { tag: "staff", method: "POST", path: "/staff/login", summary: "Signs in" },
  { tag: "staff", method: "GET", path: "/staff/me" },
];
const Operation = z.object({ method: z.string(), path: z.string(), summary: z.string().optional() });
const shown = (tags: string[]) => OPERATIONS.filter(({ tag }) => tags.includes(tag)).map(({ tag: _, ...operation }) => operation);

/** The OpenAPI document of these operations. */
function openApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { tag, method, path, summary } of OPERATIONS) {
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));
    paths[path] = { ...paths[path], [method.toLowerCase()]: { tags: [tag], summary, parameters, responses: { 200: { description: "Done" } } } };
  }
  return { openapi: "3.0.3", info: { title: "Pet shop", version: "3.2.1", description: "Sells pets." }, servers: [{ url: "/api" }], paths };
}

let app: Awaited<ReturnType<typeof startTestApp>>;
let docs: Awaited<ReturnType<typeof startSwaggerUi>>;
let session: PerchSession;

beforeAll(async () => {
  [app, docs] = await Promise.all([startTestApp(), startSwaggerUi(openApi())]);
  const perch = createPerch({ url: app.url, apiKey: await app.apiKey(await app.actor()) });
  session = await perch.createSession();
});
afterAll(async () => {
  await session?.end();
  await Promise.all([docs?.stop(), app?.stop()]);
});

async function act(instruction: string): Promise<void> {
  const { outcome, message, via } = await session.act(instruction);
  expect({ instruction, outcome, message, via }).toMatchObject({ outcome: "done", via: "resolver" });
}
/** The ids of the operations that are open. */
const open = async () => (await session.evaluate("[...document.querySelectorAll('.opblock.is-open')].map((block) => block.id)")).value;

describe("Swagger UI", () => {
  beforeEach(async () => {
    await session.navigate("about:blank");
    await session.navigate(docs.url);
  });

  test("all methods and paths are read, with summaries where there are any", async () => {
    const { operations } = await session.extract(z.object({ operations: z.array(Operation) }), "all operations with method, path and summary");
    expect(operations).toEqual(shown(["pets", "orders", "staff"]));
  });

  test("the operations of one tag, by its name", async () => {
    const { operations } = await session.extract(z.object({ operations: z.array(Operation) }), "the operations under the orders tag");
    expect(operations).toEqual(shown(["orders"]));
  });

  test("the document's title, version and description", async () => {
    const Info = z.object({ title: z.string(), version: z.string(), description: z.string() });
    expect(await session.extract(Info)).toEqual({ title: "Pet shop", version: "3.2.1", description: "Sells pets." });
  });

  test("an operation is opened, tried and closed", async () => {
    await act("expand GET /pets/{petId}");
    expect(await open()).toEqual(["operations-pets-get_pets__petId_"]);
    await act("click Try it out");
    await act('type "7" into petId');
    await act("click Execute");
    await session.waitFor({ kind: "text", text: "GET /api/pets/7", state: "visible" }, 10_000);
    await act("collapse GET /pets/{petId}");
    expect(await open()).toEqual([]);
  });

  test("what fits several operations is not guessed", async () => {
    await session.waitFor({ kind: "text", text: "/staff/me", state: "visible" }, 10_000);
    expect(await session.act("expand /pets/{petId}")).toMatchObject({ success: false, outcome: "ambiguous" });
    expect(await open()).toEqual([]);
  });
});
