import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { createPerch } from "./sdk.ts";

// Creates a session, finds a product on a page by instructions in plain language, prints the data, ends the session.
// `PERCH_URL` and `PERCH_API_KEY` name the server; left out, it is the one that runs on this machine.

const LOCAL_URL = "http://127.0.0.1:3000";
const LOCAL_KEY = join(process.env.DATA_DIR || ".data", "local-key");

const SHOP = `<!doctype html><html lang="en"><title>Corner shop</title>
<h1>Corner shop</h1>
<form id="f"><label>Search <input name="q" type="search"></label> <button>Find</button></form>
<main id="m"></main>
<script>
  const goods = [["Teapot", "12.50", "blue"], ["Tea towel", "4.20", "striped"], ["Lamp", "39.00", "brass"]];
  f.onsubmit = (event) => {
    event.preventDefault();
    const found = goods.filter(([name]) => name.toLowerCase().includes(f.q.value.toLowerCase()));
    m.innerHTML = "<h2>Results</h2><table><thead><tr><th>Name<th>Price<th>Look</thead><tbody>" +
      found.map((row) => "<tr>" + row.map((cell) => "<td>" + cell).join("")).join("") + "</tbody></table>";
  };
</script></html>`;

const Results = z.object({ products: z.array(z.object({ name: z.string(), price: z.number(), look: z.string() })) });

const url = process.env.PERCH_URL || LOCAL_URL;
const perch = createPerch({ url, apiKey: process.env.PERCH_API_KEY || (await localKey()) });

const shop = createServer((_, res) => res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(SHOP));
await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
try {
  await using session = await perch.createSession({ name: "Example", tags: ["example"] });
  say(`Session:   ${session.id}`);
  say(`Watch it:  ${session.liveViewUrl}`);
  await session.navigate(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
  for (const instruction of ['type "tea" into the search field', "click the Find button"]) {
    const { success, message, via, durationMs } = await session.act(instruction);
    say(`${success ? "Did" : "Could not do"}: ${instruction} (${via}, ${Math.round(durationMs)} ms)${success ? "" : `: ${message}`}`);
  }
  say(`Live link: ${await session.liveUrl()}`);
  say(`Extracted: ${JSON.stringify(await session.extract(Results, "the products in the results table"), null, 2)}`);
} finally {
  shop.close();
  shop.closeAllConnections();
}
say("The session has ended.");

async function localKey(): Promise<string> {
  const key = await readFile(LOCAL_KEY, "utf8").catch(() => "");
  if (key === "") throw new Error(`There is no key in ${LOCAL_KEY}: start the server first (npm start), or set PERCH_URL and PERCH_API_KEY.`);
  return key.trim();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
