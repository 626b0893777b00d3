import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Where the fields stand on the page, in CSS pixels: tests look at the pixels of pictures there. */
export const FIELD_BOXES = {
  password: { x: 40, y: 120, width: 300, height: 40 },
  card: { x: 40, y: 180, width: 300, height: 40 },
  plain: { x: 40, y: 240, width: 300, height: 40 },
  /** In a frame of another site, as payment providers have it. */
  framed: { x: 660, y: 130, width: 300, height: 40 },
} as const;

const at = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }): string =>
  `position: absolute; left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px`;

const INPUT_STYLE = "input { box-sizing: border-box; border: 1px solid #888; background: #ffeecc; color: #cc0000; font: 24px monospace }";
const FRAME = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Payment</title><style>body { margin: 0 } ${INPUT_STYLE}</style>
<input aria-label="Security code" autocomplete="cc-csc" value="737 737 737" style="${at({ ...FIELD_BOXES.framed, x: 10, y: 10 })}">`;
const pageWith = (frameUrl: string): string => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Checkout</title>
<style>body { margin: 0; background: #fff; font: 20px sans-serif } ${INPUT_STYLE}</style>
<h1 style="position: absolute; left: 40px; top: 20px; margin: 0">注文 · طلب 🛒</h1>
<input aria-label="Password" type="password" style="${at(FIELD_BOXES.password)}">
<input aria-label="Card number" autocomplete="cc-number" style="${at(FIELD_BOXES.card)}">
<input aria-label="Customer" style="${at(FIELD_BOXES.plain)}">
<button style="${at({ x: 40, y: 320, width: 160, height: 40 })}" onclick="document.getElementById('box').style.background = '#0a7d32'; document.title = 'Paid'">Pay</button>
<iframe title="Payment" src="${frameUrl}" style="${at({ x: 650, y: 120, width: 340, height: 80 })}; border: 0"></iframe>
<div id="box" style="${at({ x: 400, y: 120, width: 200, height: 160 })}; background: #d0d0d0"></div>`;

/** A checkout with secrets in known places: a password, a card number, one in a frame, an ordinary field and a button that turns a box green. */
export async function startEvidenceSite(): Promise<{ url: string; stop: () => Promise<void> }> {
  const state = { page: "" };
  const server = createServer((req, res) => {
    res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(req.url === "/frame" ? FRAME : state.page);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  // Another name is another site: the frame gets a process of its own.
  state.page = pageWith(`http://localhost:${port}/frame`);
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}/`, stop };
}
