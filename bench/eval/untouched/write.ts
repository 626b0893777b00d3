import type { EvalCase } from "../case.ts";

/** Notes in the page whatever a person could have done to it: nothing that a declined instruction may leave behind. */
const WATCH = `globalThis.nothingDone = true;
for (const type of ["pointerdown", "click", "dblclick", "contextmenu", "keydown", "beforeinput", "input", "change", "submit", "dragstart", "drop"]) {
  addEventListener(type, () => { globalThis.nothingDone = false; }, true);
}`;

type Extra = Pick<EvalCase, "variables" | "prepare">;

/** Writes cases of one page: ids begin with the page's name; declined cases pass while nobody touched the page. */
export function casesOf(page: string): {
  explicit: (id: string, instruction: string, passes: string, extra?: Extra) => EvalCase;
  ambiguous: (id: string, instruction: string, extra?: Extra) => EvalCase;
  nonsense: (id: string, instruction: string, extra?: Extra) => EvalCase;
} {
  const prefix = page.replace(/\.html.*$/, "");
  const declined =
    (kind: "ambiguous" | "nonsense") =>
    (id: string, instruction: string, extra: Extra = {}): EvalCase => ({
      id: `${prefix}-${id}`,
      page,
      kind,
      instruction,
      ...extra,
      prepare: extra.prepare === undefined ? WATCH : `${extra.prepare};\n${WATCH}`,
      passes: "globalThis.nothingDone === true",
    });
  return {
    explicit: (id, instruction, passes, extra = {}) => ({ id: `${prefix}-${id}`, page, kind: "explicit", instruction, ...extra, passes }),
    ambiguous: declined("ambiguous"),
    nonsense: declined("nonsense"),
  };
}
