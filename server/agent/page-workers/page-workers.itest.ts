import { afterAll, expect, test } from "vitest";
import { PageWorkers } from "./page-workers.ts";

const workers = new PageWorkers();
afterAll(() => workers.stop());

const page = (text: string): string =>
  JSON.stringify({ url: "https://x.test/", title: "", lang: "en", meta: [], linked: [], root: { tag: "body", kids: [{ tag: "h1", kids: [text] }] } });
const schema = { type: "object", properties: { title: { type: "string" } } };
const signal = AbortSignal.timeout(30_000);

test("several jobs at once, each with its own answer", async () => {
  const titles = ["One", "Two", "Three", "Four", "Five"];
  const answers = await Promise.all(titles.map((title) => workers.match({ tree: page(title), schema, instruction: "" }, signal)));
  expect(answers.map(({ found }) => found?.data)).toEqual(titles.map((title) => ({ title })));
});

test("what the schema has against it is told; a page that is none is a failure, and the next job works", async () => {
  const strict = { ...schema, required: ["title", "price"], properties: { ...schema.properties, price: { type: "number" } } };
  expect((await workers.match({ tree: page("A"), schema: strict, instruction: "" }, signal)).wrong).toEqual(["price is missing"]);
  await expect(workers.match({ tree: "no page", schema, instruction: "" }, signal)).rejects.toMatchObject({ code: "INTERNAL" });
  expect((await workers.match({ tree: page("B"), schema, instruction: "" }, signal)).found?.data).toEqual({ title: "B" });
});

test("a page is put into words by the same threads, while another is read", async () => {
  const shown = { url: "https://x.test/", title: "T", lang: "en", head: "", body: "<h1>Hello</h1><table><tr><th>A<td>B</table>" };
  const [words, read] = await Promise.all([
    workers.convert({ shown, format: "markdown", mainOnly: false, maxTokens: 1_000 }, signal),
    workers.match({ tree: page("One"), schema, instruction: "" }, signal),
  ]);
  expect(words).toMatchObject({ title: "T", content: expect.stringContaining("# Hello"), truncated: false });
  expect(read.found?.data).toEqual({ title: "One" });
});

test("a queue that is too long takes no more, and is worked off", async () => {
  const jobs = Array.from({ length: 130 }, (_, i) => workers.match({ tree: page(`N${i}`), schema, instruction: "" }, signal));
  const ends = await Promise.allSettled(jobs);
  const refused = ends.filter((end) => end.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ reason }) => reason.code === "LIMIT_EXCEEDED")).toBe(true);
  expect(ends.length - refused.length).toBeGreaterThanOrEqual(100);
});

test("a pattern that takes for ever holds up the thread only, and a caller that gives up is answered at once", async () => {
  const evil = { type: "object", properties: { code: { type: "string", pattern: "^(a+)+$" } } };
  const startedAt = performance.now();
  await expect(workers.match({ tree: page(`${"a".repeat(60)}!`), schema: evil, instruction: "" }, AbortSignal.timeout(500))).rejects.toMatchObject({
    code: "CANCELLED",
  });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test("after the stop nothing is read", async () => {
  await workers.stop();
  await workers.stop();
  await expect(workers.match({ tree: page("C"), schema, instruction: "" }, signal)).rejects.toMatchObject({ code: "CANCELLED" });
});
