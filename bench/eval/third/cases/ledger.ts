import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("ledger.html");
const START = {
  cat: "",
  s: "",
  sort: null as string | null,
  dir: 1,
  sel: [] as number[],
  approved: [] as number[],
  deleted: [] as number[],
};
/** The list's state without the feed below it; no note was written but these. */
const is = (state: Partial<typeof START>, notes: string[] = []): string =>
  `${same("(({ feed, ...rest }) => rest)(L)", { ...START, ...state })} && ${same("notes()", notes)}`;

/** A grid that has only the rows in view in its document, and a feed that grows as one scrolls. */
export const ledger: readonly EvalCase[] = [
  explicit("sort", "Sort by sum", is({ sort: "sum" })),
  explicit("sort-desc", "sort the bookings by sum, descending", is({ sort: "sum", dir: -1 })),
  explicit("filter", "Show only the category Travel", is({ cat: "Travel" })),
  explicit("search", "search for oslo", is({ s: "oslo" })),
  explicit("two-approve", "Select bookings 5001 and 5003 and approve them", is({ approved: [5001, 5003] })),
  explicit("select-row", "tick the checkbox in the row of “Paper and ink 2”", is({ sel: [5001] })),
  explicit("delete-found", "Delete the selected booking", is({ deleted: [5004] }), { prepare: "L.sel = [5004]; draw()" }),
  explicit("unselect", "unselect booking 5002", is({ sel: [5000] }), { prepare: "L.sel = [5000, 5002]; draw()" }),
  explicit("note", "Double-click the note cell of booking 5003, type paid twice and press Enter", is({}, ["5003=paid twice"])),
  explicit("reset", "reset the filters", `$("cat").value === "" && ${is({})}`, { prepare: `L.cat = $("cat").value = "Rent"; draw()` }),
  explicit("feed", "Scroll down in the activity list to load more", `L.feed > 10 && ${is({})}`),
  explicit("far", "scroll the bookings to the end", `$("body").scrollTop + $("body").clientHeight >= $("body").scrollHeight - 30 && ${is({})}`),
  explicit(
    "all",
    "Filter the category Office, then select all bookings",
    `${same("list().length", 100)} && L.sel.length === 100 && L.cat === "Office" && L.deleted.length + L.approved.length === 0`,
  ),
  ambiguous("train", "Tick the booking “Train to Ulm”"),
  nonsense("export", "Export everything to Excel"),
];
