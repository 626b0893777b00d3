import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, extname, join, normalize } from "node:path";

const DIST = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const TYPES: Record<string, string> = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".png": "image/png" };

/** The distribution's own start script names a document on the internet; this one names ours and is else the same. */
const INITIALIZER = `window.onload = () => {
  window.ui = SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: "StandaloneLayout",
  });
};`;

/** Swagger UI as its package ships it, showing the given OpenAPI document; `/api/…` answers what it was asked. */
export async function startSwaggerUi(document: object) {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const json = { "content-type": "application/json" };
    if (path === "/openapi.json") return void response.writeHead(200, json).end(JSON.stringify(document));
    if (path === "/swagger-initializer.js") return void response.writeHead(200, { "content-type": "text/javascript" }).end(INITIALIZER);
    if (path.startsWith("/api/")) return void response.writeHead(200, json).end(JSON.stringify({ asked: `${request.method} ${request.url}` }));
    const file = normalize(path === "/" ? "/index.html" : path);
    const content = await readFile(join(DIST, file)).catch(() => null);
    if (content === null) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(content);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
}
