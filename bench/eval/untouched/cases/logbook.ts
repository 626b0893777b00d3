import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("logbook.html");

const state = (flagged: number[], filter = ""): string => same("state", { flagged, filter });
const LOG = `document.querySelector("#log")`;

/** A long list of which only what is seen is in the page. */
export const logbook: readonly EvalCase[] = [
  explicit("flag", "Click Flag on entry 4", state([4])),
  explicit("flag-second", "Click the second Flag button", state([2])),
  explicit("scroll", "Scroll the log down", `${state([])} && ${LOG}.scrollTop > 0`),
  explicit("scroll-end", "Scroll to the bottom of the log", `${state([])} && ${LOG}.scrollTop + ${LOG}.clientHeight >= ${LOG}.scrollHeight - 2`),
  explicit("filter-flag", "Type fog into Filter and click the first Flag button", state([4], "fog")),
  explicit("go-to", "Type 250 into Go to entry and press Enter", `${state([])} && ${LOG}.scrollTop === 9960`),
  explicit("go-to-flag", "Type 300 into Go to entry, press Enter and click Flag in the row of Entry 300", state([300])),
  explicit("flag-far", "Scroll the log to Entry 40 and click Flag on Entry 40", state([40])),
  ambiguous("flag-any", "Click Flag"),
  nonsense("delete", "Delete entry 4"),
];
