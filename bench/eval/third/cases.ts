import type { EvalSet } from "../case.ts";
import { admins } from "./cases/admins.ts";
import { clinic } from "./cases/clinic.ts";
import { inn } from "./cases/inn.ts";
import { mail } from "./cases/mail.ts";
import { pipeline } from "./cases/pipeline.ts";
import { shoes } from "./cases/shoes.ts";
import { transfer } from "./cases/transfer.ts";

/** Cases of an author who knew the pages only, on pages of many styles of development. */
export const third: EvalSet = { name: "third", half: "untouched", cases: [...admins, ...clinic, ...inn, ...mail, ...pipeline, ...shoes, ...transfer] };
