import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("pipeline.html");
const START = ["Harbour Lights|lead|1200", "Northwind Cafe|lead|800", "Pine & Sons|talk|5400", "Solar Barn|talk|9100", "Old Town Gym|won|300"];
/** The deals, with these at their places instead of what was there; nothing is open, searched or half written. */
const deals = (changes: Record<number, string | null>, more: string[] = []): string => {
  const list = [...START.flatMap((deal, at) => (changes[at] === undefined ? deal : (changes[at] ?? []))), ...more];
  return `${same("brief()", list)} && S.edit === null && S.search === "" && !S.only`;
};

/** A board of cards that is drawn anew after each event. */
export const pipeline: readonly EvalCase[] = [
  explicit("drag", "Drag the card Harbour Lights to the column In talks", deals({ 0: "Harbour Lights|talk|1200" })),
  explicit("drop-won", "move the Solar Barn deal into “Won” by drag and drop", deals({ 3: "Solar Barn|won|9100" })),
  explicit("star", "Add a star to Pine & Sons", deals({ 2: "Pine & Sons|talk|5400*" })),
  explicit("delete", "delete the deal Northwind Cafe", deals({ 1: null })),
  explicit("add", "Add a deal called Blue Kiosk in the column 'New leads'", deals({}, ["Blue Kiosk|lead|0"])),
  explicit("edit", "Edit Old Town Gym: set the value to 450 and save", deals({ 4: "Old Town Gym|won|450" })),
  explicit("edit-open", "Name: Pine & Daughters; Stage: Lost. Then save.", deals({ 2: "Pine & Daughters|lost|5400" }), {
    prepare: `document.querySelector("[data-id='2']").dispatchEvent(new MouseEvent("dblclick", { bubbles: true }))`,
  }),
  explicit("double", "double-click the card Solar Barn", `S.edit?.name === "Solar Barn" && ${same("brief()", START)}`),
  explicit("search", "search the deals for north", `S.search === "north" && ${same("brief()", START)}`),
  explicit("only-starred", "Star Solar Barn and show only starred deals", `S.only && ${same("brief()", START.with(3, "Solar Barn|talk|9100*"))}`),
  explicit("add-form", "name it Lime Works and add it", deals({}, ["Lime Works|won|0"]), {
    prepare: `document.querySelector("[data-col=won] .new").click()`,
  }),
  explicit("first-card", "Delete the first card in the column In talks", deals({ 2: null })),
  explicit("last-edit", "open the last deal of New leads for editing", `S.edit?.name === "Northwind Cafe" && ${same("brief()", START)}`),
  ambiguous("delete-which", "Delete the deal in New leads"),
  ambiguous("edit-which", "Click the Edit button"),
  nonsense("invoice", "Send an invoice for Solar Barn"),
];
