import type { EvalSet } from "../case.ts";
import { behoerde } from "./behoerde.ts";
import { board } from "./board.ts";
import { calendar } from "./calendar.ts";
import { combos } from "./combos.ts";
import { contacts } from "./contacts.ts";
import { dialogs } from "./dialogs.ts";
import { editor } from "./editor.ts";
import { files } from "./files.ts";
import { frames } from "./frames.ts";
import { mail } from "./mail.ts";
import { members } from "./members.ts";
import { player } from "./player.ts";
import { real } from "./real.ts";
import { settings } from "./settings.ts";
import { shop } from "./shop.ts";
import { signup } from "./signup.ts";
import { wizard } from "./wizard.ts";

/** Written beside the resolver and looked at while it is worked on. */
export const tuned: EvalSet = {
  name: "tuned",
  half: "tuned",
  cases: [signup, shop, mail, members, calendar, editor, dialogs, frames, contacts, board, wizard, settings, combos, files, player, behoerde, real].flat(),
};
