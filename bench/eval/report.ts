import { percentile } from "../lib/harness.ts";
import type { Half } from "./case.ts";
import { type CaseResult, sharesOf } from "./verdict.ts";

const GOOD = new Set<CaseResult["verdict"]>(["right", "declined"]);

/** Those that did not go as they should, one in a paragraph: what was asked and what was answered. */
export function failuresOf(results: readonly CaseResult[]): string {
  return results
    .filter(({ verdict }) => !GOOD.has(verdict))
    .map(({ verdict, id, kind, instruction, outcome, message }) => `${verdict.toUpperCase()} ${id} (${kind})\n  » ${instruction}\n  ${outcome}: ${message}`)
    .join("\n");
}

/** How often each verdict was given, the shares, and how long each tier took. */
export function summaryOf(name: string, results: readonly CaseResult[]): string {
  const halfway = results.filter(({ kind, verdict, outcome }) => kind === "explicit" && verdict === "wrong" && outcome !== "done").length;
  const counts = Object.entries(Object.groupBy(results, ({ verdict }) => verdict)).map(([verdict, of]) => `${of?.length ?? 0} ${verdict}`);
  const { explicit, wrong, declined } = sharesOf(results);
  const percent = (share: number): string => (Number.isNaN(share) ? "–" : `${(share * 100).toFixed(1)} %`);
  const tiers = Object.entries(Object.groupBy(results, ({ via }) => via ?? "error")).map(([tier, of = []]) => {
    const times = of.map(({ durationMs }) => durationMs);
    return `${tier}: p50 ${Math.round(percentile(times, 0.5))} ms, p95 ${Math.round(percentile(times, 0.95))} ms (${of.length})`;
  });
  return [
    `${name}: ${results.length} cases, ${counts.join(", ")}`,
    `  explicit right ${percent(explicit)} · wrong ${percent(wrong)} (${halfway} of them stopped half-way and said so) · declined ${percent(declined)}`,
    `  ${tiers.join(" · ")}`,
  ].join("\n");
}

/** The figures that `--json` prints, shares from 0 to 1 of the two halves, and of the wider cases by themselves; what was not measured is left out. */
export function figuresOf(results: readonly CaseResult[], extractF1: number | null): Record<string, number> {
  const share = (value: number): number => Math.round(value * 10_000) / 10_000;
  const of = (...halves: Half[]) => results.filter(({ half }) => halves.includes(half));
  const [both, wider] = [of("tuned", "untouched"), of("wider")];
  const figures = {
    explicitTuned: sharesOf(of("tuned")).explicit,
    explicitUntouched: sharesOf(of("untouched")).explicit,
    wrong: sharesOf(both).wrong,
    declined: sharesOf(both).declined,
    explicitWider: sharesOf(wider).explicit,
    wrongWider: sharesOf(wider).wrong,
    extractF1: extractF1 ?? Number.NaN,
  };
  const measured = Object.entries(figures).filter(([, value]) => !Number.isNaN(value));
  return {
    ...Object.fromEntries(measured.map(([name, value]) => [name, share(value)])),
    cases: both.length,
    ...(wider.length > 0 && { casesWider: wider.length }),
  };
}
