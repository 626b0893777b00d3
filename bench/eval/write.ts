import type { EvalCase } from "./case.ts";

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
      // A click in a frame is heard there only, but leaves the focus on the frame.
      passes: `globalThis.nothingDone === true && document.activeElement?.localName !== "iframe"`,
    });
  return {
    explicit: (id, instruction, passes, extra = {}) => ({ id: `${prefix}-${id}`, page, kind: "explicit", instruction, ...extra, passes }),
    ambiguous: declined("ambiguous"),
    nonsense: declined("nonsense"),
  };
}

/** An expression: what `expression` gives is, written as JSON, the same as `value`. */
export function same(expression: string, value: unknown): string {
  return `JSON.stringify(${expression}) === ${JSON.stringify(JSON.stringify(value))}`;
}

/** An expression: the fields hold these values, by their selectors. */
export function fields(values: Record<string, string | boolean>): string {
  return Object.entries(values)
    .map(
      ([selector, value]) =>
        `document.querySelector(${JSON.stringify(selector)}).${typeof value === "boolean" ? "checked" : "value"} === ${JSON.stringify(value)}`,
    )
    .join(" && ");
}

/** An expression: an element's text, without the space around it, is this. */
export function text(selector: string, value: string): string {
  return `document.querySelector(${JSON.stringify(selector)}).textContent.trim() === ${JSON.stringify(value)}`;
}
