import { describe, expect, test } from "vitest";
import { modelOf, placeOf } from "../../testing/page-models.ts";
import type { PageModel } from "../page-model.ts";
import { parseInstruction } from "./grammar.ts";
import { choose } from "./rank.ts";
import type { Fit } from "./score.ts";

const PRESSED: Fit = { roles: [], presses: true };
const TICKED: Fit = { roles: ["checkbox"] };

/** The ref that an instruction's target means, or why there is none. */
function meant(model: PageModel, instruction: string): string {
  const [said] = parseInstruction(instruction) ?? [];
  if (!said || !("target" in said) || !said.target) return "not understood";
  const choice = choose(model, said.target, said.verb === "check" ? TICKED : PRESSED);
  return choice.outcome === "found" ? choice.element.ref : choice.outcome;
}

const list = placeOf("list", "Inbox", { id: 1 });
const navigation = placeOf("navigation", "", { id: 90 });
const mail = (id: number, who: string) => ({ context: [placeOf("listitem", `${who} wrote`, { id }), list] });
const inbox = modelOf(
  { role: "link", name: "Home", context: [placeOf("listitem", "Home", { id: 91 }), navigation] },
  { role: "link", name: "Help", context: [placeOf("listitem", "Help", { id: 92 }), navigation] },
  { role: "checkbox", name: "Select", ...mail(2, "Ann") },
  { role: "text", name: "Ann", ...mail(2, "Ann") },
  { name: "Delete", ...mail(2, "Ann") },
  { role: "checkbox", name: "Select", states: ["checked"], ...mail(3, "Bo") },
  { role: "text", name: "Bo", ...mail(3, "Bo") },
  { name: "Delete", ...mail(3, "Bo") },
  { role: "text", name: "Cy", ...mail(4, "Cy") },
);

describe("counted things", () => {
  test.each([
    ["click the first message", "e3"],
    ["click the last message", "e8"],
    ["tick the first message", "e2"],
    ["tick the second message", "e5"],
    ["click Delete for the last message", "e7"],
    ["click Delete in the first message", "e4"],
    ["click the fourth message", "not_found"],
  ])("%s", (instruction, ref) => expect(meant(inbox, instruction)).toBe(ref));

  test("are not counted where two lists may be meant", () => {
    const other = placeOf("list", "Sent", { id: 5 });
    const both = modelOf(
      ...inbox.elements.filter(({ role }) => role === "text"),
      { role: "text", name: "Di", context: [placeOf("listitem", "Di", { id: 6 }), other] },
      { role: "text", name: "Ed", context: [placeOf("listitem", "Ed", { id: 7 }), other] },
    );
    expect(meant(both, "click the second message")).toBe("not_found");
  });

  test("that no place tells apart are counted by what has one name", () => {
    const cards = modelOf({ name: "Add to cart" }, { name: "Add to cart" }, { name: "Add to wishlist" });
    expect(meant(cards, "click Add to cart for the last product")).toBe("e1");
  });
});
