import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("handbook.html");
const START = { open: [] as string[], played: 0, tab: "Bowline", known: [] as number[], hash: "" };
const is = (state: Partial<typeof START>): string => same("state()", { ...START, ...state });
const QUESTIONS = ["May I smoke on deck?", "What shall I bring?", "Who cooks?"];

/** A long page to read: menus that open under the mouse, an accordion, tabs, a hint, places to scroll to. */
export const handbook: readonly EvalCase[] = [
  explicit("accordion", "Expand the question “Who cooks?”", is({ open: ["Who cooks?"] })),
  explicit("accordion-inside", "open 'Who cooks?' and sign up to cook", is({ open: ["Who cooks?", "signed"] })),
  explicit("expand-all", "Expand all the questions", is({ open: QUESTIONS })),
  explicit("collapse", "collapse the question What shall I bring?", is({ open: [] }), { prepare: `g("acc").querySelector("button").click()` }),
  explicit("tab", "Go to the tab Reef knot", is({ tab: "Reef knot" })),
  explicit("tab-tick", "On the clove hitch tab, tick that I can tie it", is({ tab: "Clove hitch", known: [1] })),
  explicit("hover-menu", "Hover over Courses and click Skippers", is({ hash: "#skippers" })),
  explicit("menu-link", "open Dinghies in the Boats menu", is({ hash: "#dinghies" })),
  explicit("scroll", "scroll down to 'Weather signs'", `inView("weather") && ${is({})}`),
  explicit(
    "scroll-bottom",
    "Scroll to the bottom of the page",
    `scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 5 && ${is({})}`,
  ),
  explicit("top", "back to top", `scrollY === 0 && ${is({})}`, { prepare: "scrollTo(0, document.documentElement.scrollHeight)" }),
  explicit("tooltip", "Hover over the words “falling glass”", `B.tip !== null && ${is({})}`),
  explicit("play-twice", "Click 'Play the distress call' two times", is({ played: 2 })),
  ambiguous("question", "Expand the question"),
  nonsense("voice", "Send the captain a voice message"),
];
