import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("transfer.html");
const START = { from: "Everyday ·· 4410", when: "Today", instant: false, limit: 10, removed: [] as string[], done: [] as unknown[] };
const EMPTY = { payee: "", iban: "", amount: "", ref: "" };
const is = (state: Partial<typeof START>, form: Partial<typeof EMPTY> = {}): string =>
  `${same("app", { ...START, ...state })} && ${same("values()", { ...EMPTY, ...form })}`;

/** Widgets as the ARIA practices have them: a combobox of a button and a list, radios, a switch, a spin button, a dialog. */
export const transfer: readonly EvalCase[] = [
  explicit("from-savings", "Transfer from the savings account instead: choose it as the from account.", is({ from: "Savings ·· 7782" })),
  explicit(
    "whole",
    "Fill in payee Nora Quist, IBAN DK50 0040 0440 1162 43, amount 120.50 and reference Concert, then review the transfer and confirm it",
    is({ done: [{ payee: "Nora Quist", iban: "DK50 0040 0440 1162 43", amount: "120.50", ref: "Concert", from: START.from, when: "Today", instant: false }] }),
  ),
  explicit("use-tide", "Use the saved payee Tide Energy", is({}, { payee: "Tide Energy", iban: "GB33 BUKB 2020 1555 55" })),
  explicit("remove-rent", "remove 'Rent Elm Street' from the saved payees", is({ removed: ["Rent Elm Street"] })),
  explicit("instant-monthly", "turn on instant payment and make it monthly", is({ instant: true, when: "Monthly" })),
  explicit("raise", "Raise the daily limit by three steps", is({ limit: 13 })),
  explicit("dialog-back", "go back from the confirmation dialog", `${is({}, { payee: "Tide Energy", amount: "9" })} && $("shade").hidden`, {
    prepare: `$("payee").value = "Tide Energy"; $("amount").value = "9"; $("review").click()`,
  }),
  explicit("iban-variable", "Put %account% in the IBAN field of the new transfer", is({}, { iban: "NO93 8601 1117 947" }), {
    variables: { account: "NO93 8601 1117 947" },
  }),
  explicit("second-use", "Press the second Use button in the list of saved payees", is({}, { payee: "Tide Energy", iban: "GB33 BUKB 2020 1555 55" })),
  explicit("remove-row", "In the row of Nora Quist press Remove", is({ removed: ["Nora Quist"] })),
  ambiguous("use", "Click Use"),
  ambiguous("remove", "remove the payee"),
  nonsense("card", "Block my credit card"),
];
