import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("post.html");

/** The whole state, with what differs from the beginning. */
const state = (change: object): string =>
  same("state", { folder: "Inbox", open: null, starred: [], checked: [], archived: [], deleted: [], muted: [], menu: null, sent: [], ...change });

/** Mail made of plain blocks with handlers. */
export const post: readonly EvalCase[] = [
  explicit("open", 'Open the mail "Your ticket to Lyon"', state({ open: 5 })),
  explicit("star", "Click the star in the row of Mara Olsen", state({ starred: [1] })),
  explicit("tick-archive", "Tick the checkbox of the Book Club mail and click Archive", state({ archived: [3] })),
  explicit("mute", 'Right-click on "Lunch on Thursday?" and choose Mute', state({ muted: [2] })),
  explicit("context-menu", "Right-click the message from Delta Rail", state({ menu: 5 })),
  explicit(
    "compose",
    'Click Compose, type sam@harbor.test into To, Hello into Subject and "See you soon" into the message body, then click Send',
    state({ sent: [{ to: "sam@harbor.test", subject: "Hello", body: "See you soon" }] }),
  ),
  explicit("folder", "Go to the Drafts folder", state({ folder: "Drafts" })),
  explicit("all-to-trash", "Tick Select all and then press Move to trash", state({ deleted: [1, 2, 3, 4, 5] })),
  explicit("last", "Open the last message in the list", state({ open: 5 })),
  ambiguous("open-jonas", "Open the message from Jonas Pike"),
  nonsense("petra", "Open the message from Petra Vance"),
  nonsense("print", "Click the Print button"),
];
