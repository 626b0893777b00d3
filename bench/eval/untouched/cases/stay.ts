import type { EvalCase } from "../../case.ts";
import { casesOf, fields, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("stay.html");

/** The whole state, with what differs from the beginning. */
const state = (change: object): string => same("state", { checkIn: "", checkOut: "", guests: 2, shown: null, ...change });

/** Dates picked in a calendar of the page's own, dates and times of the browser's, and a counted number. */
export const stay: readonly EvalCase[] = [
  explicit("check-in", "Set the check-in date to 18 June 2031", state({ checkIn: "2031-06-18" })),
  explicit("check-out-later", "Choose 5 August 2031 as the check-out date", state({ checkOut: "2031-08-05" })),
  explicit("both", "Select 2031-06-20 as check-in date and 2031-06-27 as check-out date", state({ checkIn: "2031-06-20", checkOut: "2031-06-27" })),
  explicit("birthday", "Enter 24 December 1990 as the guest's birthday", `${state({})} && ${fields({ "#birthday": "1990-12-24" })}`),
  explicit("arrival", "Set the arrival time to 14:30", `${state({})} && ${fields({ "#arrival": "14:30" })}`),
  explicit("guests", "Set the number of guests to 5", state({ guests: 5 })),
  explicit("fewer", "Click Fewer guests", state({ guests: 1 })),
  explicit("next-month", "Click Choose check-out date, then click Next month", state({ shown: "checkOut July 2031" })),
  explicit("bed", "Select Double bed", `${state({})} && document.querySelectorAll("[name=bed]")[1].checked`),
  ambiguous("date", "Choose 18 June 2031"),
  nonsense("flight", "Set the return flight to 3 May 2031"),
];
