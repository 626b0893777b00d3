import { lastAtOrBefore, type Stretch } from "../../server/contract/recording-time.ts";

/** What is known of a tab: times in milliseconds since the recording's beginning; `closedAtMs` null: open to the end. */
export type TabFacts = { tabId: string; openedAtMs: number; closedAtMs: number | null; url: string; title: string };

/** A tab's row in the timeline: when it was open, and when it was the one that was worked in. */
export type Lane = { tabId: string; label: string; url: string; life: Stretch; active: Stretch[] };

/** From this moment on the tab is the active one. */
export type Switch = { atMs: number; tabId: string };

type Seen = { atMs: number; tabId: string };

/** When which tab was active, by the pictures: a recorder pictures the tab that is worked in. `frames` is sorted by time. */
export function switchesOf(frames: readonly Seen[]): Switch[] {
  return frames.filter(({ tabId }, index) => tabId !== frames[index - 1]?.tabId).map(({ atMs, tabId }) => ({ atMs, tabId }));
}

/** The active tab at a moment; before the first switch the first tab; null when nothing is known. `switches` is sorted. */
export function activeTabAt(switches: readonly Switch[], atMs: number): string | null {
  const at = Math.max(
    0,
    lastAtOrBefore(switches, atMs, (change) => change.atMs),
  );
  return switches[at]?.tabId ?? null;
}

/** One lane a tab, in the order in which they were opened. Tabs that only pictures know live from the first to the last of these. */
export function lanesOf(tabs: readonly TabFacts[], frames: readonly Seen[], switches: readonly Switch[], durationMs: number): Lane[] {
  const known = new Map(tabs.map((tab) => [tab.tabId, tab]));
  const lives = new Map<string, Stretch>(
    tabs.map(({ tabId, openedAtMs, closedAtMs }) => [tabId, { fromMs: Math.max(0, openedAtMs), toMs: Math.min(durationMs, closedAtMs ?? durationMs) }]),
  );
  const spans = activeSpans(switches, durationMs);
  for (const [tabId, seen] of Map.groupBy(frames, (frame) => frame.tabId)) {
    const active = spans.get(tabId)?.at(-1);
    const toMs = Math.max(seen.at(-1)?.atMs ?? 0, active?.toMs ?? 0);
    const life = lives.get(tabId);
    // A tab may be seen a moment before, or after, the browser tells that it is there.
    const fromMs = Math.min(seen[0]?.atMs ?? 0, life?.fromMs ?? Number.POSITIVE_INFINITY);
    lives.set(tabId, { fromMs, toMs: life?.toMs ?? toMs });
  }
  return [...lives]
    .sort(([, one], [, other]) => one.fromMs - other.fromMs)
    .map(([tabId, life], index) => {
      const tab = known.get(tabId);
      return { tabId, label: tab?.title || hostOf(tab?.url) || `Tab ${index + 1}`, url: tab?.url ?? "", life, active: spans.get(tabId) ?? [] };
    });
}

function activeSpans(switches: readonly Switch[], durationMs: number): Map<string, Stretch[]> {
  const spans = new Map<string, Stretch[]>();
  for (const [index, { atMs, tabId }] of switches.entries()) {
    spans.set(tabId, [...(spans.get(tabId) ?? []), { fromMs: atMs, toMs: switches[index + 1]?.atMs ?? durationMs }]);
  }
  return spans;
}

const hostOf = (url: string | undefined): string => (url !== undefined && URL.canParse(url) ? new URL(url).host || url : (url ?? ""));
