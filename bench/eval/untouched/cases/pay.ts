import type { EvalCase } from "../../case.ts";
import { casesOf, fields, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("pay.html");

const NO_CARD = { number: "", holder: "", year: "", remember: false };
/** The whole state, with what differs from the beginning. */
const state = (change: object): string => same("state", { card: NO_CARD, cardSaved: 0, addressSaved: 0, voucher: null, news: null, orders: 0, ...change });

/** A checkout whose card is asked for in a frame of another origin. */
export const pay: readonly EvalCase[] = [
  explicit("number", 'Type "4111 1111 1111 1111" into Card number', state({ card: { ...NO_CARD, number: "4111111111111111" } })),
  explicit(
    "card",
    "Type %card% into Card number and %holder% into Name on card, then select 2032 as Expiry year",
    state({ card: { ...NO_CARD, number: "5500005555555559", holder: "Ana Berg", year: "2032" } }),
    { variables: { card: "5500005555555559", holder: "Ana Berg" } },
  ),
  explicit("year", "Choose 2033 from Expiry year", state({ card: { ...NO_CARD, year: "2033" } })),
  explicit("remember", "Tick Remember this card", state({ card: { ...NO_CARD, remember: true } })),
  explicit("voucher", "Type FERRY10 into the voucher code field and click Apply", state({ voucher: "FERRY10" })),
  explicit("news", "Enter ana@harbor.test as e-mail and click Subscribe", state({ news: "ana@harbor.test" })),
  explicit("save-address", "Click Save under Delivery address", state({ addressSaved: 1 })),
  explicit("street", "Type Pier 4 into Street", `${state({})} && ${fields({ "#name": "", "#street": "Pier 4" })}`),
  ambiguous("save", "Click Save"),
  nonsense("other-way", "Click Pay by bank transfer"),
];
