import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("consent.html");
const START = {
  layers: [] as string[],
  analytics: false,
  ads: false,
  maps: false,
  choice: null as string | null,
  news: null as string | null,
  read: false,
  saved: false,
};
const is = (page: Partial<typeof START>): string => same("W", { ...START, ...page });

/** A question for cookies over the page, with settings over it, and a newsletter's window. */
export const consent: readonly EvalCase[] = [
  explicit("accept", "accept all cookies", is({ choice: "all", analytics: true, ads: true, maps: true })),
  explicit("necessary", "Only allow the necessary cookies", is({ choice: "none" })),
  explicit("own", "Open the cookie settings, switch on Maps and save the choice", is({ choice: "own", maps: true })),
  explicit("switch", "turn analytics and advertising on", is({ layers: ["cookies", "settings"], analytics: true, ads: true }), {
    prepare: `show("cookies", "settings")`,
  }),
  explicit("newsletter-close", "Close the newsletter window", is({}), { prepare: `show("news")` }),
  explicit("subscribe", "subscribe with tom@shed.example", is({ news: "tom@shed.example" }), { prepare: `show("news")` }),
  explicit("escape", "Press Escape", is({ layers: ["cookies"] }), { prepare: `show("cookies", "settings")` }),
  explicit("accept-then-read", "Accept all cookies, then read the full article", is({ choice: "all", analytics: true, ads: true, maps: true, read: true })),
  explicit("no-thanks", 'Click "No thanks"', is({}), { prepare: `show("news")` }),
  explicit("save", "save the article for later", is({ saved: true }), { prepare: "show()" }),
  explicit("cross", "In the newsletter dialog, click the cross at the top right", is({}), { prepare: `show("news")` }),
  ambiguous("switch-which", "Turn on the switch", { prepare: `show("cookies", "settings")` }),
  nonsense("comment", "Post the comment “Lovely ferns”", { prepare: "show()" }),
];
