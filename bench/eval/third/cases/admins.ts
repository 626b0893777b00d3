import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("admins.html");
const VIEW = { page: 1, sort: "id", desc: false, q: "", role: "All roles", sel: [] as number[] };
const is = (log: string[], view: Partial<typeof VIEW> = {}): string => `${same("log", log)} && ${same("ui", { ...VIEW, ...view })}`;

/** A table of users in Bootstrap's markup: menus of three dots in each row, pages, sorting, a dialog. */
export const admins: readonly EvalCase[] = [
  explicit("kebab-reset", "Reset the password of Cleo Marsh", is(["pw:Cleo Marsh"])),
  explicit("kebab-long", "open the actions menu in the row of Ada Finch and choose “Deactivate”", is(["off:Ada Finch"])),
  explicit("next-page", "go to the next page of the table", is([], { page: 2 })),
  explicit("page-two-editor", "Go to page 2, then make Hugo Pace an editor", is(["role:Hugo Pace"], { page: 2 })),
  explicit("sort-seen", "sort the table by last seen", is([], { sort: "seen" })),
  explicit("select-two", "Select the rows of Bela Roth and Dov Eisen", is([], { sel: [2, 4] })),
  explicit("select-all", "select all rows", is([], { sel: [1, 2, 3, 4] })),
  explicit("bulk", "tick the third row and deactivate what is selected", is(["off:Cleo Marsh"])),
  explicit("filter-role", "Show only the viewers, using the role filter", is([], { role: "Viewer" })),
  explicit("filter-name", "filter by name: gre", is([], { q: "gre" })),
  explicit("invite", "Invite jo@ferry.example as Editor: press Invite person, fill in the dialog and send the invite", is(["invite:jo@ferry.example:Editor"])),
  explicit("close", "close the dialog with the x", `!document.getElementById("mInvite").classList.contains("show") && ${is([])}`, {
    prepare: `document.getElementById("inv").click(); document.getElementById("im").value = "a@b.example"`,
  }),
  explicit("audit", "open the audit log", `location.hash === "#audit" && ${is([])}`),
  explicit("below", "Select the row directly below Cleo Marsh", is([], { sel: [4] })),
  ambiguous("menu", "Open the actions menu"),
  ambiguous("deactivate", "Deactivate the editor"),
  nonsense("salary", "Set the salary of Bela Roth to 4000"),
];
