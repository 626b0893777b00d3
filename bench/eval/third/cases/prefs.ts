import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("prefs.html");
const START = {
  nick: "",
  room: "Hall",
  sun: false,
  lock: true,
  vac: false,
  bright: "40",
  warm: "3",
  tint: "#ffffff",
  fade: 2,
  on: "18:00",
  off: "23:00",
  until: "",
  saves: 0,
};
const is = (settings: Partial<typeof START>): string => same("set()", { ...START, ...settings });

/** Settings in Material's manner: labels that float, switches over hidden boxes, a select of `div`s, ripples. */
export const prefs: readonly EvalCase[] = [
  explicit("name-save", "Name the lamp “Moonbeam” and save the changes", is({ nick: "Moonbeam", saves: 1 })),
  explicit("room", "Change the room to Study", is({ room: "Study" })),
  explicit("switches", "Turn on vacation mode and switch the child lock off", is({ vac: true, lock: false })),
  explicit("already", "make sure that follow the sun is on and child lock is on", is({ sun: true })),
  explicit("brightness", "set brightness to 85 %", is({ bright: "85" })),
  explicit("warmth-max", "Set the warmth to its maximum", is({ warm: "5" })),
  explicit("colour", "set the colour of the light to #ffaa33", is({ tint: "#ffaa33" })),
  explicit("fade", "Increase the fade time by 3 seconds", is({ fade: 5 })),
  explicit("times", "turn on at 07:15 and turn off at 21:40", is({ on: "07:15", off: "21:40" })),
  explicit("until-save", "Valid until 31 October 2027, then save.", is({ until: "2027-10-31", saves: 1 })),
  explicit("dim", "Please lower the brightness by 15", is({ bright: "25" })),
  explicit("below", "Switch on the toggle right under Child lock", is({ vac: true })),
  explicit("still-off", "Turn on the one switch that is still off", is({ sun: true, vac: true }), { prepare: `g("sun").checked = true` }),
  ambiguous("time", "Set the time to 20:00"),
  ambiguous("slider", "Move the slider to 4"),
  nonsense("music", "Let the lamp play the radio"),
];
