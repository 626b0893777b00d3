import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import { serveOnLoopback } from "./serve.ts";

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
export function startSwaggerUi(document: object): Promise<{ url: string; stop(): Promise<void> }> {
  return serveOnLoopback(async (path, response, request) => {
    const json = { "content-type": "application/json" };
    if (path === "/openapi.json") return void response.writeHead(200, json).end(JSON.stringify(document));
    if (path === "/swagger-initializer.js") return void response.writeHead(200, { "content-type": "text/javascript" }).end(INITIALIZER);
    if (path.startsWith("/api/")) return void response.writeHead(200, json).end(JSON.stringify({ asked: `${request.method} ${request.url}` }));
    const file = normalize(path === "/" ? "/index.html" : path);
    const content = await readFile(join(DIST, file)).catch(() => null);
    if (content === null) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(content);
  });
}
