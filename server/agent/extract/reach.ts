import type { ExtractInput } from "../../contract/agent.ts";
import type { Json } from "../../contract/common.ts";
import type { Evidence, ExtractReach } from "../../contract/extraction.ts";
import { AppError } from "../../core/errors.ts";
import { delay } from "../../core/time.ts";
import type { Page } from "../../driver/page.ts";
import { evidenceOf, extractFromPage, lookAt, MAX_EVIDENCE, type PageData } from "./extract.ts";
import { askedCount, type Matched } from "./match.ts";
import type { MatchAnswer, Matcher } from "./match-job.ts";
import { scrollOn, turnPage } from "./page-turn.ts";
import { type AddedRow, RowCollection, rowOfPath, rowsIn, rowsPlaceOf, withRow, withRows } from "./rows.ts";
import { wantedOf } from "./wanted.ts";

/** What is told of rows as soon as they are read. */
export type Progress = { from: number; rows: Json[]; pages: number; scrolls: number };
export type FarData = PageData & { reach: ExtractReach };
type FarInput = Pick<ExtractInput, "schema" | "instruction" | "evidence" | "pages" | "scroll" | "maxRows" | "timeoutMs">;
type Around = { match: Matcher; signal: AbortSignal; onRows: (progress: Progress) => void };

const DEFAULT_MAX_ROWS = 10_000;
const SETTLE_LIMIT_MS = 3_000;
/** How long the rows of the next page, or below, may take to appear. */
const APPEAR_LIMIT_MS = 3_000;
const LOOK_MS = 100;
/** What is kept of the call's time, so that what was read is still given. */
const RESERVE_MS = 4_000;
/** Evidence of all pages together; each page has its share. */
const MAX_EVIDENCE_FAR = 10_000;

/**
 * Reads a list over the pages that follow each other and over what scrolling brings, each row once. Ends where nothing
 * follows, what follows is known, or at a limit; what was read by then is given.
 * @throws AppError INVALID_INPUT when the schema asks for no list · as extractFromPage for the first page
 */
export async function extractFar(page: Page, input: FarInput, { match, signal, onRows }: Around): Promise<FarData> {
  const wanted = wantedOf(input.schema);
  const place = rowsPlaceOf(wanted);
  if (!place)
    throw new AppError("INVALID_INPUT", "Only a list goes on over pages: ask for an array, or for an object that holds one.", {
      fields: [{ field: "schema", message: "holds no array" }],
    });
  const endsAt = performance.now() + Math.max(input.timeoutMs / 2, input.timeoutMs - RESERVE_MS);
  const maxRows = Math.min(
    input.maxRows ?? DEFAULT_MAX_ROWS,
    askedCount(input.instruction),
    wanted.kind === "array" ? wanted.maxItems : Number.POSITIVE_INFINITY,
  );
  const collected = new RowCollection();
  const at = { pages: 1, scrolls: 0 };
  const look = lookAt(page, input, match);
  const isOver = (): "rows" | "time" | null => (collected.rows.length >= maxRows ? "rows" : performance.now() > endsAt ? "time" : null);

  const evidence: Evidence[] = [];
  const looks = (input.pages?.max ?? 1) * ((input.scroll?.maxScrolls ?? 0) + 1);
  const share = Math.max(1, Math.min(MAX_EVIDENCE, Math.floor(MAX_EVIDENCE_FAR / looks)));
  const prove = async ({ proofs }: Matched, from: number, added: readonly AddedRow[]): Promise<void> => {
    if (input.evidence === false || added.length === 0) return;
    const rows = new Map(added.map((one, i) => [one.at, from + i]));
    const own = proofs.flatMap((proof) => {
      const row = rows.get(rowOfPath(proof.path, place) ?? -1);
      return row === undefined ? [] : [{ ...proof, path: withRow(proof.path, place, row) }];
    });
    evidence.push(...(await evidenceOf(page, own.slice(0, share), at.pages, signal)));
  };
  const add = (rows: readonly Json[]): { from: number; added: AddedRow[] } => {
    const from = collected.rows.length;
    const added = collected.add(rows);
    const told = added.slice(0, Math.max(0, maxRows - from)).map(({ row }) => row);
    if (told.length > 0) onRows({ from, rows: told, ...at });
    return { from, added };
  };
  /** Takes what is new of a look; how many rows. */
  const take = async ({ found, wrong }: MatchAnswer): Promise<number> => {
    if (!found || wrong.length > 0) return 0;
    const { from, added } = add(rowsIn(found.data, place));
    await prove(found, from, added);
    return added.length;
  };
  /** Looks until there are rows that were not there. */
  const awaitRows = async (): Promise<number> => {
    await page.settle({ limitMs: SETTLE_LIMIT_MS, signal });
    for (const limit = Math.min(endsAt, performance.now() + APPEAR_LIMIT_MS); ; await delay(LOOK_MS, signal)) {
      const added = await take(await look(signal));
      if (added > 0 || performance.now() > limit) return added;
    }
  };
  const scrollThrough = async (): Promise<"end" | "max" | "rows" | "time"> => {
    for (let left = input.scroll?.maxScrolls ?? 0; left > 0; left--) {
      const over = isOver();
      if (over) return over;
      const moved = await scrollOn(page, signal);
      if (moved) at.scrolls += 1;
      // Below the end more may be on its way; on the way down each step is looked at once.
      if (!moved && (await awaitRows()) === 0) return "end";
      if (moved) {
        await page.settle({ limitMs: SETTLE_LIMIT_MS, signal });
        await take(await look(signal));
      }
    }
    return input.scroll ? "max" : "end";
  };
  const goOn = async (): Promise<ExtractReach["stopped"]> => {
    for (;;) {
      const scrolled = await scrollThrough();
      const over = isOver();
      if (over ?? !input.pages) return over ?? scrolled;
      if (at.pages >= (input.pages?.max ?? 1)) return "max";
      const turned = await turnPage(page, input.pages?.next, { timeoutMs: Math.max(1, endsAt - performance.now()), signal });
      if (turned !== "turned") return turned;
      at.pages += 1;
      if ((await awaitRows()) === 0) {
        at.pages -= 1;
        return "repeats";
      }
    }
  };

  const first = await extractFromPage(page, input, match, signal);
  add(rowsIn(first.data, place));
  const stopped = await goOn();
  const rows = collected.rows.slice(0, maxRows);
  const shown = [...first.evidence, ...evidence].filter(({ path }) => (rowOfPath(path, place) ?? 0) < rows.length);
  return { ...first, data: withRows(first.data, place, rows), evidence: shown, reach: { ...at, rows: rows.length, stopped } };
}
