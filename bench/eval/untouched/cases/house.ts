import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("house.html");

/** The whole house, with what differs from the beginning. */
const house = (change: object): string =>
  same("house()", { kitchen: true, bedroom: false, garage: false, bedroomLevel: 20, thermostat: 19, away: false, kitchenLevel: 30, volume: "3", ...change });

/** Switches, sliders and spinners, of the browser's and of the page's own. */
export const home: readonly EvalCase[] = [
  explicit("slider", "Set the brightness in the Bedroom to 45", house({ bedroomLevel: 45 })),
  explicit("range", "Set the brightness under Kitchen to 75", house({ kitchenLevel: 75 })),
  explicit("switch-on", "Turn on the light in the Garage", house({ garage: true })),
  explicit("switch-off", "Switch off the light in the Kitchen", house({ kitchen: false })),
  explicit("spinner", "Set the thermostat to 22 degrees", house({ thermostat: 22 })),
  explicit("number", "Set Alarm volume to 8", house({ volume: "8" })),
  explicit("steps", "Set Alarm volume to 0 and click Away mode", house({ volume: "0", away: true })),
  explicit("two-rooms", "Turn on the light in the Bedroom, then turn off the light in the Kitchen", house({ bedroom: true, kitchen: false })),
  ambiguous("light", "Turn on the light"),
  ambiguous("brightness", "Set the brightness to 50"),
  nonsense("humidity", "Set the humidity to 45"),
];
