import { describe, expect, test } from "vitest";
import { brief } from "../../testing/brief-steps.ts";
import { parseInstruction } from "./grammar.ts";
import { namesOf } from "./languages/languages.ts";
import { nameScore, SURE } from "./names.ts";

/** The steps in one line, one after the other. */
const read = (instruction: string): string | undefined => parseInstruction(instruction)?.map(brief).join(" + ");

describe("German as it is said every day", () => {
  test.each<[string, string]>([
    // Buttons are called by the verb's own form.
    ["Bezahle die Rechnung R-1002", "either [click → Bezahlen Rechnung R-1002] or [click → Bezahlen in(R-1002)]"],
    ["Storniere die Bestellung 4711", "either [click → Stornieren Bestellung 4711] or [click → Stornieren in(4711)]"],
    ["Druck die Rechnung vom Mai", "either [click → Drucken Rechnung vom Mai] or [click → Drucken in(Mai)]"],
    ["lade die Rechnung vom März herunter", "either [click → herunterladen Rechnung vom März] or [click → herunterladen in(März)]"],
    ["Laden Sie das Dokument vom Juni herunter", "either [click → herunterladen Dokument vom Juni] or [click → herunterladen in(Juni)]"],
    ["Speichere den Entwurf", "click → Speichern Entwurf"],
    ["Brich ab", "click → abbrechen"],
    ["Brechen Sie die Buchung ab", "click → abbrechen Buchung"],
    ["Sag den Termin ab", "click → absagen Termin"],
    ["Termin absagen", "click → Termin absagen"],
    ["Verbindungen suchen", "click → Verbindungen suchen"],
    ["Speichern klicken", "click → Speichern"],
    ["Den Knopf Senden klicken", "click → Senden:knopf"],
    // What is agreed to may be a button or a box.
    [
      "Bestätige die Datenschutzerklärung",
      "either [click → Bestätigen Datenschutzerklärung] or [check → Bestätigen Datenschutzerklärung] or [check → Datenschutzerklärung]",
    ],
    ["Akzeptiere alle Cookies", "either [click → Akzeptieren alle Cookies] or [check → Akzeptieren alle Cookies] or [check → alle Cookies]"],
    [
      "Bestätige die Löschung",
      "either [click → Bestätigen Löschung] or [click → Bestätigen in(<dialog>)] or [click → Ja in(<dialog>)] or [click → OK in(<dialog>)] or [click → Löschen in(<dialog>)]",
    ],
    // Where on the page it is says nothing.
    ["Öffne oben die Verträge", "click → Verträge"],
    ["Öffne unten das Impressum", "click → Impressum"],
    ["Klicke oben rechts auf Anmelden", "click → Anmelden"],
    ["Klicke oben auf der Seite auf Hilfe", "click → Hilfe"],
    ["Klicke in der oberen rechten Ecke auf Profil", "click → Profil"],
    ["Klicke auf das Symbol oben rechts", "click → :symbol"],
    ["Gib oben Tee in die Suche ein", 'type "Tee" → Suche'],
    ["Scrolle nach oben", "scroll up"],
    ["Klicke auf Nach oben", "click → Nach oben"],
    // What is counted.
    ["Erhöhe die Zahl der Reisenden um zwei", 'setValue {"by":2} → Reisenden'],
    ["Verringere die Anzahl der Kinder um eins", 'setValue {"by":-1} → Kinder'],
    ["Erhöhe die Anzahl der Zimmer auf 3", 'setValue {"to":"3"} → :Zimmer'],
    ["Erhöhe die Anzahl um 2", 'setValue {"by":2} → Anzahl'],
    ["Erhöhe den Abschlag zweimal", 'setValue {"steps":2} → Abschlag'],
    ["Senke den Abschlag dreimal", 'setValue {"steps":-3} → Abschlag'],
    ["Bitte die 1. Klasse auswählen", 'select "1. Klasse" <Klasse #1>'],
    ["Bitte den 2. Link öffnen", "click → :link #2"],
    ["Den 3. Eintrag löschen", "either [click → 3. Eintrag löschen] or [click → löschen row(#3 <eintrag>)]"],
    // Fields of a way are called by small words.
    ["Gib bei Von „Hannover“ ein und wähle Hannover Hbf aus den Vorschlägen", 'type "Hannover" → Von + select "Hannover Hbf" <Hannover Hbf>'],
    ["Gib bei Nach Berlin ein", 'type "Berlin" → Nach'],
    ["Trage unter Von Köln ein", 'type "Köln" → Von'],
    // Things are chosen by the button beside them.
    [
      "wähle die Verbindung um 10:14 Uhr aus",
      'either [either [click → Auswählen in(10:14)] or [click → Wählen in(10:14)] or [click → Buchen in(10:14)]] or [select "die Verbindung um 10:14 Uhr" <:Verbindung in(10:14)>]',
    ],
    [
      "Wähle den Tarif Basis",
      'either [select "Tarif Basis" <Basis:Tarif>] or [check → :checkbox row(Basis <Tarif>)] or [either [click → Auswählen in(Basis)] or [click → Wählen in(Basis)] or [click → Buchen in(Basis)]]',
    ],
    ["Klicke bei der ersten Verbindung auf Auswählen", "click → Auswählen in(#1 <Verbindung>)"],
    ["bezahle die rechnung R-1002", "either [click → bezahlen rechnung R-1002] or [click → bezahlen in(R-1002)]"],
    // A way from one place to another is two fields.
    [
      "Von Köln Hbf nach Hamburg-Altona. Wähle jeweils den Vorschlag aus.",
      'type "Köln Hbf" → Von + select "Köln Hbf" <Köln Hbf> + type "Hamburg-Altona" → Nach + select "Hamburg-Altona" <Hamburg-Altona>',
    ],
    ["Von Köln nach Bonn", 'type "Köln" → Von + type "Bonn" → Nach'],
    ["von Frankfurt am Main nach Halle, klicke dann auf Suchen", 'type "Frankfurt am Main" → Von + type "Halle" → Nach + click → Suchen'],
    ["Von „Köln“ nach „Bonn“", 'type "Köln" → Von + type "Bonn" → Nach'],
    // What a field is to hold.
    ["Ersetze im Feld Name Anna durch Bea", 'type "Bea" → Name:feld =Anna'],
    ['Ersetze "Köln" durch "Bonn" im Feld Ort', 'type "Bonn" → Ort:feld =Köln'],
    ["Beantworte die Frage „Rauchen Sie?“ mit Nein", 'setValue {"to":"Nein"} → "Rauchen Sie?"'],
    ["Beantworte Haustiere mit Ja", 'setValue {"to":"Ja"} → Haustiere'],
    [
      "Zählernummer: 4711-B; Zählerstand in kWh: 8044; Art: Strom. Klicke danach auf Melden.",
      'setValue {"to":"4711-B"} → Zählernummer + setValue {"to":"8044"} → Zählerstand in(kWh) + setValue {"to":"Strom"} → Art + click → Melden',
    ],
    ["Nur direkte Verbindungen anhaken und dann Verbindungen suchen", "check → Nur direkte Verbindungen + click → Verbindungen suchen"],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toBe(steps);
  });

  test.each([
    ["Köln", "Koeln"],
    ["Koeln Hbf", "Köln Hbf"],
    ["Über uns", "ueber uns"],
    ["Menü", "Menu"],
    ["Reisende", "Reisenden"],
    ["Alle Rechnungen", "Rechnung"],
  ])("%s answers to %s", (name, words) => {
    expect(nameScore(name, words, { names: namesOf("de") })).toBeGreaterThanOrEqual(SURE);
  });

  test.each([
    ["Bau", "Bauen"],
    ["Köln", "Kiel"],
    ["Neue Tür", "Neue Tor"],
  ])("%s does not answer to %s", (name, words) => {
    expect(nameScore(name, words, { names: namesOf("de") })).toBeLessThan(SURE);
  });

  test.each([
    "Klicke oben",
    "Wie bezahle ich die Rechnung?",
    "Bezahle keine Rechnung",
    "Bestätige nichts",
    "Brich",
    "Ersetze Anna durch",
    "Beantworte die Frage",
  ])("%s: is no instruction", (instruction) => {
    expect(parseInstruction(instruction)).toBeNull();
  });
});
