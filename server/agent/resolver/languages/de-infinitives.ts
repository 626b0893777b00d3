import type { Language } from "./language.ts";

const INTO = "(in|ins|im|bei|beim|unter|als|für)";
/** Said before a text, so no name of a field. */
const TEXT = "(?!(den text|das wort|den wert|die zahl) )";
const TICK = "(haken|häkchen|kreuz|kreuzchen)";

const RULES: Language["rules"] = [
  ["hover", ["~mit (der maus|dem mauszeiger) (über|auf) {target} (fahren|gehen|zeigen)"]],
  ["scroll", ["~{way} (scrollen|blättern)", "~[(die|auf der)] [seite] {way} (scrollen|blättern)"]],
  ["scrollTo", ["~[bis] (zu|zum|zur) {target} (scrollen|blättern)"]],
  ["back", ["~[eine] [seite] zurück (gehen|navigieren)", "~zurückgehen"]],
  ["reload", ["~[die] seite (neu laden|aktualisieren)"]],
  ["submit", ["~[das] formular (absenden|abschicken|einreichen)"]],
  ["press", ["~{keys} drücken", "~{keys} <inField> {target} drücken"]],
  ["doubleClick", ["~auf {target} doppelklicken", "~{target} doppelklicken", "~doppelt auf {target} klicken"]],
  ["rightClick", ["~auf {target} rechtsklicken", "~mit der rechten maustaste auf {target} klicken"]],
  ["clear", ["~{target} leeren", "~(den inhalt|den text|den wert) (von|vom|in|im|aus|des|der) {target} (löschen|entfernen)"]],
  ["check", [`~[(den|einen|das|ein)] ${TICK} (bei|in|im|an|für|neben|auf|vor) {target} (setzen|machen)`]],
  ["uncheck", [`~[(den|das|die)] ${TICK} (bei|von|vom|aus|in|im|für|an|vor) {target} (entfernen|wegnehmen|löschen)`]],
  [
    "type",
    [
      "~{target} mit {text} (ausfüllen|füllen|befüllen|überschreiben)",
      "~{target} durch {text} ersetzen",
      `~${INTO} {both} (eingeben|eintragen|eintippen|schreiben)`,
      "~{text} <into> {target} (eingeben|eintragen|eintippen|schreiben|einfügen)",
      `~${TEXT}(der|die|das|den|dem) {both} (eingeben|eintragen)`,
      `~${TEXT}{both} (eingeben|eintragen)`,
    ],
  ],
  ["type", ["~{target} (eintragen|eingeben|ausfüllen) ?: {text}"]],
  ["select", ["~{target} (auswählen|wählen) ?: {option}"]],
  ["search", ["~nach {text} suchen"]],
  ["set", ["~{target} auf {value} (setzen|stellen|einstellen|ändern)", "~{target} in {value} ändern"]],
  ["increase", ["~{target} um {n} erhöhen", "~{target} erhöhen"]],
  ["decrease", ["~{target} um {n} (verringern|senken|reduzieren)", "~{target} (verringern|senken|reduzieren)"]],
  ["upload", ["~[(die)] [datei] {file} <uploaded> {target} hochladen", "~[(die)] [datei] {file} hochladen"]],
  ["drag", ["~{target} <onto> {onto} (ziehen|verschieben)"]],
  ["deselect", ["~{option} <outOf> {target} abwählen"]],
  ["select", ["~(bei|beim|für|unter|als|in|im) {both} (auswählen|wählen)", "~{option} <outOf> {target} (auswählen|wählen)", "~{beside} (auswählen|wählen)"]],
  ["check", ["~{target} (aktivieren|ankreuzen|anhaken|abhaken|einschalten|anschalten|akzeptieren|anwählen)", "~{target} zustimmen"]],
  ["uncheck", ["~{target} (deaktivieren|ausschalten|abschalten|abwählen)"]],
  ["expand", ["~{target} (aufklappen|ausklappen|erweitern)"]],
  ["collapse", ["~{target} (zuklappen|einklappen|zusammenklappen)"]],
  ["sort", ["~[(die|den|das) (tabelle|liste|ergebnisse|artikel|produkte|zeilen|einträge)] nach {option} sortieren"]],
  ["close", ["~{target} (schließen|zumachen)"]],
  ["open", ["~{target} (öffnen|aufrufen)"]],
  [
    "click",
    [
      "~(zu|zum|zur|auf|in|ins) {target} (gehen|wechseln|navigieren)",
      "~auf {target} (klicken|tippen|drücken)",
      "~{target} (anklicken|antippen)",
      "~(?!(auf|in|ins|im|mit|an|am|bei|doppelt|rechts|links) ){target} klicken",
    ],
  ],
  [
    "named",
    [
      "~{target} (suchen|buchen|bezahlen|stornieren|kündigen|anzeigen|verwalten|starten|beenden|abbrechen|senden|teilen|exportieren|importieren|erstellen|anlegen|aktualisieren|melden|veröffentlichen|verwerfen|übernehmen|abonnieren|reservieren|absagen|ablehnen|annehmen|genehmigen|teilnehmen|fortsetzen|wiederherstellen|duplizieren|umbenennen)",
      "~{target} (löschen|entfernen|bearbeiten|speichern|archivieren|bestätigen|drucken|kopieren|herunterladen|hinzufügen|absenden|abschicken|bestellen|kaufen)",
    ],
  ],
];

const QUESTION = "(?!(wie|was|wer|wem|wen|wo|wohin|wann|warum|wieso|weshalb|welche|welcher|welches|welchen|ob|kann|darf|soll|muss)\\s)";

/** A verb at the end is written small, where "auf Speichern" names something; and no question is asked so. */
const small = (pattern: string): string => pattern.replace("~", `~${QUESTION}`).replace(/(\([^()]*\)|(?<=[ ~])\p{Ll}+)$/u, (verb) => `(?-i:${verb})`);

/** What people write in German with the verb at the end: "Name leeren". */
export const deInfinitives: Language["rules"] = RULES.map(([action, patterns]) => [action, patterns.map(small)]);
