import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A set's pages at two origins of loopback, both with a slash at the end. */
export type Site = { url: string; other: string; stop(): Promise<void> };

/**
 * Serves the files of a folder, the same ones from two origins. In each, `{{other}}` stands for the address of the origin
 * that the file was not asked from (for frames from elsewhere) and `{{own}}` for the one that it was.
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
  const answer = async (path: string): Promise<{ type: string; text: string } | null> => {
    const type = TYPES[extname(path)];
    const text = type === undefined ? null : await readFile(join(folder, normalize(path)), "utf8").catch(() => null);
    return type === undefined || text === null
      ? null
      : { type, text: text.replace(/\{\{(own|other)\}\}/g, (_, place: string) => places[place === "own" ? "own" : "other"]) };
  };
  return (request, response) => {
    answer(new URL(request.url ?? "/", places.own).pathname).then(
      (found) => {
        if (found) response.writeHead(200, { "content-type": found.type, "cache-control": "no-store" }).end(found.text);
        else response.writeHead(404).end();
      },
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  };
}
