import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("clinic.html");
const START = ["2027-05-04 09:00 Check-up", "2027-05-21 14:30 Vaccination"];
const booked = (list: string[] = START): string => same("brief()", list);

/** A date picker of a table that opens at a read-only field, times that come later, appointments to cancel. */
export const clinic: readonly EvalCase[] = [
  explicit("pick", "Pick 12 May 2027 as the date", `chosen === "2027-05-12" && ${booked()}`),
  explicit("other-month", "Choose the date 8 July 2027", `chosen === "2027-07-08" && ${booked()}`),
  explicit("back", "set the date to March 17, 2027", `chosen === "2027-03-17" && ${booked()}`),
  explicit("slot", "take the time 11:45", `slot === "11:45" && chosen === "2027-05-12" && ${booked()}`, {
    prepare: `chosen = "2027-05-12"; $("day").value = "12 May 2027"; load()`,
  }),
  explicit(
    "book",
    "Choose Vaccination as the reason, 20 May 2027 as the date and the time 15:30, then book the appointment",
    booked([...START, "2027-05-20 15:30 Vaccination"]),
  ),
  explicit("cancel", "Cancel the appointment on 21 May", booked([START[0] ?? ""])),
  explicit("cancel-check-up", "cancel the check-up appointment", booked([START[1] ?? ""])),
  explicit("reason", "The reason for the visit is a follow-up, please select that.", `$("reason").value === "Follow-up" && ${booked()}`),
  explicit("next-month", "Open the calendar and go to the next month", `!$("cal").hidden && view.m === 5 && chosen === null && ${booked()}`),
  explicit("first-free", "Book the first free time on 14 May 2027", booked([...START, "2027-05-14 08:30 Check-up"])),
  ambiguous("cancel-which", "Cancel the appointment"),
  nonsense("pills", "Order the blue pills"),
];
