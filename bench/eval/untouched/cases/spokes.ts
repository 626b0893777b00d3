import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("spokes.html");

/** The whole state, with what differs from the beginning. */
const state = (change: object): string =>
  `${same("state", { query: "", brands: [], inStock: true, sort: "best", sizes: {}, cart: {}, saved: [], notify: [], ...change })}`;

/** A shop that draws its cards anew after every change. */
export const spokes: readonly EvalCase[] = [
  explicit("add-named", "Add the Helmet Aero to the cart", state({ cart: { aero: 1 } })),
  explicit("add-quoted", 'Click "Add to cart" for the City bike Linden', state({ cart: { linden: 1 } })),
  explicit("save-named", "Save the Kids' bike Pip to the wishlist", state({ saved: ["pip"] })),
  explicit("tick-two", "Tick Veloce and Kite", state({ brands: ["Veloce", "Kite"] })),
  explicit("sort", 'Choose "Price: low to high" from the Sort by dropdown', state({ sort: "up" })),
  explicit("search", "Type pump into the search field and press Enter", state({ query: "pump" })),
  explicit("untick", "Untick Only in stock", state({ inStock: false })),
  explicit("add-third", "Click the third Add to cart button", state({ cart: { pip: 1 } })),
  explicit("size-and-add", "Select size 56 for the Trekking bike Fjord and add it to the cart", state({ sizes: { fjord: "56" }, cart: { fjord: 1 } })),
  explicit("notify", "Press the Notify me button", state({ notify: ["urban"] })),
  explicit("two-products", "Add the Bell Ding to the cart, then save the Helmet Urban to the wishlist", state({ cart: { ding: 1 }, saved: ["urban"] })),
  ambiguous("add", "Click Add to cart"),
  ambiguous("size", "Choose size 54"),
  nonsense("surfboard", "Add the surfboard to the cart"),
  nonsense("remark", "I have always liked green bicycles."),
];
