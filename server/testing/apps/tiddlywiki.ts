import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { serveOnLoopback } from "./serve.ts";

const RENDER_LIMIT_MS = 60_000;

/** One page of a wiki. */
export type TestTiddler = { title: string; text: string; tags?: string };

/**
 * A real TiddlyWiki of one file, as its own program makes it, with these tiddlers. Nothing that is done in it is kept: each
 * visit begins with the same wiki.
 * @param open the titles of those that are open at first
 * @throws when TiddlyWiki's program fails, with its own words
 */
export async function startTiddlyWiki(tiddlers: readonly TestTiddler[], open: readonly string[]): Promise<{ url: string; stop(): Promise<void> }> {
  const html = await rendered([...tiddlers, { title: "$:/DefaultTiddlers", text: open.map((title) => `[[${title}]]`).join("\n") }]);
  return serveOnLoopback(async (path, response) => {
    if (path === "/") response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
    else response.writeHead(404).end();
  });
}

async function rendered(tiddlers: readonly TestTiddler[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "perch-tiddlywiki-"));
  try {
    await mkdir(join(dir, "tiddlers"));
    await writeFile(join(dir, "tiddlywiki.info"), JSON.stringify({ plugins: [], themes: ["tiddlywiki/vanilla", "tiddlywiki/snowwhite"] }));
    await writeFile(join(dir, "tiddlers", "all.json"), JSON.stringify(tiddlers));
    const program = createRequire(import.meta.url).resolve("tiddlywiki/tiddlywiki.js");
    const args = [program, dir, "--output", dir, "--render", "$:/core/save/all", "index.html", "text/plain"];
    await promisify(execFile)(process.execPath, args, { cwd: dir, env: { NODE_ENV: "test", PATH: process.env.PATH, HOME: dir }, timeout: RENDER_LIMIT_MS });
    return await readFile(join(dir, "index.html"), "utf8");
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
