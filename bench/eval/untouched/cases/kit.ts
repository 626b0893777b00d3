import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("kit.html");

/** The whole state, with what differs from the beginning. */
const state = (change: object): string =>
  same("state", { street: "", city: "Bergen", postal: "", saves: 0, dark: false, sounds: true, delivery: "Standard", stars: 0, renewed: [], ...change });

/** Elements of the page's own, in open and closed shadow roots. */
export const kit: readonly EvalCase[] = [
  explicit("street", "Type Harbour Street 9 into Street", state({ street: "Harbour Street 9" })),
  explicit("dark", "Turn on Dark mode", state({ dark: true })),
  explicit("sounds", "Switch off Sounds", state({ sounds: false })),
  explicit("stars", "Select 4 stars under Rate your stay", state({ stars: 4 })),
  explicit("renew", "Click Renew for the Gold membership", state({ renewed: ["gold"] })),
  explicit("clear", "Clear the City field", state({ city: "" })),
  explicit("address", "Type Oslo into City and 0150 into Postal code, then click Save address", state({ city: "Oslo", postal: "0150", saves: 1 })),
  explicit("delivery", "Select Express from the Delivery dropdown", state({ delivery: "Express" })),
  ambiguous("renew-which", "Click Renew"),
  nonsense("airplane", "Turn on Airplane mode"),
];
