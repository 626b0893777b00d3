import { once } from "node:events";
import { createServer } from "node:http";

/** A site of another origin that frames an address and keeps what the frame tells it in `window.heard`. */
export type EmbeddingSite = { origin: string; pageFor: (framed: string) => string; stop: () => Promise<void> };

/**
 * Serves it on a free port, under the name `localhost`: another origin than the server's 127.0.0.1, and for cookies
 * another site.
 */
export async function startEmbeddingSite(): Promise<EmbeddingSite> {
  const server = createServer((request, response) => {
    const framed = new URL(request.url ?? "/", "http://localhost").searchParams.get("frame") ?? "";
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(pageAround(framed));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  const origin = `http://localhost:${address.port}`;
  return {
    origin,
    pageFor: (framed) => `${origin}/?frame=${encodeURIComponent(framed)}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const pageAround = (framed: string): string => `<!doctype html><html lang="en"><title>A site that embeds</title>
<body style="margin:0"><h1>Our support page</h1>
<script>
  window.heard = [];
  addEventListener("message", ({ origin, data }) => heard.push({ origin, data, atMs: performance.now() }));
  window.command = (message) => document.querySelector("iframe").contentWindow.postMessage(message, "*");
</script>
<iframe title="Live browser" src="${framed.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}" style="width:960px;height:640px;border:0" allow="fullscreen; clipboard-read; clipboard-write" referrerpolicy="origin"></iframe>
</body></html>`;
