import { once } from "node:events";
import { createServer } from "node:http";

const PAGE = `<!doctype html><html lang="en"><title>Paint</title>
<body style="margin:0;height:100vh;background:#ffffff">
<h1>Paint shop</h1>
<button onclick="document.body.style.background='#ff0000'">Paint it red</button>
<label>Name <input name="name"></label>
</body></html>`;

/** A page whose whole background turns red at the press of its button. */
export async function startPaintSite(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((_request, response) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${address.port}/`, stop };
}
