import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("week.html");

const EVENTS = ["Choir|Friday 15:00", "Dentist|Tuesday 11:00", "Standup|Monday 09:00", "Standup|Wednesday 09:00", "Swimming|Thursday 14:00"];
/** What is shown and which events there are, with what differs from the beginning. */
const calendar = (change: object, events: readonly string[] = EVENTS): string =>
  `${same("(({ events, ...rest }) => rest)(state)", { week: 23, view: "Week", hidden: [], open: null, ...change })} && ${same("events()", [...events].sort())}`;
const moved = (from: string, to: string): string[] => EVENTS.map((event) => (event === from ? to : event));

/** A week of events. */
export const week: readonly EvalCase[] = [
  explicit("open", "Open the event Dentist", calendar({ open: "Dentist|Tuesday 11:00" })),
  explicit("next", "Click Next week", calendar({ week: 24 })),
  explicit("next-twice", "Click Next week twice", calendar({ week: 25 })),
  explicit("view", "Select the Month view", calendar({ view: "Month" })),
  explicit("untick", "Untick the Work calendar", calendar({ hidden: ["Work"] })),
  explicit("open-delete", "Click Choir and then click Delete", calendar({}, EVENTS.slice(1))),
  explicit("double-click", "Double-click Thursday 10:00", calendar({}, [...EVENTS, "New event|Thursday 10:00"])),
  explicit("drag", "Drag Swimming to Friday 16:00", calendar({}, moved("Swimming|Thursday 14:00", "Swimming|Friday 16:00"))),
  explicit("position", "Click the Standup event on Wednesday", calendar({ open: "Standup|Wednesday 09:00" })),
  ambiguous("standup", "Open the Standup event"),
  nonsense("opera", "Open the event Opera night"),
];
