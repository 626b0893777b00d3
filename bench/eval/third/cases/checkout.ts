import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("checkout.html");
const CARD = { number: "", expiry: "", cvc: "", keep: false, method: "Card" };
const is = (card: Partial<typeof CARD>, paid: Partial<typeof CARD> | null = null, ship = "|||Denmark"): string =>
  [same("card", { ...CARD, ...card }), same("paid", paid && { ...CARD, ...paid }), `ship() === ${JSON.stringify(ship)}`, "edits === 0"].join(" && ");
const FULL = { number: "4111111111111111", expiry: "09/29", cvc: "737" };

/** A shop whose fields for the card are in a frame of another origin, which tells the shop what is done in it. */
export const checkout: readonly EvalCase[] = [
  explicit("card", "Enter card number 4111 1111 1111 1111, expiry 09/29 and security code 737", is(FULL)),
  explicit("pay", "Fill in the card (number: %card%, expiry: 09/29, security code: %cvc%) and pay", is(FULL, FULL), {
    variables: { card: "4111111111111111", cvc: "737" },
  }),
  explicit("method", "pay by bank transfer instead: switch to that tab", is({ method: "Bank transfer" })),
  explicit("keep", "tick “Remember this card”", is({ keep: true })),
  explicit("ship", "Name: Pia Lind; Street: Havnegade 4; Postcode: 8000; Country: Sweden", is({}, null, "Pia Lind|Havnegade 4|8000|Sweden")),
  explicit(
    "gift-and-card",
    "Mark this as a gift, set the name to Odd Moen and put 12/30 into the expiry field",
    is({ expiry: "12/30" }, null, "Odd Moen|||Denmark|gift"),
  ),
  nonsense("review", "Write a review of the coffee grinder"),
  ambiguous("number", "Type 8000 into the field"),
];
