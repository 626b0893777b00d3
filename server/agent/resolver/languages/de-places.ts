import type { Action, Language } from "./language.ts";

type Rule = Language["rules"][number];

/** What stands right behind the verb and begins like this is a place; with a capital it is a name ("In Arbeit"). */
export const WHAT = "(?!(?-i:in|im|ins|am|bei|beim|unter|neben|als|auf|mit|oben|unten|links|rechts)(\\s|$))";
/** Without the verb's second half, which comes only at the end of all. */
export const HALF = "(?!.*\\sein$)";
/** A text that is none: "gib den Namen ein" says no name. */
export const THE = "(?!(der|die|das|den|dem|deinen|deine|dein|meinen|meine|mein|ihren|ihre|ihr)\\s)";
/** Here stands a place that is said by its kind; the kinds are filled in. */
export const OF_KIND = "@kinds";
export const IN_ROW = "(?!(in|im) (der |dem |)(\\S+ |)(zeile|reihe|spalte|tabelle)\\s)";

/** Between what it says and to what, in the order in which they are tried, the surest first. */
export const deMarkers: Language["markers"] = {
  into: [
    "ins",
    "bei",
    "beim",
    "als",
    "in(?! (der|dem) (zeile|reihe|spalte|tabelle|liste|karte|gruppe)(\\s|$))",
    "im(?! (dialog|abschnitt|bereich|formular|fenster)(\\s|$))",
    "unter",
    "für",
    "an",
  ],
  settle: ["auf", "zu", "in"],
  outOf: ["aus", "bei", "beim", "in", "im", "von", "vom", "für", "als", "unter"],
  onto: ["auf", "in", "ins", "nach", "zu", "zum", "zur"],
  inField: ["in", "im", "bei"],
  uploaded: ["in", "ins", "im", "bei", "beim", "als", "für", "unter", "zu"],
  by: ["um"],
  saying: ["den text", "das wort", "die worte", "den wert", "die zahl", "den namen", "die nummer", "das datum", "die adresse", "den satz"],
  where: [
    ...["im", "in der", "in dem", "in den", "in", "am", "an der", "auf der", "auf dem", "bei", "bei der", "bei dem", "beim", "unter", "unterhalb von", "über"],
    ...["oberhalb von", "neben", "links neben", "rechts neben", "links von", "rechts von", "innerhalb von", "hinter", "vor"],
  ],
  // Said of a way, not of a place.
  whither: [
    "in das",
    "in die",
    "ins",
    "auf das",
    "auf die",
    "auf den",
    "an das",
    "an die",
    "unter die",
    "unter das",
    "über die",
    "über das",
    "vor die",
    "vor das",
  ],
};

/** Verbs that may have the place where it is done before what it is done to. */
const PLACED: ReadonlySet<Action> = new Set<Action>([
  ...([
    "click",
    "open",
    "check",
    "uncheck",
    "type",
    "set",
    "setMost",
    "setLeast",
    "increase",
    "decrease",
    "select",
    "clear",
    "press",
    "expand",
    "collapse",
  ] as const),
  ...(["doubleClick", "rightClick"] as const),
]);
const ARTICLE = "(?=(der|die|das|den|dem|einen|eine|ein)\\s|\\uE000)";

/** Said of where on the page it is done, which tells nothing. */
const WHEREABOUTS =
  "((ganz |)(oben|unten|links|rechts)( (links|rechts|oben|unten|in der mitte)|)( (auf der seite|auf dem bildschirm|im fenster|in der ecke|am rand)|)|in der (oberen|unteren|linken|rechten)( linken| rechten|) ecke) ";

/** Each rule, and before it the same with a place behind the verb: "klicke in der Zeile Tee auf Löschen". */
export function withPlaces(rules: readonly Rule[], kinds: readonly string[]): Rule[] {
  // "bei Bemerkung Bitte bei Huber klingeln": a place before another of these words is one that is called so.
  const ofKind = `(?=\\S+ (\\S+ |)(\\S+ |)(${kinds.join("|")})\\s)`;
  const both = (pattern: string): string[] => {
    const [, head = "", rest = ""] = /^(~|\([^()]*\) )(.+)$/.exec(pattern) ?? [];
    if (rest === "" || rest.includes("{place}")) return [pattern];
    const bare = rest.replaceAll(WHAT, "").replaceAll(THE, "").replaceAll(HALF, "").replaceAll(IN_ROW, "");
    const front = /^\((?:in|bei)\|/.test(bare) ? ofKind : "";
    const placed = `${head}${front}{place} ${/^(?:\{|\[|\(\?)/.test(bare) ? ARTICLE : ""}${bare}`;
    return head === "~" ? [placed, pattern] : [`${head}${WHEREABOUTS}${rest}`, placed, pattern];
  };
  return rules.map(([action, patterns]) => [
    action,
    (PLACED.has(action) ? patterns.flatMap(both) : patterns).map((pattern) => pattern.replace(OF_KIND, ofKind)),
  ]);
}
