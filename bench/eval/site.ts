import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));
/** A file of an installed package: `/npm/jquery-ui/dist/jquery-ui.js`. */
const NPM = /^\/npm(\/.+)$/;

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** A set's pages at two origins of loopback, both with a slash at the end. */
export type Site = { url: string; other: string; stop(): Promise<void> };

/**
 * Serves the files of a folder, the same ones from two origins. In each, `{{other}}` stands for the address of the origin
 * that the file was not asked from (for frames from elsewhere) and `{{own}}` for the one that it was. What installed packages
 * ship is served as it is below `/npm/`.
 */
export async function startSite(folder: string): Promise<Site> {
  const servers: [Server, Server] = [createServer(), createServer()];
  // Another port of the same host is the same site: a frame would share its parent's process.
  const [url, other] = await Promise.all([listen(servers[0], "127.0.0.1"), listen(servers[1], "localhost")]);
  servers[0].on("request", pagesOf(folder, { own: url, other }));
  servers[1].on("request", pagesOf(folder, { own: other, other: url }));
  const stop = async (): Promise<void> => {
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  };
  return { url, other, stop };
}

async function listen(server: Server, host: string): Promise<string> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://${host}:${(server.address() as AddressInfo).port}/`;
}

function pagesOf(folder: string, places: Record<"own" | "other", string>): RequestListener {
  const answer = async (path: string): Promise<{ type: string; content: string | Buffer } | null> => {
    const type = TYPES[extname(path)];
    if (type === undefined) return null;
    const shipped = NPM.exec(path)?.[1];
    // A path that begins with a slash cannot lead out of the folder that it is joined to, once normalized.
    const content = await readFile(shipped === undefined ? join(folder, normalize(path)) : join(MODULES, normalize(shipped))).catch(() => null);
    if (content === null || shipped !== undefined) return content && { type, content };
    return { type, content: content.toString().replace(/\{\{(own|other)\}\}/g, (_, place: string) => places[place === "own" ? "own" : "other"]) };
  };
  return (request, response) => {
    answer(new URL(request.url ?? "/", places.own).pathname).then(
      (found) => {
        if (found) response.writeHead(200, { "content-type": found.type, "cache-control": "no-store" }).end(found.content);
        else response.writeHead(404).end();
      },
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  };
}
