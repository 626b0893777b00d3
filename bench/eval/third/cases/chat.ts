import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("chat.html");
const GENERAL = ["Uma: Morning all!", "Pete: The build is red again", "Uma: I am on it"];
const EMPTY = `$("ed").innerText.trim() === ""`;
const general = (list: string[] = GENERAL): string => `${same(`brief("general")`, list)} && others() && !C.away`;

/** A chat: an editable box that Enter sends, tools of a message that are seen while the mouse is over it. */
export const chat: readonly EvalCase[] = [
  explicit("send", "Write “See you at ten” and press Enter", `${general([...GENERAL, "Me: See you at ten"])} && ${EMPTY}`),
  explicit("type-only", "type 'not sent yet' into the message box", `${general()} && $("ed").innerText.trim() === "not sent yet"`),
  explicit("channel", "Switch to the channel random", `C.cur === "random" && ${general()}`),
  explicit(
    "channel-send",
    "Go to #design, write “First sketch is up” and send it with Enter",
    `C.cur === "design" && ${same(`brief("design")`, ["Me: First sketch is up"])} && ${same(`brief("general")`, GENERAL)}`,
  ),
  explicit("thumbs", "Give a thumbs up to Pete's message", general(GENERAL.with(1, "Pete: The build is red again 👍"))),
  explicit("pin", "pin the message “Morning all!”", general(GENERAL.with(0, "Uma: Morning all! [pin]"))),
  explicit("hover-delete", "Hover over the message 'I am on it' and click Delete message", general(GENERAL.slice(0, 2))),
  explicit("away", "change my status from available to away", `C.away && ${same(`brief("general")`, GENERAL)} && others()`),
  explicit("variable", "send %text% to the general channel", `${general([...GENERAL, "Me: Lift is broken"])} && ${EMPTY}`, {
    variables: { text: "Lift is broken" },
  }),
  ambiguous("uma", "Delete Uma's message"),
  nonsense("call", "Start a video call with Pete"),
  nonsense("thanks", "thanks a lot, that was great"),
];
