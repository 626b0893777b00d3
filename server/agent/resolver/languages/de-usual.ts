import type { Language } from "./language.ts";

/** What a place is called: all its words written large, but for small ones within. */
const PLACE = "((?-i:[\\p{Lu}\\uE000])[^\\s.,;]*(?:\\s(?:(?:am|an der|bei|im|ob der) )?(?-i:[\\p{Lu}\\uE000(])[^\\s.,;]*)*?)";

/** What German takes for granted: what goes without saying, and what says nothing. */
export const deUsual: Pick<
  Language,
  "usual" | "deeds" | "pairs" | "offered" | "vague" | "indefinite" | "appearing" | "purposes" | "shorter" | "ways" | "ends" | "orders" | "aims"
> = {
  usual: {
    user: ["Benutzername", "Login", "E-Mail"],
    address: ["E-Mail", "Benutzername", "Login"],
    password: "Passwort",
    rating: "Bewertung",
    stars: ["Sterne", "Sternen", "Stern"],
    filter: "Filter",
    all: ["Alle auswählen", "Alles auswählen", "Alle markieren"],
    box: "kontrollkästchen",
    each: ["alle", "jede", "jedes", "jeden", "alles", "sämtliche", "beide"],
    done: ["erledigt", "fertig", "abgeschlossen", "abgehakt", "beendet", "gekauft"],
    yes: ["Bestätigen", "Ja", "OK"],
    dialog: "dialog",
    choose: ["Auswählen", "Wählen", "Buchen"],
  },
  deeds: {
    löschung: "Löschen",
    entfernung: "Entfernen",
    stornierung: "Stornieren",
    kündigung: "Kündigen",
    buchung: "Buchen",
    bestellung: "Bestellen",
    zahlung: "Bezahlen",
    bezahlung: "Bezahlen",
    abmeldung: "Abmelden",
    anmeldung: "Anmelden",
    registrierung: "Registrieren",
    überweisung: "Überweisen",
    änderung: "Speichern",
    änderungen: "Speichern",
    absage: "Absagen",
    dialog: "OK",
    abfrage: "OK",
    meldung: "OK",
    hinweis: "OK",
    auswahl: "OK",
  },
  pairs: {
    intro:
      "(?:fülle|füll|füllen sie)\\s+(?:(?:das|dieses)\\s+)?(?:\\S+\\s+){0,2}\\S*formular(?:\\s+(?:wie folgt|(?:mit )?folgendermaßen|mit (?:den )?folgenden (?:werten|daten|angaben)|mit diesen (?:werten|daten|angaben)|mit|so))?(?:\\s+aus)?\\s*:?",
    forms: ["(?<label>[^:=]{1,40}?)\\s*[:=]\\s*(?<value>.+)", "(?<value>.+?)\\s+(?:als|für|bei)\\s+(?:(?:der|die|das|den|dem)\\s+)?(?<label>.+)"],
  },
  offered: [
    ...["den vorschlägen", "den vorschlag", "dem vorschlag", "der liste der vorschläge", "der liste mit vorschlägen", "der vorschlagsliste"],
    ...["den angezeigten vorschlägen", "den suchvorschlägen", "dem kontextmenü", "der liste darunter", "dem menü darunter"],
    ...["der liste die erscheint", "der liste die sich öffnet", "dem menü das erscheint", "dem menü das sich öffnet"],
    ...["der liste, die erscheint", "der liste, die sich öffnet", "dem menü, das erscheint", "dem menü, das sich öffnet"],
  ],
  vague: [
    ...["irgendein", "irgendeine", "irgendeinen", "irgendeines", "irgendeiner", "irgendwas", "irgendetwas", "irgendwen", "irgendwelche", "irgend"],
    ...["etwas", "nichts", "jemand", "jemanden", "niemand", "niemanden", "beliebig", "beliebige", "beliebigen", "beliebiges"],
    ...["einen beliebigen", "eine beliebige", "ein beliebiges", "ob", "entweder", "weder", "eines der", "eine der", "einen der"],
  ],
  indefinite: ["ein", "eine", "einen", "einem", "einer", "noch ein", "noch eine", "noch einen"],
  appearing: [
    ...["der", "die", "das"].flatMap((which) =>
      ["erscheint", "sich öffnet", "aufgeht", "erschienen ist", "sich geöffnet hat", "aufgegangen ist", "angezeigt wird", "offen ist"].map(
        (way) => `${which} ${way}`,
      ),
    ),
  ],
  purposes: ["um", "damit"],
  aims: [],
  ways: [
    // "Von Köln nach Bonn": two fields, and what is chosen for each.
    [
      `^von ${PLACE} nach ${PLACE}[.,;]?\\s+(?:und )?wählen?(?: sie)?(?: bitte)? jeweils (?:den|die) (?:(?:passenden|ersten|richtigen) )?vorschl(?:ag|äge)(?: aus)?(?=$|[.,;]|\\sund\\s)`,
      "gib $1 bei Von ein, wähle $1 aus den Vorschlägen, gib $2 bei Nach ein, wähle $2 aus den Vorschlägen",
    ],
    [`^von ${PLACE} nach ${PLACE}(?=$|[.,;])`, "gib $1 bei Von ein, gib $2 bei Nach ein"],
  ],
  shorter: {},
  ends: {
    anfang: "first",
    "ersten stelle": "first",
    "erste stelle": "first",
    "oberste stelle": "first",
    ende: "last",
    schluss: "last",
    "letzten stelle": "last",
    "letzte stelle": "last",
    "unterste stelle": "last",
  },
  orders: {
    aufsteigend: "ascending",
    "aufsteigender reihenfolge": "ascending",
    "von a bis z": "ascending",
    "niedrigste zuerst": "ascending",
    "kleinste zuerst": "ascending",
    "billigste zuerst": "ascending",
    "günstigste zuerst": "ascending",
    "älteste zuerst": "ascending",
    absteigend: "descending",
    "absteigender reihenfolge": "descending",
    "von z bis a": "descending",
    "höchste zuerst": "descending",
    "größte zuerst": "descending",
    "teuerste zuerst": "descending",
    "neueste zuerst": "descending",
  },
};
