/** What tabs are called beside entries, by the order in which they first appear; nothing to tell apart where there is one only. */
export function tabNamesOf(entries: readonly { tabId: string | null }[]): ReadonlyMap<string, string> {
  const ids = new Set(entries.flatMap(({ tabId }) => (tabId === null ? [] : [tabId])));
  return ids.size < 2 ? new Map() : new Map([...ids].map((id, place) => [id, `Tab ${place + 1}`]));
}
