import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("story.html");

/** The whole state, with what differs from the beginning. */
const state = (change: object): string => same("state", { likes: {}, replies: [], search: null, link: null, ...change });
const seen = (selector: string): string =>
  `(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`;

/** A long article with links, comments and a menu that opens when it is pointed at. */
export const story: readonly EvalCase[] = [
  explicit("scroll", "Scroll down", `${state({})} && scrollY > 0`),
  explicit(
    "scroll-to",
    "Scroll to the Related stories section",
    `${state({})} && document.querySelectorAll("h2")[3].getBoundingClientRect().top < innerHeight && document.querySelectorAll("h2")[3].getBoundingClientRect().top >= 0`,
  ),
  explicit("scroll-bottom", "Scroll to the bottom of the page", `${state({})} && ${seen("footer")}`),
  explicit("go-back", "Go back", `${state({})} && location.hash === ""`, { prepare: `location.hash = "#weather"` }),
  explicit("contents", "Click The mud in the contents", state({ link: "#mud" })),
  explicit("ordinal", "Open the second link under Related stories", state({ link: "#pier" })),
  explicit("like", "Click Like under the comment of Ravi", state({ likes: { Ravi: 1 } })),
  explicit("reply", "Click Reply on Mina's comment, type Thanks a lot into Write a reply and click Post", state({ replies: [["Mina", "Thanks a lot"]] })),
  explicit("search", "Type lighthouse into the search box and press Enter", state({ search: "lighthouse" })),
  explicit("hover-menu", "Hover over Sections and click Ships", state({ link: "#ships" })),
  ambiguous("like-which", "Click Like"),
  nonsense("video", "Play the video"),
];
