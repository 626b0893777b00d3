import type { Page } from "../../../driver/page.ts";
import { handleOf, type ModelElement, readPage } from "../../page-model.ts";
import { languageOf } from "../languages/languages.ts";
import { normalise } from "../normalise.ts";
import { choose } from "../rank.ts";
import { named, type Target } from "../target.ts";
import { hoverHidden, hoverOver, openAround, openHidden, revealImplied } from "./reveal.ts";
import { scrollToWords } from "./scrolling.ts";

/** Parts inside folded parts. */
const OPENS_MOST = 3;
/** Options of closed lists of the platform are chosen without being drawn. */
const UNDRAWN = new Set(["option", "listbox"]);
/** What is slow to load must not be scrolled for. */
const SCROLL_AFTER_MS = 700;

/** Brings into sight what a page has and does not show, one way after the other, each of them once. */
export class Search {
  readonly #page: Page;
  readonly #signal: AbortSignal;
  readonly #startedAt = Date.now();
  #opens = OPENS_MOST;
  #hovered = false;
  #pointed = false;
  #implied = false;
  #switched = false;
  #scrolled = false;

  constructor(page: Page, signal: AbortSignal) {
    this.#page = page;
    this.#signal = signal;
  }

  /** @returns whether the page is to be looked at again at once */
  async reveal(target: Target): Promise<boolean> {
    await this.#page.gate.begun(this.#signal);
    const names = [target.words, ...target.literal].filter((name) => name.trim() !== "");
    if ((await this.#openTab(target)) || (await this.#overPlace(target))) return true;
    if (names.length > 0 && this.#opens > 0) {
      this.#opens--;
      if (await openHidden(this.#page, names, this.#signal)) return true;
      this.#opens = 0;
    }
    if (names.length > 0 && !this.#pointed) {
      this.#pointed = true;
      if (await hoverHidden(this.#page, names, this.#signal)) return true;
    }
    if (!this.#implied && !target.quoted && target.places.length === 0) {
      this.#implied = true;
      const { articles, relations, nouns } = languageOf(target.language);
      const fillers = [...articles, ...Object.keys(relations), ...nouns];
      if (await revealImplied(this.#page, normalise(target.words).split(" "), fillers, this.#signal)) return true;
    }
    const words = target.places.find((place) => place.words !== "")?.words ?? target.words;
    if (this.#scrolled || words === "" || Date.now() < this.#startedAt + SCROLL_AFTER_MS) return false;
    this.#scrolled = true;
    return scrollToWords(this.#page, words, this.#signal);
  }

  /** Opens what an element that was found is folded away in. @returns whether the page is to be looked at again at once */
  async unfold(element: ModelElement): Promise<boolean> {
    if (UNDRAWN.has(element.role) || this.#opens === 0) return false;
    this.#opens--;
    await this.#page.gate.begun(this.#signal);
    return openAround(this.#page, handleOf(this.#page, element), this.#signal);
  }

  /** "on the Billing tab": that tab is turned to. */
  async #openTab({ places }: Target): Promise<boolean> {
    const place = places.find(({ words, roles }) => words !== "" && roles?.includes("tabpanel") && roles.length === 1);
    if (!place || this.#switched) return false;
    this.#switched = true;
    const choice = choose(await readPage(this.#page, this.#signal), named(place.words, { kind: "tab", roles: ["tab"] }), { roles: [], presses: true });
    if (choice.outcome !== "found" || choice.element.states.includes("selected")) return false;
    await handleOf(this.#page, choice.element).click({ signal: this.#signal });
    return true;
  }

  /** What belongs to a row is often shown while the pointer is over it. */
  async #overPlace({ places }: Target): Promise<boolean> {
    const place = places.find(({ words }) => words !== "");
    if (!place || this.#hovered) return false;
    this.#hovered = true;
    const choice = choose(await readPage(this.#page, this.#signal), named(place.words), { roles: [], looks: true });
    return choice.outcome === "found" && hoverOver(handleOf(this.#page, choice.element), this.#signal);
  }
}
