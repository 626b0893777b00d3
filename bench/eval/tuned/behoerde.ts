import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("behoerde.html");
const value = (id: string): string => `document.getElementById("${id}").value`;

/** A page in German, told in German. */
export const behoerde = [
  explicit("behoerde-vorname", 'Gib "Karla" in das Feld Vorname ein', `${value("vn")} === 'Karla'`),
  explicit("behoerde-zwei", "Gib Karla in Vorname und Huber in Nachname ein", `${value("vn")} === 'Karla' && ${value("nn")} === 'Huber'`),
  explicit("behoerde-anliegen", "Wähle Reisepass bei Anliegen aus", `${value("an")} === 'Reisepass'`),
  explicit("behoerde-radio", 'Wähle "per E-Mail"', "document.querySelector('[value=mail]').checked"),
  explicit("behoerde-haken", "Setze den Haken bei Datenschutz gelesen", "document.getElementById('ds').checked"),
  explicit("behoerde-haken-weg", "Entferne den Haken bei Newsletter erhalten", "!document.getElementById('nl').checked"),
  explicit("behoerde-zeile", "Klicke auf Wählen in der Zeile Dienstag", "state.termin === 'Di'"),
  explicit("behoerde-absenden", 'Tippe "Jan" in Vorname und klicke dann auf Absenden', "state.gesendet?.vn === 'Jan'"),
  explicit("behoerde-geburt", "Setze das Geburtsdatum auf 3. Mai 1984", `${value("gb")} === '1984-05-03'`),
  explicit("behoerde-link", "Öffne den Link Kontakt", "location.hash === '#kontakt'"),
  ambiguous("behoerde-welcher", "Klicke auf Wählen", "state.termin === null"),
  nonsense("behoerde-fehlt", "Klicke auf Bezahlen", "state.gesendet === null && touched === 0"),
];
