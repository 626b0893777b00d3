import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("crew.html");

const ROWS = {
  alice: { name: "Alice Romero", role: "Cook", office: "Lisbon", hours: "40" },
  bram: { name: "Bram de Wit", role: "Sailor", office: "Rotterdam", hours: "38" },
  chidi: { name: "Chidi Obi", role: "Engineer", office: "Lagos", hours: "40" },
  dora: { name: "Dora Klein", role: "Sailor", office: "Hamburg", hours: "20" },
};
const { alice, bram, chidi, dora } = ROWS;

/** The whole state, with what differs from the beginning. */
const state = (change: object): string =>
  same("state", { rows: [alice, bram, chidi, dora], picked: [], edited: null, sort: null, page: 1, cell: null, ...change });

/** A table that is worked on in its cells. */
export const crew: readonly EvalCase[] = [
  explicit("edit-row", "Click Edit in the row of Chidi Obi", state({ edited: "Chidi Obi" })),
  explicit("remove", "Remove Dora Klein", state({ rows: [alice, bram, chidi] })),
  explicit("sort", "Click the Office column header", state({ rows: [dora, chidi, alice, bram], sort: "office" })),
  explicit("double-click", "Double-click on Rotterdam", state({ cell: "Bram de Wit" })),
  explicit(
    "double-click-type",
    "Double-click Lagos, type Accra into the Office field and press Enter",
    state({ rows: [alice, bram, { ...chidi, office: "Accra" }, dora] }),
  ),
  explicit("tick-row", "Tick the checkbox in the row of Bram de Wit", state({ picked: ["Bram de Wit"] })),
  explicit("tick-rows", "Select the rows of Alice Romero and Dora Klein", state({ picked: ["Alice Romero", "Dora Klein"] })),
  explicit("page", "Go to page 3", state({ page: 3 })),
  explicit("role", "Change the role of Bram de Wit to Captain", state({ rows: [alice, { ...bram, role: "Captain" }, chidi, dora] })),
  explicit("hours", "Set the hours of Dora Klein to 32", state({ rows: [alice, bram, chidi, { ...dora, hours: "32" }] })),
  explicit("second-edit", "Click the second Edit button", state({ edited: "Bram de Wit" })),
  explicit("last-remove", "Press the last Remove button", state({ rows: [alice, bram, chidi] })),
  explicit("edit-by-cell", "Click Edit in the row with Hamburg", state({ edited: "Dora Klein" })),
  ambiguous("edit", "Click Edit"),
  ambiguous("role-of", "Change the sailor's role to Cook"),
  nonsense("zoltan", "Click Edit in the row of Zoltan Varga"),
];
