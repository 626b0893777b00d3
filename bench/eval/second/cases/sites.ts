import type { EvalCase } from "../../case.ts";
import { casesOf, same, text } from "../../write.ts";

const news = casesOf("news.html");
const support = casesOf("support.html");
const team = casesOf("team.html");

const host = (selector: string, attribute: string): string => `document.querySelector(${JSON.stringify(selector)}).getAttribute(${JSON.stringify(attribute)})`;

/** A newspaper, a help centre with frames and dialogs, and a workspace of custom elements with open and closed shadow roots. */
export const siteCases: readonly EvalCase[] = [
  news.explicit(
    "back",
    "Click 'Library extends its opening hours' and then go back",
    `sessionStorage.getItem("trail").includes("/library") && location.pathname.endsWith("/news.html")`,
  ),
  news.explicit("save", 'Click "Save for later" under "Regatta draws record crowds"', same("news.saved", ["regatta"])),
  news.explicit("last", "Click the last Read more link", `location.search === "?id=ferry"`),
  news.explicit("bottom", "Scroll to the bottom of the page", "news.loaded === 2"),
  news.explicit("books", "Hover over Culture and click Books", `location.hash === "#books"`),
  news.explicit("subscribe", "Click Subscribe to our newsletter, type %mail% into Your e-mail and click Sign me up", `news.subscribed === "kim@example.net"`, {
    variables: { mail: "kim@example.net" },
  }),
  news.explicit("search", "Type tram into Search the archive and submit the form", text("#result", "No results for “tram”")),
  news.explicit("imprint", "open the Imprint link", `location.hash === "#imprint"`),
  news.ambiguous("more", "Click Read more"),
  news.ambiguous("later", "Save the story for later"),
  news.nonsense("chess", "Click the article 'Chess champion visits the town hall'"),

  support.explicit("cookies", "Accept only the necessary cookies", `support.cookie === "necessary"`),
  support.explicit("chat", "Type 'My parcel is lost' into Chat message and click Send chat message", same("support.chat", ["My parcel is lost"])),
  support.explicit(
    "survey",
    'Choose Very satisfied, select Yes from "Would you recommend us?" and click Submit survey',
    same("support.survey", { mood: "very", recommend: "Yes" }),
  ),
  support.explicit("question", "Expand 'Where is my parcel?'", same("[...document.querySelectorAll('details')].map((one) => one.open)", [false, true, false])),
  support.explicit(
    "write",
    "Select Damaged parcel from Topic, type 'The box is torn' into Message and press Send",
    text("#sent", "Thanks: Damaged parcel – The box is torn"),
  ),
  support.explicit(
    "call",
    "Click Request a call back, type 555 0134 into Phone, choose Afternoon and click Request call",
    `support.call === "555 0134 afternoon"`,
  ),
  support.explicit("close", "Close the Call back dialog", `support.call === "closed"`, {
    prepare: `document.querySelector(".cookies").remove(); document.getElementById("callback").click()`,
  }),
  support.nonsense("video", "Click Start video call"),
  support.nonsense("no-chat", "Upvote the second answer in the chat"),

  team.explicit(
    "name",
    "Type Nadia into Display name",
    `${host("[label='Display name']", "value")} === "Nadia" && ${host("[label='Job title']", "value")} === "Designer"`,
  ),
  team.explicit("title", "clear the Job title field", `${host("[label='Job title']", "value")} === ""`),
  team.explicit("two-step", "Turn on Two-step sign-in", `document.querySelector("[label='Two-step sign-in']").hasAttribute("on")`),
  team.explicit("role", "Choose Editor from Role", `${host("[label=Role]", "value")} === "Editor"`),
  team.explicit(
    "zone",
    "Select Europe/Lisbon from Time zone and click Save changes",
    `${host("[label='Time zone']", "value")} === "Europe/Lisbon" && team.saved === 1`,
  ),
  team.explicit("stars", "Click 4 stars", `${host("hive-rating", "value")} === "4"`),
  team.explicit("invite", 'Click "Invite" under Research', same("[team.invited, team.left]", [["Research"], []])),
  team.ambiguous("invite-which", "Click Invite"),
  team.ambiguous("leave", "Leave the team"),
  team.nonsense("deactivate", "Press the Deactivate account button"),
];
