import { afterAll, beforeAll, expect, test } from "vitest";
import { startActPages } from "../../../testing/act-pages.ts";

/** Rows with what `draw` makes of each name. */
const rows = (draw: (name: string) => string): string => ["Ann Lee", "Bo Ray"].map((name) => `<tr><td>${name}</td><td>${draw(name)}</td></tr>`).join("");

/** Controls that are out of sight until something is opened or pointed at, and such as show their value; each page tells what happened. */
const PAGES: Record<string, string> = {
  menus: `<style>.m{display:none}.m.on{display:block}</style><table><tr><th>Name</th><th></th></tr>${rows(
    (name) =>
      `<button aria-label="Actions" aria-haspopup="true" onclick="nextElementSibling.classList.toggle('on')">⋮</button><div class=m><a href="#" onclick="did('reset ${name}')">Reset password</a></div>`,
  )}</table>`,
  tools: `<style>.t{visibility:hidden}li:hover .t{visibility:visible}</style><ul>${["Morning all", "On it"]
    .map((text) => `<li>${text}<span class=t><button title="Pin message" onclick="did('pinned ${text}')">📌</button></span></li>`)
    .join("")}</ul>`,
  cycling: `<button onclick="const all = ['off', 'all', 'one']; const next = all[(all.indexOf(textContent.slice(8)) + 1) % 3]; textContent = 'Repeat: ' + next; did(next)">Repeat: off</button>`,
  below: `<table><tr><th>Pick</th><th>Name</th></tr>${["Ann", "Bo", "Cy"].map((name) => `<tr><td><input type=checkbox aria-label="Pick row" onchange="did('${name}')"></td><td>${name}</td></tr>`).join("")}</table>`,
};

let on: Awaited<ReturnType<typeof startActPages>>;
beforeAll(async () => {
  on = await startActPages(PAGES, AbortSignal.timeout(170_000));
});
afterAll(() => on?.stop());

test.each<[string, string, string]>([
  ["menus", "Reset the password of Bo Ray", "reset Bo Ray"],
  ["menus", "Open the actions menu in the row of Ann Lee and choose Reset password", "reset Ann Lee"],
  ["tools", "Pin the message “On it”", "pinned On it"],
  ["cycling", "Set Repeat to one", "one"],
  ["below", "Tick the checkbox below Ann", "Bo"],
])("%s: %s", async (page, instruction, told) => {
  expect(await on.act(page, instruction)).toEqual(["done", told]);
});

test.each<[string, string]>([
  ["menus", "Reset the password of Cy Dent"],
  ["menus", "Reset the password"],
])("nothing is done: %s: %s", async (page, instruction) => {
  const [outcome, told] = await on.act(page, instruction);
  expect(outcome).toMatch(/^(not_found|ambiguous)/);
  expect(told).toBe("-");
});
