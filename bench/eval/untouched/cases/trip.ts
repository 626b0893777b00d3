import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("trip.html");

/** The whole request, with what differs from the beginning. */
const trip = (change: object): string =>
  same("trip()", { from: "", to: "", class: "Economy", extras: [], searches: [], way: "return", currency: "EUR", cards: [], ...change });

/** Fields that complete what is typed, lists of the page's own and of the browser's. */
export const trips: readonly EvalCase[] = [
  explicit("type-choose", "Type Lis into From and choose Lisbon", trip({ from: "Lisbon" })),
  explicit("complete", "Select Porto in the To field", trip({ to: "Porto" })),
  explicit("class", "Set Class to Business", trip({ class: "Business" })),
  explicit("open-choose", "Open the Class dropdown and choose Premium", trip({ class: "Premium" })),
  explicit("search", "Choose Lisbon in From and Oslo in To, then click Search trips", trip({ from: "Lisbon", to: "Oslo", searches: ["Lisbon-Oslo"] })),
  explicit("extras", "Select Ski bag and Bicycle under Extras", trip({ extras: ["Ski bag", "Bicycle"] })),
  explicit("one-way", "Choose One way", trip({ way: "one" })),
  explicit("clear", "Clear the From field", `${trip({ to: "Oslo" })} && document.querySelector("#from").value === ""`, {
    prepare: `take_from("Bergen"); take_to("Oslo")`,
  }),
  explicit("currency", "Choose CHF from the Currency dropdown", trip({ currency: "CHF" })),
  explicit("cards", "Select Youth and Family in Discount cards", trip({ cards: ["Youth", "Family"] })),
  explicit("swap", "Click the Swap airports button", trip({ from: "Oslo", to: "Bergen" }), { prepare: `take_from("Bergen"); take_to("Oslo")` }),
  ambiguous("airport", "Type Bergen into the airport field"),
  nonsense("pets", "Set the number of pets to 2"),
];
