import { HALF, IN_ROW, OF_KIND, THE, WHAT } from "./de-places.ts";
import { strong, verb as v } from "./de-verbs.ts";
import type { Language } from "./language.ts";

type Rule = Language["rules"][number];

const SEEN = "( sichtbar ist| sichtbar wird| zu sehen ist| erscheint| auftaucht|)";
const CLICK = v("klick", "tipp", "drück");
const GO = v("geh", "wechsel", "navigier", "spring", "blätter");
const SCROLL = v("scroll", "blätter", "roll");
const PULL = v("zieh", "verschieb", "beweg");
const SLIDE = v("setz", "stell", "zieh", "schieb", "dreh", "beweg");
const PICK = v("wähl", "selektier");
const WRITE = strong({ gib: "geben" }, "trag", "schreib", "tipp", "füg");
const SET = v("setz", "stell", "änder");
const ALL = v("hak", "kreuz", "markier", "wähl", "aktivier", "selektier");
const USER = "[(dem|den|der)] [(benutzernamen|benutzername|benutzer|nutzernamen|konto|namen|e-mail-adresse|e-mail)] {user}";
const PASS = "[(dem|das)] [(passwort|kennwort)] {pass}";
const TICK = "(haken|häkchen|kreuz|kreuzchen)";
const INTO_LIST = "(bei|beim|für|unter|als|in|im)";
const INTO_FIELD = "(in|ins|im|bei|beim|unter|als|für)";
const MORE = v("erhöh", "steiger");
const LESS = v("verringer", "reduzier", "senk", "verminder");
/** Said before what is counted. */
const COUNT = "[(die|den) (zahl|anzahl|menge) (der|von|an)] ";
const CHECKED = "(angehakt|angekreuzt|aktiviert|eingeschaltet|ausgewählt|markiert|gesetzt|an)";

