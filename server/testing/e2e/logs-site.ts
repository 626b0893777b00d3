import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

const PAGE = `<!doctype html><html lang="en"><title>Shop</title><link rel=stylesheet href=/style.css><h1>Shop</h1><script src=/main.js></script>`;
const SCRIPT = `console.info("The shop is open");
console.log("basket", { items: [1, 2], total: 12.5 });
console.warn("Few are left");
fetch("/api/cart?token=abc123").then((r) => r.json());
fetch("/api/stock").catch(() => {});
fetch("/moved").then((r) => r.text());
setTimeout(() => { throw new TypeError("price is undefined"); });
const prices = new WebSocket("ws" + location.origin.slice(4) + "/prices");
prices.onopen = () => prices.send(JSON.stringify({ follow: "cups", token: "planted-secret" }));
let ticks = 0;
addEventListener("message", ({ data }) => { for (let i = 0; i < data; i++) console.log("tick " + ++ticks); });`;

function answer(req: IncomingMessage, res: ServerResponse): void {
  const { pathname } = new URL(req.url ?? "/", "http://localhost");
  const send = (status: number, type: string, body: string): void => void res.writeHead(status, { "content-type": type }).end(body);
  if (pathname === "/main.js") send(200, "text/javascript", SCRIPT);
  else if (pathname === "/style.css") send(200, "text/css", "h1 { color: teal }");
  else if (pathname === "/api/cart") send(200, "application/json", '{"items":2,"password":"planted-secret"}');
  else if (pathname === "/api/stock") send(503, "application/json", '{"error":"away"}');
  else if (pathname === "/moved") res.writeHead(302, { location: "/style.css" }).end();
  else if (pathname === "/favicon.ico") res.writeHead(204).end();
  else send(200, "text/html", PAGE);
}

/** A page that writes to the console, breaks, asks for what is there, is refused and is moved, and talks over a WebSocket that stays open. */
export async function startLogsSite(): Promise<{ url: string; stop: () => void }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => socket.on("message", () => socket.send(JSON.stringify({ cups: 12.5 }))));
  const stop = (): void => {
    for (const client of sockets.clients) client.terminate();
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
}
