import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import { serveOnLoopback } from "./serve.ts";

const ROOT = dirname(createRequire(import.meta.url).resolve("startbootstrap-sb-admin-2/package.json"));
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
/** What pages and styles ask the internet for: a font, and photographs. */
const FONT = /<link\s+href="https:[^>]*>/g;
const PHOTO = /(?<=src="|url\("?)https:[^")]*/g;

/** SB Admin 2, a dashboard's pages (Bootstrap 4, DataTables, Chart.js), as its package ships them but for what they ask the internet for. */
export function startSbAdmin(): Promise<{ url: string; stop(): Promise<void> }> {
  return serveOnLoopback(async (path, response) => {
    const file = normalize(path === "/" ? "/index.html" : path);
    const type = TYPES[extname(file)];
    const content = type === undefined ? null : await readFile(join(ROOT, file)).catch(() => null);
    if (type === undefined || content === null) return void response.writeHead(404).end();
    const sent = type.startsWith("text/") ? content.toString().replace(FONT, "").replace(PHOTO, "/img/undraw_profile.svg") : content;
    response.writeHead(200, { "content-type": type }).end(sent);
  });
}
