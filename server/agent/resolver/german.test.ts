import { describe, expect, test } from "vitest";
import { brief } from "../../testing/brief-steps.ts";
import { parseInstruction } from "./grammar.ts";

const read = (instruction: string): string[] | undefined => parseInstruction(instruction)?.map(brief);

describe("German", () => {
  test.each<[string, string[]]>([
    ['Gib "Karla" in das Feld Vorname ein', ['type "Karla" → Vorname:feld']],
    ["Gib Karla in Vorname und Huber in Nachname ein", ['type "Karla" → Vorname', 'type "Huber" → Nachname']],
    ["Wähle Reisepass bei Anliegen aus", ['select "Reisepass" <Reisepass> → Anliegen']],
    ['Wähle "per E-Mail"', ['select "per E-Mail" <"per E-Mail">']],
    ["Setze den Haken bei Datenschutz gelesen", ["check → Datenschutz gelesen"]],
    ["Entferne den Haken bei Newsletter erhalten", ["uncheck → Newsletter erhalten"]],
    ["Klicke auf Wählen in der Zeile Dienstag", ["click → Wählen row(Dienstag <zeile>)"]],
    ['Tippe "Jan" in Vorname und klicke dann auf Absenden', ['type "Jan" → Vorname', "click → Absenden"]],
    ["Setze das Geburtsdatum auf 3. Mai 1984", ["pickDate 1984-05-03 → Geburtsdatum"]],
    ["Öffne den Link Kontakt", ["click → Kontakt:link"]],
    ["Klicke bitte auf die Schaltfläche „Speichern“", ['click → "Speichern":schaltfläche']],
    ["fülle das Feld Name mit Anna aus", ['type "Anna" → Name:feld']],
    ["drücke Enter", ["press Enter"]],
    ["drücke die Eingabetaste", ["press Enter"]],
    ["drücke Strg+A", ["press Ctrl+A"]],
    ["scrolle nach unten", ["scroll down"]],
    ["scrolle ganz nach unten", ["scroll bottom"]],
    ["scrolle zu Impressum", ["scroll → Impressum"]],
    ["lösche den Inhalt von Notizen", ["clear → Notizen"]],
    ["fahre mit der Maus über Produkte", ["hover → Produkte"]],
    ["ziehe Karte 1 auf Erledigt", ["drag → 1:karte onto Erledigt"]],
    ["doppelklicke auf die Datei bericht.txt", ["doubleClick → bericht.txt:Datei"]],
    ["gehe zurück", ["back"]],
    ["wähle Rot aus der Liste Farbe aus", ['select "Rot" <Rot> → Farbe:liste']],
    ["wähle Rot aus", ['select "Rot" <Rot>']],
    ["wähle die zweite Option aus der Liste Farbe aus", ['select "die zweite Option" <:option #2> → Farbe:liste']],
    ["klicke auf den zweiten Bearbeiten-Link", ["click → Bearbeiten:link #2"]],
    ["klicke auf Löschen in der Zeile von Bob", ["click → Löschen row(Bob <zeile>)"]],
    ["klicke auf den letzten Button unter Rechnungen", ["click → :button #-1 below(Rechnungen)"]],
    ["klicke auf Hinzufügen neben Toaster", ["click → Hinzufügen beside(Toaster)"]],
    ["schließe den Dialog Einstellungen", ["click → schließen in(Einstellungen <dialog>)"]],
    ["wähle den 14. März 2027 als Abreisedatum", ["pickDate 2027-03-14 → Abreisedatum"]],
    ["setze Menge auf 3", ['setValue {"to":"3"} → Menge']],
    ["erhöhe die Menge um 2", ['setValue {"by":2} → Menge']],
    ["aktiviere Dunkelmodus und klicke auf Speichern", ["check → Dunkelmodus", "click → Speichern"]],
    ["hake Tee und Milch an", ["either [check → Tee und Milch] or [check → Tee; check → Milch]"]],
    ["suche nach Tee", ['type "Tee" → suche:feld', "press Enter"]],
    ["setze das Datum auf 14.03.2027", ["pickDate 2027-03-14 → Datum"]],
    ["klicke zweimal auf Weiter", ["click → Weiter", "click → Weiter"]],
    ["klappe den Abschnitt Details auf", ["expand → Details:abschnitt"]],
    ["wähle Datei > Drucken", ["menu → :Datei > Drucken"]],
    ["Name mit Anna ausfüllen und auf Speichern klicken", ['type "Anna" → Name', "click → Speichern"]],
    ["in der Zeile von Huber auf Löschen klicken", ["click → Löschen row(Huber <zeile>)"]],
    ["Name leeren", ["clear → Name"]],
    ["Köln als Ort auswählen", ['select "Köln" <Köln> → Ort']],
    ["wähle bei Ort Ulm aus", ['select "Ulm" <Ulm> → Ort']],
    ["den AGB zustimmen", ["check → AGB"]],
    ["den Link Hilfe öffnen", ["click → Hilfe:link"]],
    ["zur Startseite gehen", ["click → Startseite"]],
    ["klicke auf Datei öffnen", ["click → Datei öffnen"]],
    ['Trage als Nachname "Huber" ein', ['type "Huber" → Nachname']],
  ])("%s", (instruction, steps) => {
    expect(read(instruction)).toEqual(steps);
  });
});

test("its words are looked for with its own synonyms", () => {
  expect(parseInstruction("Klicke auf Anmelden")).toMatchObject([{ target: { language: "de" } }]);
  expect(parseInstruction("click Sign in")).toMatchObject([{ target: { language: "en" } }]);
});

test.each(["mach mir ein Brot", "klicke", "das Feld", "wenn gefragt, klicke auf OK", "klicke nicht auf OK und"])("%j is not understood", (instruction) => {
  expect(parseInstruction(instruction)).toBeNull();
});
