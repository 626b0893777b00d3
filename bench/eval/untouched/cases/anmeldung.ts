import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("anmeldung.html");

const NICHTS = { gebucht: [], einzelheiten: [], konto: [], gesendet: 0 };
const FORMULAR = { vorname: "", nachname: "", geburt: "", stufe: "Bitte wählen", sms: "on", bemerkung: "Ich komme mit dem Fahrrad." };

/** The whole state and the form's values in their order, with what differs from the beginning. */
const state = (change: object, werte: object = FORMULAR): string => `${same("state", { ...NICHTS, ...change })} && ${same("werte()", werte)}`;
const form = (change: object): string => state({}, { ...FORMULAR, ...change });
const { sms: _sms, ...OHNE_SMS } = FORMULAR;
const inOrder = (added: object): object => {
  const { vorname, nachname, geburt, stufe, ...rest } = FORMULAR;
  return { vorname, nachname, geburt, stufe, ...added, ...rest };
};

/** A German page with German instructions. */
export const anmeldung: readonly EvalCase[] = [
  explicit("type", "Gib Jürgen in das Feld Vorname ein", form({ vorname: "Jürgen" })),
  explicit("type-quoted", 'Tippe "Müller-Weiß" in Nachname', form({ nachname: "Müller-Weiß" })),
  explicit("select", "Wähle B1 bei Kursstufe aus", form({ stufe: "B1" })),
  explicit("tick", "Setze ein Häkchen bei Rundbrief bestellen", state({}, inOrder({ rundbrief: "on" }))),
  explicit("untick", "Entferne das Häkchen bei Erinnerung per SMS", state({}, OHNE_SMS)),
  explicit("radio", "Wähle abends", state({}, inOrder({ zeit: "a" }))),
  explicit("row", "Klicke in der Zeile von Spanisch auf Buchen", state({ gebucht: ["Spanisch"] })),
  explicit("ordinal", 'Klicke auf den dritten Knopf "Einzelheiten"', state({ einzelheiten: ["Polnisch"] })),
  explicit("menu", "Öffne das Menü Konto und klicke auf Abmelden", state({ konto: ["Abmelden"] })),
  explicit(
    "steps",
    "Schreibe Anna in Vorname und Groß in Nachname und klicke dann auf Absenden",
    state({ gesendet: 1 }, { ...FORMULAR, vorname: "Anna", nachname: "Groß" }),
  ),
  explicit("clear", "Leere das Feld Bemerkung", form({ bemerkung: "" })),
  explicit("date", "Setze das Geburtsdatum auf den 3. Mai 1988", form({ geburt: "1988-05-03" })),
  explicit("hover", "Fahre mit der Maus über Hilfe", `${state({})} && document.querySelector("#hilfe").matches(":hover")`),
  explicit("submit", "Drücke auf Absenden", state({ gesendet: 1 })),
  ambiguous("book", "Klicke auf Buchen"),
  ambiguous("details", "Öffne die Einzelheiten"),
  nonsense("basket", "Klicke auf Warenkorb"),
  nonsense("greeting", "Guten Morgen, heute scheint endlich die Sonne."),
];
