import type { EvalCase } from "../../case.ts";
import { casesOf, fields, same } from "../../write.ts";

const { explicit, nonsense } = casesOf("reglages.html");

/** The whole page, with what differs from the beginning. */
const page = (did: string[], change: Record<string, string | boolean> = {}): string =>
  `${same("state", { did })} && ${fields({ "#lang": "fr", "#adresse": "", "#prenom": "Zoé", "#alertes": false, ...change })}`;

/** A French page with English instructions that quote it. */
export const reglages: readonly EvalCase[] = [
  explicit("click", 'Click "Enregistrer"', page(["save"])),
  explicit("language", "Choose Español from the Langue dropdown", page([], { "#lang": "es" })),
  explicit("type", 'Type "12 rue du Port" into "Adresse"', page([], { "#adresse": "12 rue du Port" })),
  explicit("steps", 'Tick "Alertes par courriel", then press "Enregistrer"', page(["save"], { "#alertes": true })),
  explicit("accent", "Replace the text in Prénom with Chloé", page([], { "#prenom": "Chloé" })),
  nonsense("deconnexion", 'Click "Déconnexion"'),
];
