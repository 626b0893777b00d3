import type { EvalSet } from "../case.ts";
import { choosing } from "./cases/choosing.ts";
import { jqueryUi } from "./cases/jquery-ui.ts";
import { pages } from "./cases/pages.ts";
import { pickers } from "./cases/pickers.ts";
import { realApps } from "./cases/real-apps.ts";
import { shoelace } from "./cases/shoelace.ts";

/** What widget libraries draw, as their packages ship them, and two real applications: markup that others wrote. */
export const libraries: EvalSet = {
  name: "libraries",
  half: "wider",
  cases: [jqueryUi, pickers, choosing, shoelace, pages, realApps].flat(),
};
