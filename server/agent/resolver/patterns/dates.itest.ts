import { afterAll, beforeAll, expect, test } from "vitest";
import { startActPages } from "../../../testing/act-pages.ts";
import { CALENDAR_SCRIPT } from "../../../testing/calendar-page.ts";

const PAGES: Record<string, string> = {
  popup: `<script>${CALENDAR_SCRIPT}</script>
    <div><label for=d>Departure</label><input id=d readonly><div id=p1 hidden></div></div>
    <div><label for=r>Return date</label><input id=r autocomplete=off><button type=button id=rb aria-label="Choose date" aria-haspopup=dialog>📅</button><div id=p2 role=dialog hidden></div></div>
    <p>Deliver <button id=only>Pick a day</button></p><div id=p3 hidden></div>
    <script>
      const into = (field, pop) => (date) => { field.value = date.split("-").reverse().join("/"); pop.hidden = true; did(field.id + " " + field.value) };
      calendar(p1, { year: 2026, month: 11, onPick: into(d, p1) }); d.onclick = () => { p1.hidden = false };
      calendar(p2, { year: 2026, month: 11, arrows: ["◀", "▶"], label: true, onPick: into(r, p2) }); rb.onclick = () => { p2.hidden = !p2.hidden };
      calendar(p3, { year: 2026, month: 11, table: false, arrows: ["Prev", "Next"], onPick: (date) => { only.textContent = date; p3.hidden = true; did("only " + date) } }); only.onclick = () => { p3.hidden = false };
    </script>`,
  inline: `<script>${CALENDAR_SCRIPT}</script><h2>Appointment</h2><div id=c></div>
    <script>calendar(c, { year: 2027, month: 1, table: false, arrows: ["◀", "▶"], onPick: (date) => did("day " + date) })</script>`,
  listed: `<script>${CALENDAR_SCRIPT}</script><label>Birthday <input id=b readonly></label><div id=pop hidden><select id=m>${Array.from({ length: 12 }, (_, i) => `<option value=${i + 1}>${i + 1}`).join("")}</select><select id=y>${Array.from({ length: 120 }, (_, i) => `<option>${2026 - i}`).join("")}</select><div id=c></div></div>
    <script>const cal = calendar(c, { year: 2026, month: 1, arrows: [], onPick: (date) => { b.value = date; pop.hidden = true; did("birthday " + date) } });
      c.addEventListener("click", () => {}); const go = () => { cal.to(Number(y.value), Number(m.value)); c.querySelector(".head").remove() }; m.onchange = go; y.onchange = go; go(); b.onclick = () => { pop.hidden = false }</script>`,
  limited: `<script>${CALENDAR_SCRIPT}</script><label>Start <input id=s readonly></label><div id=p hidden></div>
    <script>calendar(p, { year: 2027, month: 3, min: "2027-03-10", onPick: (date) => { s.value = date; did("start " + date) } }); s.onfocus = () => { p.hidden = false }</script>`,
};

let on: Awaited<ReturnType<typeof startActPages>>;
beforeAll(async () => {
  on = await startActPages(PAGES, AbortSignal.timeout(170_000));
});
afterAll(() => on?.stop());

test.each<[string, string, string]>([
  ["popup", "set Departure to 14 March 2027", "d 14/03/2027"],
  ["popup", "set Departure to 2025-02-28", "d 28/02/2025"],
  ["popup", "set Return date to 3 January 2027", "r 03/01/2027"],
  ["popup", "pick 24 December 2026 in Pick a day", "only 2026-12-24"],
  ["inline", "pick 9 April 2027 in the calendar", "day 2027-04-09"],
  ["listed", "set Birthday to 17 June 1985", "birthday 1985-06-17"],
])("%s: %s", async (page, instruction, told) => {
  expect(await on.act(page, instruction)).toEqual(["done", told]);
});

test("a day that cannot be chosen is not chosen", async () => {
  const [outcome, told] = await on.act("limited", "set Start to 5 March 2027");
  expect(outcome).toBe("not_found: The calendar does not let 2027-03-05 be chosen. Nothing was done.");
  expect(told).toBe("-");
});
