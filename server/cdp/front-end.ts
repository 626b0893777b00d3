import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { DEVTOOLS_PATH } from "../access/debugger-links.ts";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";

/** React Native's build of Chrome's own front end (BSD): the one that npm carries built, and keeps up to date. */
const PACKAGE = "@react-native/debugger-frontend";
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".wasm": "application/wasm",
};
/** Pictures are compressed already. */
const PACKED = new Set([".png", ".avif", ".ico"]);
/** A script that its page asks for on behalf of whoever embeds it: there is nothing to say. */
const EMBEDDER_SCRIPT = "embedder-static/embedderScript.js";
/** Names as the front end's files have them; none begins with a dot, so that no path leads upwards. */
const FILE_PATH = /^[\w@-][\w.@-]*(?:\/[\w@-][\w.@-]*)*$/;

/** Serves Chrome's DevTools front end. What it may connect to needs a debugger link; its files are public. */
export type FrontEnd = ReturnType<typeof createFrontEnd>;

/** Makes it; it holds nothing. */
export function createFrontEnd({ publicUrl }: Pick<Env, "publicUrl">) {
  const description = createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
  const root = join(dirname(description), "dist", "third-party", "front_end");
  const { version } = createRequire(import.meta.url)(description) as { version: string };
  const etag = `"devtools-${version}"`;

  return {
    /** Answers a request below DEVTOOLS_PATH. @throws AppError NOT_FOUND */
    handle: async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> => {
      const path = url.pathname.slice(DEVTOOLS_PATH.length);
      if (path === EMBEDDER_SCRIPT) return void res.writeHead(200, { "content-type": TYPES[".js"], "content-length": 0 }).end();
      const extension = extname(path);
      const type = TYPES[extension];
      const isRead = req.method === "GET" || req.method === "HEAD";
      const sizeBytes = isRead && type !== undefined && FILE_PATH.test(path) ? await sizeOf(join(root, path)) : null;
      if (type === undefined || sizeBytes === null) throw new AppError("NOT_FOUND", "DevTools has no such file.");
      res.setHeader("content-security-policy", policy(publicUrl, req.headers.host));
      // All files change together, with the package: one mark is good for each.
      res.setHeader("etag", etag).setHeader("cache-control", "public, no-cache").setHeader("vary", "accept-encoding");
      if (req.headers["if-none-match"] === etag) return void res.writeHead(304).end();
      const zips = !PACKED.has(extension) && /\bgzip\b/.test(String(req.headers["accept-encoding"]));
      res.writeHead(200, { "content-type": type, ...(zips ? { "content-encoding": "gzip" } : { "content-length": sizeBytes }) });
      if (req.method === "HEAD") return void res.end();
      const file = createReadStream(join(root, path));
      // A reader who leaves midway is none of our failures.
      await (zips ? pipeline(file, createGzip({ level: 4 }), res) : pipeline(file, res)).catch((error: unknown) => {
        if (!hasCode(error, "ERR_STREAM_PREMATURE_CLOSE")) throw error;
      });
    },
  };
}

/**
 * The front end shows what any page made, on our own origin, where its reader is logged in: it runs its own scripts only,
 * and reaches its own files and debugger sockets, but neither the API nor another server.
 */
function policy(publicUrl: string, host: string | undefined): string {
  // Who reaches us by another name than the configured one is let in by that, too.
  const origins = [...new Set([publicUrl, ...(host === undefined ? [] : [`http://${host}`, `https://${host}`])])];
  const files = origins.map((origin) => `${origin}${DEVTOOLS_PATH}`).join(" ");
  const sockets = origins.map((origin) => `${origin.replace(/^http/, "ws")}/cdp/`).join(" ");
  return [
    "default-src 'none'",
    `script-src ${files}`,
    // It builds its styles as it goes.
    `style-src ${files} 'unsafe-inline'`,
    `img-src ${files} data: blob:`,
    `font-src ${files} data:`,
    `worker-src ${files} blob:`,
    `connect-src ${files} ${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return null;
    throw error;
  }
}

const hasCode = (error: unknown, code: string): boolean => error instanceof Error && "code" in error && error.code === code;
