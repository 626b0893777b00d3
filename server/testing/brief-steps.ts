import type { Step } from "../agent/resolver/steps.ts";
import type { Place, Target } from "../agent/resolver/target.ts";

/** A target in one line: name:kind #order state =value relation(place). What is quoted stands in quotes; fuller readings are left out. */
function named({ words, quoted, kind, ordinal, states, value, places }: Target): string {
  const parts = [
    `${quoted ? `"${words}"` : words}${kind === null ? "" : `:${kind}`}`,
    ordinal === null ? "" : `#${ordinal}`,
    ...states.map(({ state, is }) => (is ? state : `!${state}`)),
    value === null ? "" : `=${value}`,
    ...places.map(placed),
  ];
  return parts.filter(Boolean).join(" ");
}

const placed = ({ relation, words, kind, ordinal }: Place): string =>
  `${relation}(${[ordinal === null ? "" : `#${ordinal}`, words, kind ? `<${kind}>` : ""].filter(Boolean).join(" ")})`;

/** A step in one line. */
export function brief(step: Step): string {
  const at = "target" in step && step.target ? ` → ${named(step.target)}` : "";
  switch (step.verb) {
    case "type":
      return `type "${step.text}"${at}`;
    case "select":
    case "deselect":
      return `${step.verb} "${step.option}"${step.options.length > 0 ? ` (${step.options.join("|")})` : ""} <${named(step.item)}>${at}`;
    case "setValue":
      return `setValue ${JSON.stringify(step.amount)}${at}`;
    case "pickDate":
      return `pickDate ${step.date}${at}`;
    case "menu":
      return `menu${at} > ${step.path.map(named).join(" > ")}`;
    case "upload":
      return `upload ${step.files.join("|")}${at}`;
    case "press":
      return `press ${step.key}${step.times === 1 ? "" : ` x${step.times}`}${at}`;
    case "drag":
      return `drag${at} ${"onto" in step.to ? `onto ${named(step.to.onto)}${step.to.at ? ` ${JSON.stringify(step.to.at)}` : ""}${step.to.edge ? ` ${step.to.edge}` : ""}` : "end" in step.to ? step.to.end : JSON.stringify(step.to)}`;
    case "scroll": {
      const amount = `${step.px === null ? "" : ` ${step.px}px`}${step.times === 1 ? "" : ` x${step.times}`}`;
      return `scroll${step.direction === null ? "" : ` ${step.direction}`}${amount}${at}${step.until ? ` until ${named(step.until)}` : ""}`;
    }
    case "sort":
      return `sort ${step.order}${at}`;
    case "every":
      return `every ${step.each}${at}`;
    case "either":
      return `either ${step.readings.map((reading) => `[${reading.map(brief).join("; ")}]`).join(" or ")}`;
    default:
      return `${step.verb}${at}`;
  }
}
