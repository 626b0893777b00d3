import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("fahrplan.html");
const START = {
  von: null as string | null,
  nach: null as string | null,
  anz: 1,
  direkt: false,
  klasse: "2. Klasse",
  suche: 0,
  fahrten: false,
  offen: [] as string[],
  gebucht: null as string | null,
};
const is = (state: Partial<typeof START>): string => same("R", { ...START, ...state });
const FOUND = { prepare: "zeige()" };

/** A German search for trains, of `div`s that listen, with suggestions that come late; what is asked is in German. */
export const fahrplan: readonly EvalCase[] = [
  explicit("von", "Gib bei Von „Hannover“ ein und wähle Hannover Hbf aus den Vorschlägen", is({ von: "Hannover Hbf" })),
  explicit("von-nach", "Von Köln Hbf nach Hamburg-Altona. Wähle jeweils den Vorschlag aus.", is({ von: "Köln Hbf", nach: "Hamburg-Altona" })),
  explicit("tauschen", "Tausche Start und Ziel", is({ von: "Bremen Hbf", nach: "Köln Hbf" }), {
    prepare: `R.von = q("#von").value = "Köln Hbf"; R.nach = q("#nach").value = "Bremen Hbf"`,
  }),
  explicit("reisende", "Erhöhe die Zahl der Reisenden um zwei", is({ anz: 3 })),
  explicit("direkt-suchen", "Nur direkte Verbindungen anhaken und dann Verbindungen suchen", is({ direkt: true, suche: 1, fahrten: true })),
  explicit("klasse", "Bitte die 1. Klasse auswählen", is({ klasse: "1. Klasse" })),
  explicit("details", "Zeig mir die Details vom RE 4", is({ fahrten: true, offen: ["RE 4"] }), FOUND),
  explicit("auswaehlen", "wähle die Verbindung um 10:14 Uhr aus", is({ fahrten: true, gebucht: "ICE 75" }), FOUND),
  explicit("erste", "Klicke bei der ersten Verbindung auf Auswählen", is({ fahrten: true, gebucht: "ICE 73" }), FOUND),
  explicit("billigste", "Wähle die billigste Verbindung aus", is({ fahrten: true, gebucht: "RE 4" }), FOUND),
  ambiguous("ice", "Wähle den ICE aus", FOUND),
  nonsense("sitzplatz", "Reserviere einen Fensterplatz"),
];
