import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ContentInput } from "../../contract/agent.ts";
import { startSwaggerUi } from "../../testing/apps/swagger-ui.ts";
import { startRunningSession } from "../../testing/running-session.ts";
import { collectPage } from "./collect.ts";
import { type ConvertJob, doConvertJob } from "./convert-job.ts";

const converted = (shown: ConvertJob["shown"], format: ConvertJob["format"], wish: Omit<ConvertJob, "shown" | "format">) =>
  doConvertJob({ ...wish, shown, format });

const signal = AbortSignal.timeout(150_000);
const WHOLE = ContentInput.parse({ sessionId: "s", maxTokens: 100_000 });

const API = {
  openapi: "3.0.3",
  info: { title: "Pet shop", version: "3.2.1", description: "Sells pets." },
  paths: Object.fromEntries(
    ["pets", "orders", "staff"].map((tag) => [`/${tag}`, { get: { tags: [tag], summary: `All ${tag}`, responses: { 200: { description: "Done" } } } }]),
  ),
};

let server: Server;
let base: string;
let run: Awaited<ReturnType<typeof startRunningSession>>;

const PAGES = (port: number): Record<string, string> => ({
  "/": `<!doctype html><html lang=en><title>Shown</title><meta name=author content="Ann"><style>p { margin: 0 }</style>
    <h1>Hello &amp; welcome</h1><p>A <a href="/next?a=1&b=2">link</a>, <img src="/pic.png" alt="A picture"> and <code>a &lt; b</code>.</p>
    <p hidden>hidden words</p><p style="display:none">none words</p><p style="visibility:hidden">invisible <b style="visibility:visible">but this</b></p>
    <my-card><b slot=head>Slotted</b></my-card><div id=closed></div>
    <label>Name <input value="Ann"></label><input type=password value=secret><select><option>Red<option selected>Green</select><textarea>note</textarea>
    <table><tr><th>City<th>People</tr><tr><td>Rome<td>3 m</tr></table>
    <iframe srcdoc="<p>inner frame</p><iframe srcdoc='<p>innermost</p>'></iframe>"></iframe><iframe src="http://localhost:${port}/other"></iframe>
    <script>customElements.define("my-card", class extends HTMLElement { constructor() { super();
      this.attachShadow({ mode: "open" }).innerHTML = "<style>i{}</style><section><h2>Card</h2><slot name=head></slot><p>from the shadow</p></section>" } })</script>`,
  "/other": "<p>of another process, <a href='/deep'>deep</a></p>",
});

beforeAll(async () => {
  server = createServer((req, res) => {
    const { port } = server.address() as AddressInfo;
    res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGES(port)[req.url ?? ""] ?? "");
  }).listen(0);
  await new Promise((resolve) => server.once("listening", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  run = await startRunningSession();
}, 90_000);
afterAll(async () => {
  await run?.stop();
  server?.closeAllConnections();
  server?.close();
});

const open = (url: string) => run.page.navigate(url, { waitUntil: "load", timeoutMs: 20_000, signal });

describe("what a page shows", () => {
  test("is told as Markdown, with shadow trees and frames in their places and nothing that is hidden", async () => {
    await open(`${base}/`);
    const { content, truncated, title } = converted(await collectPage(run.page, signal), "markdown", WHOLE);
    expect({ truncated, title }).toEqual({ truncated: false, title: "Shown" });
    for (const part of ["# Hello & welcome", `A [link](${base}/next?a=1&b=2), ![A picture](${base}/pic.png) and \`a < b\`.`, "but this"])
      expect(content).toContain(part);
    for (const part of [
      "## Card",
      "Slotted",
      "from the shadow",
      "Name Ann",
      "Green",
      "note",
      "| Rome | 3 m |",
      "inner frame",
      "innermost",
      "of another process",
    ])
      expect(content).toContain(part);
    expect(content).toMatch(/\[deep\]\(http:\/\/localhost:\d+\/deep\)/);
    expect(content).not.toMatch(/hidden words|none words|invisible|secret|Red|i\{\}|define/);
  });

  test("is told as HTML without its author's names, and as text", async () => {
    await open(`${base}/`);
    const shown = await collectPage(run.page, signal);
    const html = converted(shown, "html", WHOLE).content;
    expect(html).toContain(`<a href="${base}/next?a=1&b=2">link</a>`);
    expect(html).toMatch(/<select><option[^>]*>Green<\/option><\/select>/);
    expect(html).not.toMatch(/class=|<script|<style|my-card|secret/);
    expect(converted(shown, "text", WHOLE).content).toContain("City\tPeople\nRome\t3 m");
  });
});

test("a real application is read in parts that stay within their tokens", async () => {
  const app = await startSwaggerUi(API);
  try {
    await open(app.url);
    await run.page.waitFor({ kind: "selector", selector: ".opblock", state: "visible" }, { timeoutMs: 30_000, signal });
    const shown = await collectPage(run.page, signal);
    const whole = converted(shown, "markdown", WHOLE);
    const first = converted(shown, "markdown", { ...WHOLE, maxTokens: 100 });
    expect(whole.truncated).toBe(false);
    expect(first.truncated).toBe(true);
    expect(whole.content.startsWith(first.content.slice(0, 100))).toBe(true);
    for (const words of ["Pet shop", "Sells pets.", "/pets", "All orders"]) expect(whole.content).toContain(words);
  } finally {
    await app.stop();
  }
});
