const WORKERS: Readonly<Record<string, string>> = { "service-worker": "Service worker", "shared-worker": "Shared worker" };

/** What tabs are called beside entries, by the order in which they first appear; nothing to tell apart where there is one only. Workers have names of their own. */
export function tabNamesOf(entries: readonly { tabId: string | null }[]): ReadonlyMap<string, string> {
  const ids = new Set(entries.flatMap(({ tabId }) => (tabId === null ? [] : [tabId])));
  if (ids.size < 2) return new Map();
  const counted = { tabs: 0 };
  return new Map([...ids].map((id) => [id, WORKERS[id.split(":", 1)[0] ?? ""] ?? `Tab ${++counted.tabs}`]));
}
