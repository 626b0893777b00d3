import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("shoes.html");
const PICKS = ["Trail Runner  black 1 false", "City Loafer  black 1 false", "Rain Boot  black 1 false"];
type State = { cart: string[]; drawer: boolean; coupon: string; ordered: boolean; picks: string[] };
const START: State = { cart: [], drawer: false, coupon: "", ordered: false, picks: PICKS };
const is = (state: Partial<State>): string => same("state()", { ...START, ...state });
const FULL = `cart.push("Trail Runner 42 black 1", "City Loafer 40 brown 2"); drawer = true; changed()`;
const TWO = ["Trail Runner 42 black 1", "City Loafer 40 brown 2"];

/** A shop of web components: cards with open shadow roots, a cart with a closed one. */
export const shoes: readonly EvalCase[] = [
  explicit("variant", "Choose size 42 of the Trail Runner", is({ picks: PICKS.with(0, "Trail Runner 42 black 1 false") })),
  explicit(
    "loafer",
    "Pick the City Loafer in size 40, brown, quantity 2 and add it to the cart",
    is({ cart: ["City Loafer 40 brown 2"], picks: PICKS.with(1, "City Loafer 40 brown 2 false") }),
  ),
  explicit("favourite", "mark the rain boot as favourite", is({ picks: PICKS.with(2, "Rain Boot  black 1 true") })),
  explicit("open-cart", "open the cart", is({ drawer: true })),
  explicit("add-enabled", "Add the City Loafer as it is to the cart and then open the cart", is({ cart: ["City Loafer  black 1"], drawer: true })),
  explicit("remove", "remove the City Loafer from the cart", is({ cart: ["Trail Runner 42 black 1"], drawer: true }), { prepare: FULL }),
  explicit("coupon", "apply the coupon code SPRING10", is({ cart: TWO, drawer: true, coupon: "SPRING10" }), { prepare: FULL }),
  explicit("order", "order now", is({ cart: TWO, ordered: true }), { prepare: FULL }),
  explicit("keep", "I want to keep shopping", is({ cart: TWO }), { prepare: FULL }),
  ambiguous("size", "choose size 44"),
  nonsense("sandal", "Add the Mountain Sandal to the cart"),
];
