import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("wizard.html");
const parcel = { prepare: "start(1)" };

/** Steps that follow each other after a moment, labels that are only beside their fields, tiles without any role. */
export const wizard = [
  explicit(
    "wizard-sender",
    'type "Mara Okafor" into Full name and 8004 into Postcode, then click Continue',
    "state.step === 1 && state.from.name === 'Mara Okafor' && state.from.zip === '8004'",
  ),
  explicit("wizard-size", "choose Large parcel", "state.size === 'Large parcel'", parcel),
  explicit(
    "wizard-extra",
    "Click Small parcel, tick Signature on delivery and click Continue",
    "state.step === 2 && state.size === 'Small parcel' && state.extras.join() === 'Signature on delivery'",
    parcel,
  ),
  explicit("wizard-back", "click Back", "state.step === 0", parcel),
  explicit("wizard-order", "place the order", "state.ordered", { prepare: "state.size = 'Letter'; start(2)" }),
  explicit(
    "wizard-through",
    "enter Jo in Full name, enter 1010 in Postcode, click Continue, click Letter, click Continue and click Place order",
    "state.ordered && state.size === 'Letter' && state.from.name === 'Jo'",
  ),
  ambiguous("wizard-which-parcel", "click parcel", "state.size === null && touched === 0", parcel),
  nonsense("wizard-not-yet", "click Place order", "state.step === 0 && touched === 0"),
];
