import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("quote.html");

/** The whole state, with what differs from the beginning. */
const state = (change: object): string =>
  same("state", {
    step: 1,
    vehicle: "",
    year: "",
    plan: "",
    extras: [],
    garage: "",
    towing: "",
    name: "",
    email: "",
    contact: "",
    sent: 0,
    error: "",
    ...change,
  });
const at = (step: number) => ({ prepare: `show(${step})` });

/** A form in three steps. */
export const quote: readonly EvalCase[] = [
  explicit("choose-next", "Choose Boat and click Next", state({ step: 2, vehicle: "Boat" })),
  explicit("choose-type-next", "Select Caravan, type 2019 into Year built and click Next", state({ step: 2, vehicle: "Caravan", year: "2019" })),
  explicit("back", "Click Back", state({ step: 1 }), at(2)),
  explicit("plan", "Choose the Comfort plan", state({ step: 2, plan: "Comfort" }), at(2)),
  explicit("plan-extra-next", "Select Complete, tick Roadside help and press Next", state({ step: 3, plan: "Complete", extras: ["Roadside help"] }), at(2)),
  explicit("garage", 'Select No under "Do you own a garage?"', state({ step: 2, garage: "No" }), at(2)),
  explicit(
    "submit",
    "Type Noor Haddad into Full name and noor@harbor.test into E-mail, then submit the form",
    state({ step: 3, name: "Noor Haddad", email: "noor@harbor.test", sent: 1 }),
    at(3),
  ),
  explicit("contact", "Choose By post", state({ step: 3, contact: "By post" }), at(3)),
  ambiguous("yes", "Choose Yes", at(2)),
  nonsense("helicopter", "Choose Helicopter"),
];
