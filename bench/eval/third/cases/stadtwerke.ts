import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("stadtwerke.html");
const START = { gemeldet: [] as string[], bezahlt: [] as string[], geladen: [] as string[], abschlag: 85, abgebrochen: false };
const EMPTY = "||||ich|false|false";
const is = (state: Partial<typeof START>, form = EMPTY): string => `${same("Z", { ...START, ...state })} && form() === ${JSON.stringify(form)}`;

/** A German form of plain HTML with a table and a stepper; what is asked is in German. */
export const stadtwerke: readonly EvalCase[] = [
  explicit("stand", "Trage als Zählerstand 15320 ein", is({}, "|15320|||ich|false|false")),
  explicit("art", "Wähle bei Art „Fernwärme“ aus", is({}, "|||Fernwärme|ich|false|false")),
  explicit(
    "melden",
    "Zählernummer: 4711-B; Zählerstand in kWh: 8044; Art: Strom. Bestätige die Datenschutzerklärung und klicke danach auf Melden.",
    is({ gemeldet: ["4711-B|8044||Strom|ich|false|true"] }),
  ),
  explicit("datum", "Setze das Ablesedatum auf den 14.02.2027", is({}, "||2027-02-14||ich|false|false")),
  explicit("vermieter", "Abgelesen wurde von meinem Vermieter, bitte auswählen", is({}, "||||vermieter|false|false")),
  explicit("haken", "Bitte setze den Haken bei der Bestätigung per E-Mail", is({}, "||||ich|true|false")),
  explicit("bezahlen", "Bezahle die Rechnung R-1002", is({ bezahlt: ["R-1002"] })),
  explicit("laden", "lade die Rechnung vom März herunter", is({ geladen: ["R-1003"] })),
  explicit("abschlag", "Erhöhe den Abschlag zweimal", is({ abschlag: 95 })),
  explicit("abbrechen", "Brich ab", is({ abgebrochen: true })),
  explicit("vertraege", "Öffne oben die Verträge", `location.hash === "#vertraege" && ${is({})}`),
  explicit("alle", "Bezahle alle drei Rechnungen", is({ bezahlt: ["R-1001", "R-1002", "R-1003"] })),
  ambiguous("bezahlen-welche", "Klicke auf Bezahlen"),
  nonsense("solar", "Bestelle eine Solaranlage"),
];
