import type { EvalCase } from "../case.ts";

const page = "signup.html";
const value = (id: string): string => `document.getElementById("${id}").value`;

/** A plain form with labels: fields of the same name in two groups, a date, a list, radio buttons, boxes. */
export const signup: EvalCase[] = [
  {
    id: "signup-first-name",
    page,
    kind: "explicit",
    instruction: 'type "Mara" into the First name field',
    passes: `${value("first")} === "Mara" && ${value("last")} === ""`,
  },
  {
    id: "signup-two-fields",
    page,
    kind: "explicit",
    instruction: "enter Mara in first name and Okafor in last name",
    passes: `${value("first")} === "Mara" && ${value("last")} === "Okafor"`,
  },
  {
    id: "signup-variables",
    page,
    kind: "explicit",
    instruction: "Fill in the email address with %mail%, type %secret% into Password and %secret% into Confirm password",
    variables: { mail: "mara@fernway.test", secret: "long enough 1" },
    passes: `${value("mail")} === "mara@fernway.test" && ${value("pw")} === "long enough 1" && ${value("pw2")} === "long enough 1"`,
  },
  { id: "signup-born", page, kind: "explicit", instruction: "set the date of birth to 23 April 1991", passes: `${value("born")} === "1991-04-23"` },
  { id: "signup-country", page, kind: "explicit", instruction: "choose Norway as the country", passes: `${value("country")} === "no"` },
  { id: "signup-business", page, kind: "explicit", instruction: "Select the Business account type", passes: `document.getElementById("k2").checked` },
  {
    id: "signup-shipping-city",
    page,
    kind: "explicit",
    instruction: "type Lisbon into City under Shipping address",
    passes: `${value("sc")} === "Lisbon" && ${value("bc")} === ""`,
  },
  {
    id: "signup-billing-street",
    page,
    kind: "explicit",
    instruction: 'In the billing address, enter "14 Mill Lane" as the street',
    passes: `${value("bs")} === "14 Mill Lane" && ${value("ss")} === ""`,
  },
  {
    id: "signup-second-street",
    page,
    kind: "explicit",
    instruction: 'type "9 Quay" into the second Street field',
    passes: `${value("ss")} === "9 Quay" && ${value("bs")} === ""`,
  },
  { id: "signup-untick-newsletter", page, kind: "explicit", instruction: "untick the newsletter box", passes: `!document.getElementById("news").checked` },
  { id: "signup-clear-about", page, kind: "explicit", instruction: "clear the About you text", passes: `${value("about")} === ""` },
  {
    id: "signup-whole",
    page,
    kind: "explicit",
    instruction: 'Type "Jon" into First name, tick "I agree to the terms of service", then click Create account',
    passes: `window.sent?.first === "Jon" && window.sent.terms && window.sent.news`,
  },
  {
    id: "signup-enter",
    page,
    kind: "explicit",
    instruction: "type Berg into last name and press Enter",
    passes: `window.sent?.last === "Berg"`,
  },
  {
    id: "signup-terms-already",
    page,
    kind: "explicit",
    instruction: "make sure the newsletter box is checked, tick the terms of service box and click Create account",
    passes: `window.sent?.news && window.sent.terms`,
  },
  { id: "signup-which-street", page, kind: "ambiguous", instruction: "type 5 High Street into Street", passes: "touched === 0" },
  { id: "signup-which-city", page, kind: "ambiguous", instruction: "clear the city field", passes: "touched === 0" },
  { id: "signup-no-fax", page, kind: "nonsense", instruction: 'type "555-0101" into the fax number', passes: "touched === 0" },
  {
    id: "signup-no-option",
    page,
    kind: "nonsense",
    instruction: "select Atlantis from the Country list",
    passes: `${value("country")} === "" && !window.sent`,
  },
  { id: "signup-talk", page, kind: "nonsense", instruction: "what a lovely form this is", passes: "touched === 0" },
];
