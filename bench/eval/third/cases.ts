import type { EvalSet } from "../case.ts";
import { admins } from "./cases/admins.ts";
import { chat } from "./cases/chat.ts";
import { checkout } from "./cases/checkout.ts";
import { clinic } from "./cases/clinic.ts";
import { consent } from "./cases/consent.ts";
import { editor } from "./cases/editor.ts";
import { fahrplan } from "./cases/fahrplan.ts";
import { files } from "./cases/files.ts";
import { handbook } from "./cases/handbook.ts";
import { inn } from "./cases/inn.ts";
import { ledger } from "./cases/ledger.ts";
import { mail } from "./cases/mail.ts";
import { pipeline } from "./cases/pipeline.ts";
import { player } from "./cases/player.ts";
import { prefs } from "./cases/prefs.ts";
import { shoes } from "./cases/shoes.ts";
import { signin } from "./cases/signin.ts";
import { stadtwerke } from "./cases/stadtwerke.ts";
import { survey } from "./cases/survey.ts";
import { tracker } from "./cases/tracker.ts";
import { transfer } from "./cases/transfer.ts";

const PAGES = [
  admins,
  chat,
  checkout,
  clinic,
  consent,
  editor,
  fahrplan,
  files,
  handbook,
  inn,
  ledger,
  mail,
  pipeline,
  player,
  prefs,
  shoes,
  signin,
  stadtwerke,
  survey,
  tracker,
  transfer,
];

/** Cases of an author who knew the pages only, on pages of many styles of development. */
export const third: EvalSet = { name: "third", half: "wider", cases: PAGES.flat() };
