import { casesOn } from "./on-page.ts";

const { explicit, nonsense } = casesOn("frames.html");
const card = { number: "4000 0012 3456 7899", code: "417" };

/** Frames of the same origin, of another, and one in the other. */
export const frames = [
  explicit("frames-top", 'type "Ring twice" into Delivery note and click Apply', "state.applied === 'Ring twice'"),
  explicit("frames-same-origin", 'enter "ada@mail.test" in the Email field and click Subscribe', "state.news === 'ada@mail.test'"),
  explicit(
    "frames-pay",
    "type %number% into Card number, 09/29 into Expires and %code% into CVC, then press Pay now",
    `state.paid?.card === "${card.number}" && state.paid.exp === "09/29" && state.paid.cvc === "${card.code}" && !state.paid.save`,
    { variables: card },
  ),
  explicit("frames-pay-select", "select Debit from Card type", "state.method === 'Debit'"),
  explicit("frames-pay-save", "tick Save this card and click Pay now", "state.paid?.save === true"),
  explicit("frames-nested", "choose 3 stars and click Rate", "state.rated === '3'"),
  nonsense("frames-no-paypal", "click Pay with bank transfer", "state.paid === null && touched === 0"),
];
