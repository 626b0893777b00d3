import type { Language } from "./language.ts";

const SEEN = "( sichtbar ist| sichtbar wird| zu sehen ist| erscheint| auftaucht|)";

/** What people write in German, and what it asks for. Verbs that come apart end with their second half. */
export const deSentences: Pick<Language, "rules" | "markers"> = {
  rules: [
    ["back", ["(gehe|geh|gehen sie|navigiere|navigieren sie|springe) [eine seite] zurück[ (zur|auf die) (vorherigen|letzten) seite]", "zurück"]],
    ["forward", ["(gehe|geh|gehen sie|navigiere|navigieren sie) [eine seite] (vor|vorwärts|weiter)"]],
    ["reload", ["(lade|laden sie) [(die|diese)] [seite] neu", "(aktualisiere|aktualisieren sie) (die|diese) seite"]],
    ["submit", ["(sende|senden sie|schicke|schicken sie) (das|dieses) formular[ ab]", "(sende|senden sie|schicke|schicken sie) es ab", "(sende|schicke) ab"]],
    ["scroll", ["(scrolle|scroll|scrollen sie|blättere)", "(scrolle|scroll|scrollen sie|blättere) [(die|auf der) seite] {way}"]],
    [
      "scroll",
      [
        "(scrolle|scroll|scrollen sie) [(die|auf der) seite] {way} um {px} (pixel|px)",
        "(scrolle|scroll|scrollen sie) [(die|auf der) seite] um {px} (pixel|px)[ {way}]",
        "(scrolle|scroll|scrollen sie) {px} (pixel|px) {way}",
        "(scrolle|scroll|scrollen sie) {repeat} {way}",
        "(scrolle|scroll|scrollen sie) {n} mal {way}",
        "(scrolle|scroll|scrollen sie) (in|im|innerhalb) {target} {way} um {px} (pixel|px)",
        "(scrolle|scroll|scrollen sie) (in|im|innerhalb) {target} {way}",
        "(scrolle|scroll|scrollen sie) {way} (in|im|innerhalb) {target}",
        `(scrolle|scroll|scrollen sie) {way}(,|) bis [(zu|zum|zur)] {until}${SEEN}`,
        `(scrolle|scroll|scrollen sie)(,|) bis {until}( sichtbar ist| sichtbar wird| zu sehen ist| erscheint| auftaucht)`,
      ],
    ],
    ["scrollTo", ["(scrolle|scroll|scrollen sie) [(nach unten|nach oben)] [bis] (zu|zum|zur) {target}", "bringe {target} in sicht"]],
    ["scroll", ["(scrolle|scroll|scrollen sie) {target} {way}"]],
    [
      "hover",
      [
        "(fahre|fahr|fahren sie|gehe|gehen sie|zeige|zeigen sie) mit (der maus|dem mauszeiger|dem zeiger) (über|auf) {target}",
        "(bewege|bewegen sie|halte|halten sie) (die maus|den mauszeiger|den zeiger) (über|auf) {target}",
        "(zeige|zeigen sie) auf {target}",
      ],
    ],
    [
      "focus",
      [
        "(setze|setzen sie) (den cursor|den fokus|die schreibmarke) (in|ins|auf) {target}",
        "(fokussiere|fokussieren sie) {target}",
        "(klicke|klick|klicken sie|tippe) (in|ins) {target}",
      ],
    ],
    [
      "check",
      [
        "(setze|setzen sie|mache|machen sie) (den|einen|das|ein) (haken|häkchen|kreuz|kreuzchen) (bei|in|im|an|für|neben|auf|vor) {target}",
        "(hake|haken sie|kreuze|kreuzen sie) {target}[ an]",
        "(schalte|schalten sie|stelle) {target} (ein|an)",
        "(aktiviere|aktivieren sie|akzeptiere|akzeptieren sie) {target}",
        "(stimme|stimmen sie) {target} zu",
      ],
    ],
    [
      "uncheck",
      [
        "(entferne|entfernen sie|nimm|nehmen sie|lösche|löschen sie) (den|das) (haken|häkchen|kreuz) (bei|von|aus|in|im|für|an|vor) {target}[ (weg|raus|heraus)]",
        "(schalte|schalten sie|stelle) {target} (aus|ab)",
        "(deaktiviere|deaktivieren sie) {target}",
      ],
    ],
    [
      "drag",
      [
        "(ziehe|zieh|ziehen sie|verschiebe|verschieben sie|bewege) {target} {by} \\(?{x}( ?px| pixel|)(, ?| x | und | ){y}( ?px| pixel|)\\)?",
        "(ziehe|zieh|ziehen sie|verschiebe|verschieben sie|bewege) {target} [um] {px} (pixel|px) {way}",
        "(ziehe|zieh|ziehen sie|verschiebe|verschieben sie|bewege) {target} {way} um {px} (pixel|px)",
        "(ziehe|zieh|ziehen sie|verschiebe|verschieben sie|bewege) {target} (auf|zu|nach) \\(?{x}( ?px| pixel|)(, ?| x | und ){y}( ?px| pixel|)\\)?",
      ],
    ],
    [
      "setMost",
      ["(setze|setzen sie|stelle|stellen sie|ziehe|schiebe|drehe) {target} (auf|auf das|bis zum) (maximum|höchsten wert|den höchsten wert|anschlag)[ ein]"],
    ],
    [
      "setLeast",
      ["(setze|setzen sie|stelle|stellen sie|ziehe|schiebe|drehe) {target} (auf|auf das|bis zum) (minimum|niedrigsten wert|den niedrigsten wert)[ ein]"],
    ],
    ["set", ["(ziehe|schiebe|schieben sie|bewege) {target} auf [(den wert)] {n}"]],
    [
      "drag",
      [
        "(ziehe|zieh|ziehen sie|verschiebe|verschieben sie|bewege) {target} <onto> {onto}",
        "(ziehe|verschiebe|verschieben sie) {target} (vor|über) {before}",
        "(ziehe|verschiebe|verschieben sie) {target} (hinter|unter) {after}",
      ],
    ],
    ["increase", ["(erhöhe|erhöhen sie|steigere) {target} um {n}", "(erhöhe|erhöhen sie) {target} {n} mal"]],
    ["decrease", ["(verringere|verringern sie|reduziere|reduzieren sie|senke|senken sie|vermindere) {target} um {n}"]],
    ["set", ["(erhöhe|erhöhen sie|verringere|reduziere|senke|senken sie) {target} auf {value}"]],
    ["increase", ["(erhöhe|erhöhen sie|steigere) {target}"]],
    ["decrease", ["(verringere|verringern sie|reduziere|reduzieren sie|senke|senken sie|vermindere) {target}"]],
    ["upload", ["(lade|laden sie) [die datei] {file} <uploaded> {target} hoch", "(lade|laden sie) [die datei] {file} hoch"]],
    ["type", ["(fülle|füll|füllen sie) {target} mit {text}[ aus]", "(ersetze|ersetzen sie) [(den text|den inhalt) (in|im|von|aus)] {target} durch {text}"]],
    [
      "type",
      [
        "(gib|geben sie|trage|tragen sie|schreibe|schreib|schreiben sie|tippe|tippen sie) (in|ins|im|bei|unter|als) {target} {quote}[ ein]",
        "(gib|geben sie|trage|tragen sie|schreibe|schreib|schreiben sie|tippe|tippen sie|füge) [(den text|das wort|den wert|die zahl)] {text} <into> {target}[ ein]",
        "(gib|geben sie|trage|tragen sie) als {target} {word} ein",
      ],
    ],
    [
      "set",
      [
        "(ändere|ändern sie|setze|stelle) [den wert von] {target} von {old} (auf|zu|in) {value}",
        "(setze|setzen sie|stelle|stellen sie|ändere|ändern sie) [den wert von] {target} <settle> {value} (ein|um)",
        "(setze|setzen sie|stelle|stellen sie|ändere|ändern sie) [den wert von] {target} <settle> {value}",
      ],
    ],
    ["search", ["(suche|such|suchen sie) (in|im|auf) {target} nach {text}", "(suche|such|suchen sie) nach {text}"]],
    ["deselect", ["(wähle|wählen sie) {option} <outOf> {target} ab", "(wähle|wählen sie) {option} ab"]],
    [
      "select",
      [
        "(wähle|wähl|wählen sie) (bei|für|unter|im feld|in der liste) {target} {quote} aus",
        "(wähle|wähl|wählen sie) (bei|für|unter|im feld|in der liste) {target} {word} aus",
        "(wähle|wähl|wählen sie|selektiere) {option} <outOf> {target} aus",
        "(wähle|wähl|wählen sie|selektiere) {option} <outOf> {target}",
        "(wähle|wähl|wählen sie|selektiere|markiere|nimm) {option}[ aus]",
      ],
    ],
    [
      "press",
      [
        "(drücke|drück|drücken sie|betätige) {keys} <inField> {target}",
        "(drücke|drück|drücken sie|betätige) {repeat} {keys}",
        "(drücke|drück|drücken sie|betätige) {n} mal {keys}",
        "(drücke|drück|drücken sie|betätige) {keys} {repeat}",
        "(drücke|drück|drücken sie|betätige) {keys} {n} mal",
        "(drücke|drück|drücken sie|betätige) {keys}",
      ],
    ],
    [
      "doubleClick",
      [
        "(doppelklicke|doppelklick|doppelklicken sie) [auf] {target}",
        "(mache|mach|machen sie) einen doppelklick auf {target}",
        "(klicke|klick|klicken sie) doppelt auf {target}",
      ],
    ],
    [
      "rightClick",
      [
        "(rechtsklicke|rechtsklick|rechtsklicken sie) [auf] {target}",
        "(klicke|klick|klicken sie) mit der rechten maustaste auf {target}",
        "(mache|mach|machen sie) einen rechtsklick auf {target}",
      ],
    ],
    [
      "clear",
      [
        "(leere|leeren sie) {target}",
        "(lösche|löschen sie|entferne|entfernen sie) (den inhalt|den text|den wert|die eingabe) (von|vom|aus|in|im|des|der) {target}",
      ],
    ],
    ["expand", ["(klappe|klapp|klappen sie) {target} (auf|aus)", "(erweitere|erweitern sie) {target}"]],
    ["collapse", ["(klappe|klapp|klappen sie) {target} (zu|ein|zusammen)"]],
    ["close", ["(schließe|schließ|schließen sie) {target}", "(schließe|schließen)"]],
    ["sort", ["(sortiere|sortieren sie) [(die|den|das) (tabelle|liste|ergebnisse|artikel|produkte|zeilen|einträge)] nach {option}"]],
    ["open", ["(öffne|öffnen sie|öffnet) {target}"]],
    [
      "click",
      [
        "(klicke|klick|klicken sie|tippe|tippen sie|drücke|drücken sie) {repeat} auf {target}",
        "(klicke|klick|klicken sie|tippe|tippen sie|drücke) auf {target} {repeat}",
        "(klicke|klick|klicken sie|tippe|tippen sie|drücke|drücken sie) {n} mal auf {target}",
      ],
    ],
    [
      "click",
      [
        "(klicke|klick|klicken sie|tippe|tipp|tippen sie|drücke|drück|drücken sie) auf {target}",
        "auf {target} (klicken|tippen|drücken)",
        "(klicke|klick|klicken sie|tippe) {target} an",
        "(klicke|klick|klicken sie|drücke|drücken sie|betätige|betätigen sie) {target}",
        "(gehe|geh|gehen sie|wechsle|wechsel|wechseln sie|navigiere|navigieren sie|springe|folge) (zu|zum|zur|auf|in|ins|nach|dem) {target}",
      ],
    ],
    [
      "type",
      [
        "(tippe|tippen sie|schreibe|schreib|schreiben sie|gib|geben sie) [(den text|das wort|den wert)] {text} ein",
        "(tippe|tippen sie|schreibe|schreib|schreiben sie) {text}",
      ],
    ],
    [
      "named",
      [
        "(abmelden|anmelden|einloggen|ausloggen|registrieren|weiter|abbrechen|speichern|absenden|bestätigen|fortfahren)",
        "(lösche|löschen sie|entferne|entfernen sie|bearbeite|bearbeiten sie|archiviere|archivieren sie|speichere|speichern sie|bestätige|verwirf|teile|drucke|kopiere) {target}",
      ],
    ],
    ["hover", ["~mit (der maus|dem mauszeiger) (über|auf) {target} (fahren|gehen|zeigen)"]],
    ["doubleClick", ["~auf {target} doppelklicken", "~{target} doppelklicken"]],
    ["rightClick", ["~auf {target} rechtsklicken", "~mit der rechten maustaste auf {target} klicken"]],
    ["clear", ["~{target} leeren", "~(den inhalt|den text|den wert) (von|vom|in|im|aus|des|der) {target} (löschen|entfernen)"]],
    ["type", ["~{target} mit {text} (ausfüllen|füllen|befüllen)", "~{text} <into> {target} (eingeben|eintragen|eintippen|schreiben)"]],
    ["search", ["~nach {text} suchen"]],
    ["set", ["~{target} auf {value} (setzen|stellen|einstellen|ändern)"]],
    ["increase", ["~{target} um {n} erhöhen"]],
    ["decrease", ["~{target} um {n} (verringern|senken|reduzieren)"]],
    ["select", ["~{option} <outOf> {target} (auswählen|wählen)", "~{option} auswählen"]],
    ["check", ["~{target} (aktivieren|ankreuzen|anhaken|einschalten|anschalten|akzeptieren)", "~{target} zustimmen"]],
    ["uncheck", ["~{target} (deaktivieren|ausschalten|abschalten)"]],
    ["drag", ["~{target} <onto> {onto} (ziehen|verschieben)"]],
    ["expand", ["~{target} (aufklappen|ausklappen)"]],
    ["collapse", ["~{target} (zuklappen|einklappen|zusammenklappen)"]],
    ["sort", ["~nach {option} sortieren"]],
    ["open", ["~{target} öffnen"]],
    ["click", ["~(zu|zum|zur|auf|in|ins) {target} (gehen|wechseln|navigieren)", "~auf {target} (klicken|tippen|drücken)", "~{target} anklicken"]],
    ["named", ["~{target} (löschen|entfernen|bearbeiten|speichern|archivieren|bestätigen|drucken|kopieren|herunterladen|hinzufügen)"]],
  ],
  markers: {
    into: ["in", "ins", "im", "bei", "beim", "als", "unter", "für", "an"],
    settle: ["auf", "zu", "in"],
    outOf: ["aus", "bei", "beim", "in", "im", "von", "vom", "für", "als", "unter"],
    onto: ["auf", "in", "ins", "nach", "zu", "zum", "zur"],
    inField: ["in", "im", "bei"],
    uploaded: ["in", "ins", "bei", "beim", "als", "für", "unter", "zu"],
    by: ["um"],
  },
};
