import type { CacheCounts, ListCacheOutput } from "../../server/contract/cache.ts";

type CacheCountsLineProps = { counts: CacheCounts; limits: ListCacheOutput["limits"] };

/** How often what is remembered could be used, since the workspace began. */
export function CacheCountsLine({ counts: { hits, healed, misses }, limits }: CacheCountsLineProps) {
  const asked = hits + healed + misses;
  const facts = [
    { label: "Done again", value: hits },
    { label: "Healed", value: healed },
    { label: "Not known", value: misses },
    { label: "Hit rate", value: asked === 0 ? "–" : `${Math.round(((hits + healed) / asked) * 100)}%` },
  ];
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        {facts.map(({ label, value }) => (
          <div key={label} className="flex flex-col-reverse">
            <dt className="text-xs text-muted-foreground">{label}</dt>
            <dd className="text-lg font-semibold tabular-nums">{typeof value === "number" ? value.toLocaleString() : value}</dd>
          </div>
        ))}
      </dl>
      <p className="ml-auto text-xs text-muted-foreground">
        At most {limits.maxEntries.toLocaleString()} entries, for {limits.maxDays} days after their last use.
      </p>
    </div>
  );
}