/** What people write in German, its verb first. Verbs that come apart end with their second half. */
export const deSentences: readonly Rule[] = [
  [
    "logIn",
    [
      `${v("meld", "logg")} (dich|mich|uns|sich) (mit|als) ${USER} (und mit|und|mit|/) ${PASS} (an|ein)`,
      `${v("meld", "logg")} (dich|mich|uns|sich) (an|ein) (mit|als) ${USER} (und mit|und|mit|/) ${PASS}`,
    ],
  ],
  ["back", [`${GO} [eine seite] zurück[ (zur|auf die) (vorherigen|letzten|vorigen) seite]`, "zurück"]],
  ["forward", [`${GO} [eine seite] (vor|vorwärts|weiter)`]],
  ["reload", [`${v("lad")} [(die|diese)] [seite] neu`, `${v("aktualisier")} (die|diese) seite`]],
  [
    "submit",
    [
      `${v("send", "schick", "reich")} (das|dieses) formular[ (ab|ein)]`,
      `${v("send", "schick")} es ab`,
      `${v("send", "schick")} ab`,
      `${v("send", "schick", "reich")} [(das|dieses)] formular {target} (ab|ein)`,
    ],
  ],
  ["scroll", [SCROLL, `${SCROLL} [(die|auf der) seite] {way}`]],
  [
    "scroll",
    [
      `${SCROLL} [(die|auf der) seite] {way} um {px} (pixel|px)`,
      `${SCROLL} [(die|auf der) seite] um {px} (pixel|px)[ {way}]`,
      `${SCROLL} {px} (pixel|px) {way}`,
      `${SCROLL} {repeat} {way}`,
      `${SCROLL} {n}( mal|x|) {way}`,
      `${SCROLL} (in|im|innerhalb) {target} {way} um {px} (pixel|px)`,
      `${SCROLL} (in|im|innerhalb) {target} {way}`,
      `${SCROLL} {way} (in|im|innerhalb) {target}`,
      `${SCROLL} {way}(,|) bis (du|sie) {until} (siehst|sehen|findest|finden)`,
      `${SCROLL} {way}(,|) bis [(zu|zum|zur)] {until}${SEEN}`,
      `${SCROLL}(,|) bis {until}( sichtbar ist| sichtbar wird| zu sehen ist| erscheint| auftaucht)`,
    ],
  ],
  [
    "scrollTo",
    [
      `${v("scroll", "roll")} [(nach unten|nach oben|hoch|runter)] [bis] (zu|zum|zur) {target}`,
      `${strong({ bringe: "bringen" }, "hol")} {target} in [(die|den)] (sicht|sichtbereich)`,
    ],
  ],
  ["scroll", [`${SCROLL} {target} {way}`]],
  [
    "hover",
    [
      `${v("fahr", "geh", "zeig", "beweg")} mit (der maus|dem mauszeiger|dem zeiger|dem cursor) (über|auf) {target}`,
      `${v("beweg", "führ")} (die maus|den mauszeiger|den zeiger|den cursor) (über|auf) {target}`,
      `${strong({ halte: "halten" })} (die maus|den mauszeiger|den zeiger) (über|auf) {target}`,
      `${v("zeig")} auf {target}`,
    ],
  ],
  [
    "focus",
    [
      `${v("setz", "stell")} (den cursor|den fokus|die schreibmarke) (in|ins|auf) {target}`,
      `${v("fokussier")} {target}`,
      `${v("klick", "tipp")} (?!.*\\sauf\\s)(?!.*\\s(ein|an)$)(in|ins) {target}`,
    ],
  ],
  [
    "checkAll",
    [`${ALL} (alles|alle)[ (an|aus)]`, `${ALL} (alle|jede|jedes|jeden) {what} (an|aus)`, `${ALL} (?!.*\\s(ab|als\\s.*)$)(alle|jede|jedes|jeden) {what}`],
  ],
  [
    "uncheckAll",
    [
      `${v("wähl", "schalt")} (alles|alle) (ab|aus)`,
      `${v("deaktivier")} (alles|alle)`,
      `${v("wähl", "schalt")} (alle|jede|jedes|jeden) {what} (ab|aus)`,
      `${v("deaktivier")} (alle|jede|jedes|jeden) {what}`,
    ],
  ],
  ["uncheck", [`${v("stell")} sicher(,|) dass {target} (nicht ${CHECKED}|deaktiviert|ausgeschaltet|abgewählt|aus) ist`]],
  ["check", [`${v("stell")} sicher(,|) dass {target} ${CHECKED} ist`]],
  [
    "check",
    [
      `${v("setz", "mach")} [(den|einen|das|ein|die)] ${TICK} (bei|in|im|an|für|neben|auf|vor) {target}`,
      `${v("hak", "kreuz")} ${WHAT}{target}[ (an|ab)]`,
      `${v("wähl")} ${WHAT}{target} an`,
      `${v("schalt", "mach")} ${WHAT}{target} (ein|an)`,
      `${v("stell")} (?!.*\\sauf\\s\\S+( %|)\\s)${WHAT}{target} (ein|an)`,
      `${v("aktivier")} ${WHAT}{target}`,
    ],
  ],
  [
    "uncheck",
    [
      `${strong({ nimm: "nehmen" }, "entfern", "lösch")} [(den|das|die)] ${TICK} (bei|von|vom|aus|in|im|für|an|vor) {target}[ (weg|raus|heraus)]`,
      `${v("schalt", "mach", "stell")} ${WHAT}{target} (aus|ab)`,
      `${v("deaktivier")} ${WHAT}{target}`,
    ],
  ],
  [
    "drag",
    [
      `${PULL} {target} {by} \\(?{x}( ?px| pixel|)(, ?| x | und | ){y}( ?px| pixel|)\\)?`,
      `${PULL} {target} [um] {px} (pixel|px) {way}`,
      `${PULL} {target} {way} um {px} (pixel|px)`,
      `${PULL} {target} (auf|zu|nach) \\(?{x}( ?px| pixel|)(, ?| x | und | ){y}( ?px| pixel|)\\)?`,
    ],
  ],
  ["setMost", [`${SLIDE} {target} (auf|auf das|bis zum|auf den) (maximum|höchsten wert|den höchsten wert|anschlag|höchstwert)[ ein]`]],
  ["setLeast", [`${SLIDE} {target} (auf|auf das|bis zum|auf den) (minimum|niedrigsten wert|den niedrigsten wert|kleinsten wert|mindestwert)[ ein]`]],
  ["set", [`${v("zieh", "schieb", "beweg", "dreh")} {target} auf [(den wert)] {n}`]],
  [
    "drag",
    [
      `${PULL} {target} <onto> {onto}`,
      `${PULL} {target} (vor|über) {before}`,
      `${PULL} {target} (hinter|unter) {after}`,
      "(lass|lassen sie) {target} (auf|über) {onto} fallen",
    ],
  ],
  ["increase", [`${MORE} ${COUNT}${WHAT}{target} um {n}`, `${MORE} ${COUNT}${WHAT}{target} {n} mal`, `${MORE} ${COUNT}${WHAT}{target} {repeat}`]],
  ["decrease", [`${LESS} ${COUNT}${WHAT}{target} um {n}`, `${LESS} ${COUNT}${WHAT}{target} {n} mal`, `${LESS} ${COUNT}${WHAT}{target} {repeat}`]],
  ["set", [`${v("erhöh", "verringer", "reduzier", "senk", "steiger")} ${COUNT}${WHAT}{target} auf {value}`]],
  ["increase", [`${MORE} ${COUNT}${WHAT}{target}`]],
  ["decrease", [`${LESS} ${COUNT}${WHAT}{target}`]],
  [
    "upload",
    [
      `${v("lad")} [(die datei|die dateien)] {file} <uploaded> {target} hoch`,
      `${v("lad")} [(die datei|die dateien)] {file} hoch`,
      `${v("häng")} [(die datei|die dateien)] {file} an`,
    ],
  ],
  [
    "type",
    [
      `${v("füll")} ${WHAT}{target} mit {text}[ aus]`,
      `${v("ersetz", "tausch")} (in|im|bei|beim) {both} (durch|mit|gegen) {text}`,
      `${v("ersetz", "tausch")} ${WHAT}{old} (durch|mit|gegen) {text} (in|im|bei|beim) {target}`,
      `${v("ersetz", "überschreib")} [(den text|den inhalt|den wert) (in|im|von|vom|aus|des|der)] ${WHAT}{target} (durch|mit) {text}`,
    ],
  ],
  [
    "type",
    [
      `${WRITE} ${IN_ROW}${INTO_FIELD} {both} ein`,
      `${WRITE} ${OF_KIND}{place} (?=\\S*[\\d\\uE000]){word} <into> {target}[ ein]`,
      `${WRITE} ${WHAT}{text} ${OF_KIND}{place} <into> {target}[ ein]`,
      // Also half of "gib in A x und in B y ein".
      `${WRITE} ${HALF}${IN_ROW}${INTO_FIELD} {both}`,
      `${WRITE} [(den text|das wort|den wert|die zahl|den namen)] ${WHAT}{text} <into> {target}[ ein]`,
      `${WRITE} (?!(den text|das wort|den wert|die zahl) )(der|die|das|den|dem|meinen|meine|deinen|deine|ihren|ihre) {both} ein`,
      `${strong({ gib: "geben" }, "trag")} ${HALF}(?!(den text|das wort|den wert|die zahl) )(der|die|das|den|dem|meinen|meine|deinen|deine|ihren|ihre) {both}`,
    ],
  ],
  [
    "set",
    [
      `${SET} den wert von {target} <settle> {value}`,
      `${SET} ${WHAT}{target} von {old} (auf|zu|in) {value}`,
      `${v("beantwort")} [die frage] ${WHAT}{target} mit {value}`,
      `${strong({ antworte: "antworten" }, "antwort")} (auf|bei) [die frage] {target} mit {value}`,
      `${SET} [den wert von] ${WHAT}{target} <settle> {value} (ein|um)`,
      `${SET} [den wert von] ${WHAT}{target} <settle> {value}`,
    ],
  ],
  ["append", [`${v("füg", "häng", "schreib")} {text} (am ende|ans ende) (von|vom|des|der) {target}[ (an|hinzu|ein)]`]],
  [
    "search",
    [
      `${v("such")} (in|im|auf|mit|über) {target} nach {text}`,
      `${v("such")} nach {text} (im|mit dem|in dem|über das) (?=suchfeld){target}`,
      `${v("such")} nach {text}`,
      `${v("such")} [(das wort|den begriff|den text)] {quote}`,
    ],
  ],
  ["filter", [`${v("filter")} [(die|den|das) (tabelle|liste|ergebnisse|artikel|produkte|zeilen|einträge|bestellungen|aufgaben)] nach {value}`]],
  ["confirm", [`${v("bestätig")} (die|den|das|diese|diesen|dieses) {deed}`]],
  ["accept", [`${v("akzeptier", "bestätig")} ${WHAT}{target}`, `${v("stimm")} {target} zu`]],
  ["markAs", [`${v("markier")} {target} als {value}`]],
  ["rate", [`${v("bewert")} {target} mit {n} {stars}`, `(gib|geben sie) {target} {n} {stars}`]],
  ["select", [`${PICK} {option} (aus|in|von|unter) {offered}[ aus]`]],
  ["deselect", [`${PICK} ${WHAT}{option} <outOf> {target} ab`]],
  ["uncheck", [`${PICK} ${WHAT}{target} ab`]],
  [
    "select",
    [
      `${PICK} ${INTO_LIST} {both} aus`,
      `${PICK} ${INTO_LIST} {both}`,
      `${PICK} ${WHAT}{option} <outOf> {target} aus`,
      `${PICK} ${WHAT}{option} <outOf> {target}`,
      `${PICK} (?=(der|die|das|den|dem)\\s){beside} aus`,
      `${PICK} (?=(der|die|das|den|dem)\\s){beside}`,
      `${strong({ nimm: "nehmen" }, "wähl", "selektier", "markier")} ${WHAT}{option}[ aus]`,
      `${strong({ entscheide: "entscheiden" })} (dich|sich) für {option}`,
    ],
  ],
  [
    "press",
    [
      `${v("drück", "betätig")} {keys} <inField> {target}`,
      `${v("drück", "betätig")} (in|im|bei) {both}`,
      `${v("drück", "betätig")} {repeat} {keys}`,
      `${v("drück", "betätig")} {n}( mal|x|) {keys}`,
      `${v("drück", "betätig")} {keys} {repeat}`,
      `${v("drück", "betätig")} {keys} {n} mal`,
      `${v("drück", "betätig")} {keys}`,
    ],
  ],
  [
    "doubleClick",
    [
      `${v("doppelklick")} [auf] {target}`,
      `${strong({ mache: "machen", mach: "machen" })} einen doppelklick auf {target}`,
      `${v("führ")} einen doppelklick auf {target} (aus|durch)`,
      `${v("klick", "tipp")} doppelt auf {target}`,
    ],
  ],
  [
    "rightClick",
    [
      `${v("rechtsklick")} [auf] {target}`,
      `${v("klick")} mit der rechten maustaste (auf|in) {target}`,
      `${v("klick")} {target} mit der rechten maustaste an`,
      `${strong({ mache: "machen", mach: "machen" })} einen rechtsklick auf {target}`,
      `${v("führ")} einen rechtsklick auf {target} (aus|durch)`,
      `${v("öffn")} das kontextmenü (von|vom|für|zu|zum|der|des) {target}`,
    ],
  ],
  [
    "clear",
    [
      `${v("leer")} ${WHAT}{target}`,
      `${v("lösch", "entfern")} (den inhalt|den text|den wert|die eingabe) (von|vom|aus|in|im|des|der) {target}`,
      `${v("lösch")} (das feld|das eingabefeld|das textfeld|das suchfeld) {target}`,
    ],
  ],
  ["expand", [`${v("klapp")} ${WHAT}{target} (auf|aus)`, `${v("erweiter", "entfalt")} ${WHAT}{target}`]],
  ["collapse", [`${v("klapp")} ${WHAT}{target} (zu|ein|zusammen)`, `${v("minimier")} ${WHAT}{target}`]],
  ["close", [`${v("schließ")} ${WHAT}{target}`, "(schließe|schließen)", `${v("mach")} ${WHAT}{target} zu`]],
  ["sort", [`${v("sortier", "ordn")} [(die|den|das) (tabelle|liste|ergebnisse|artikel|produkte|zeilen|einträge|spalten)] nach {option}`]],
  ["open", [`${v("öffn")} ${WHAT}{target}`, `${strong({ ruf: "rufen", rufe: "rufen" })} ${WHAT}{target} auf`, `${v("mach")} ${WHAT}{target} auf`]],
  ["click", [`${CLICK} {repeat} auf {target}`, `${CLICK} auf {target} {repeat}`, `${CLICK} {n}( mal|x|) auf {target}`, `${CLICK} auf {target} {n}( mal|x)`]],
  [
    "click",
    [
      `${CLICK} auf {target}`,
      "auf {target} (klicken|tippen|drücken)",
      `${v("klick", "tipp")} ${WHAT}(?!.*\\sauf\\s){target} an`,
      `${v("klick", "drück", "betätig")} ${WHAT}(?!.*\\sauf\\s){target}`,
      `${GO} (zu|zum|zur|auf|in|ins|nach) {target}`,
      `${v("folg")} (dem|der) {target}`,
    ],
  ],
  [
    "type",
    [
      `${WRITE} [(den text|das wort|den wert|die zahl)] ${WHAT}${THE}{text} ein`,
      `${v("tipp", "schreib")} [(den text|das wort|den wert|die zahl)] ${WHAT}${THE}{text}`,
    ],
  ],
  [
    "put",
    [`${v("leg", "füg", "pack", "steck")} {target} (?=(in|zu|zum|zur)\\s){goal} hinzu`, `${v("leg", "pack", "steck")} {target} (?=(in|zu|zum|zur)\\s){goal}`],
  ],
  ["show", [`${v("zeig")} [mir] ${WHAT}{target}[ an]`]],
  [
    "named",
    [
      `${v("füg", "lad", "send", "schick", "leg", "lehn", "schließ")} ${WHAT}{target} (hinzu|herunter|runter|ab|frei|zurück|fort)`,
      `${v("meld", "logg")} (dich|mich|sich) (ab|an|ein|aus)`,
      "(abmelden|anmelden|einloggen|ausloggen|registrieren|weiter|abbrechen|speichern|absenden|abschicken|bestätigen|fortfahren)",
      `${v("lösch", "entfern", "bearbeit", "archivier", "speicher", "teil", "druck", "kopier", "duplizier", "veröffentlich", "bestell", "kauf", "buch", "stornier", "exportier", "importier", "genehmig", "abonnier")} ${WHAT}{target}`,
      `${v("bezahl", "zahl", "kündig", "reservier", "merk", "beantrag", "verwalt", "start", "stopp", "beend", "blockier", "meld", "erstell", "verlänger", "aktualisier", "prüf")} ${WHAT}{target}`,
      `${strong({ brich: "brechen", breche: "brechen" }, "sag", "lehn")} ab`,
      `${strong({ brich: "brechen", breche: "brechen" }, "sag")} ${WHAT}{target} ab`,
      "(verwirf|verwerfen sie) {target}",
    ],
  ],
];
