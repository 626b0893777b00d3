import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("account.html");

/** What was done, and what of the form differs from how it came (keys in order of the alphabet). */
const account = (done: object, changed: object = {}): string =>
  `${same("state", { signIns: [], saves: 0, forgot: null, ...done })} && ${same("changed()", changed)}`;

/** Two forms of plain fields, with the same labels in two groups. */
export const accounts: readonly EvalCase[] = [
  explicit("group", "Type 12 Quay Road into Street under Billing address", account({}, { b_street: "12 Quay Road" })),
  explicit("sign-in", "Enter %user% as username and %pass% as password and press Sign in", account({ signIns: [{ user: "skipper", pass: "blue-whale-7" }] }), {
    variables: { user: "skipper", pass: "blue-whale-7" },
  }),
  explicit("country", "In the shipping address, select Norway as country", account({}, { s_country: "Norway" })),
  explicit("clear", "Clear the Company field", account({}, { company: "" })),
  explicit("replace", "Change the nickname to Captain", account({}, { nick: "Captain" })),
  explicit("about", 'Write "I sail, and I bake." into About you', account({}, { about: "I sail, and I bake." })),
  explicit("uncheck", "Uncheck Send me offers", account({}, { offers: null })),
  explicit("check-save", "Check I accept the terms and click Save changes", account({ saves: 1 }, { terms: "on" })),
  explicit(
    "group-steps",
    "Type Pier 1 into Street, Malmö into City and 211 15 into Postal code under Shipping address",
    account({}, { s_city: "Malmö", s_post: "211 15", s_street: "Pier 1" }),
  ),
  explicit("next-to", 'Click the "Forgot?" link next to Password', account({ forgot: "#p" })),
  explicit("frequency", "Select Monthly as newsletter frequency", account({}, { often: "Monthly" })),
  explicit("second-field", "Type Aarhus into the second City field", account({}, { s_city: "Aarhus" })),
  ambiguous("city", "Type Bergen into City"),
  ambiguous("forgot", 'Click "Forgot?"'),
  nonsense("passport", "Upload my passport photo"),
  nonsense("question", "How is the weather on Friday?"),
];
