import type { EvalCase } from "../case.ts";

type More = Pick<EvalCase, "variables" | "prepare" | "ready">;
type Write = (id: string, instruction: string, passes: string, more?: More) => EvalCase;

/** What is true of a page with `touched.js` as long as nothing was done on it. */
export const UNTOUCHED = "window.touched === 0";

/** Writers of one page's cases, one for each kind; declined ones are told by that nothing was touched unless said otherwise. */
export function casesOn(page: string, shared: More = {}) {
  const writes =
    (kind: EvalCase["kind"]): Write =>
    (id, instruction, passes, more = {}) => ({ id, page, kind, instruction, passes, ...shared, ...more });
  const declined =
    (kind: EvalCase["kind"]) =>
    (id: string, instruction: string, passes = UNTOUCHED, more: More = {}): EvalCase =>
      writes(kind)(id, instruction, passes, more);
  return { explicit: writes("explicit"), ambiguous: declined("ambiguous"), nonsense: declined("nonsense") };
}
