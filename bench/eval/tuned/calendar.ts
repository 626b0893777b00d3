import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("calendar.html");
const value = (id: string): string => `document.getElementById("${id}").value`;

/** A month of days and events beside fields of all kinds of time, one with a calendar that opens. */
export const calendar = [
  explicit("calendar-event", "open the Design review event", "state.event === 'Design review@2026-03-12'"),
  explicit("calendar-event-of-day", "click the Stand-up on 11 March 2026", "state.event === 'Stand-up@2026-03-11'"),
  explicit("calendar-day", "select 17 March 2026 in the calendar", "state.day === '2026-03-17'"),
  explicit("calendar-next-day", "Go to the next month and open Offsite", "state.event === 'Offsite@2026-04-02'"),
  explicit("calendar-week", "switch to the Week view", "state.view === 'week'"),
  explicit("calendar-picker", "choose 24 March 2026 as the arrival date", `${value("from")} === '24/03/2026'`),
  explicit(
    "calendar-picker-later",
    "click Choose arrival date, click Next month in the Choose date dialog and click 5 April 2026",
    `${value("from")} === '05/04/2026'`,
  ),
  explicit("calendar-time", "set the start time to 2:30 pm", `${value("start")} === '14:30'`),
  explicit("calendar-deadline", "type 2026-12-01 into Deadline", `${value("day")} === '2026-12-01'`),
  explicit("calendar-deadline-us", "set Deadline to December 24, 2026", `${value("day")} === '2026-12-24'`),
  explicit("calendar-guests", "set the number of guests to 5 and click Book", "state.booked?.guests === '5'"),
  ambiguous("calendar-which-stand-up", "click Stand-up", "state.event === null && touched === 0"),
  nonsense("calendar-no-day", "select 31 February 2026 in the calendar", "state.day === null"),
  nonsense("calendar-no-event", "open the Christmas party event", "state.event === null && touched === 0"),
];
