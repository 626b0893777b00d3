/**
 * One case of the evaluation: an instruction on a page, and how the page tells what came of it.
 *
 * `explicit` cases say what is to be done and where; they count as right when the page is then in the state that `passes`
 * tells. `ambiguous` and `nonsense` cases must be declined: nothing done, and the page as it was.
 */
export type EvalCase = {
  /** Unique within its set, for example `shop-add-second-lamp`. */
  id: string;
  /** A page of the set's `pages` folder by its file name, with query or hash if needed; or a real application's, as `{{verdaccio}}-/web/detail/lantern`. */
  page: string;
  kind: "explicit" | "ambiguous" | "nonsense";
  instruction: string;
  variables?: Record<string, string>;
  /** JavaScript put in the page before the instruction: brings it into the state that the case starts from. */
  prepare?: string;
  /** A JavaScript expression that becomes true when the case may begin, before `prepare`: for applications that draw themselves. */
  ready?: string;
  /** A JavaScript expression, asked in the top document until it is true or the limit is over. For declined cases: true while nothing was done. */
  passes: string;
};

/**
 * What a set of cases counts to: the half that is looked at while the resolver is worked on, the one that is not, or
 * neither: wider cases, freer in their words and on widgets of libraries, which are looked at and reported by themselves.
 */
export type Half = "tuned" | "untouched" | "wider";

/** Cases of one author, with pages of their own in the folder of the set's name. */
export type EvalSet = { name: string; half: Half; cases: readonly EvalCase[] };
