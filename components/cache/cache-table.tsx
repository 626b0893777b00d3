import { Pin, Trash2 } from "lucide-react";
import type { CacheEntry } from "../../server/contract/cache.ts";
import { formatShortMoment } from "../format.ts";
import { Badge } from "../ui/badge.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";

type CacheTableProps = {
  entries: readonly CacheEntry[];
  onOpen: (entryId: string) => void;
  /** Null for who may not. */
  onForget: ((entry: CacheEntry) => void) | null;
};

/** What is remembered, one instruction a row. */
export function CacheTable({ entries, onOpen, onForget }: CacheTableProps) {
  return (
    <Table label="Remembered instructions">
      <thead>
        <tr>
          <HeadCell>Instruction</HeadCell>
          <HeadCell>Page</HeadCell>
          <HeadCell>Found by</HeadCell>
          <HeadCell className="text-right">Done again</HeadCell>
          <HeadCell className="text-right">Healed</HeadCell>
          <HeadCell className="text-right">Missed</HeadCell>
          <HeadCell>Last used</HeadCell>
          {onForget && (
            <HeadCell>
              <span className="sr-only">Forget</span>
            </HeadCell>
          )}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id}>
            <Cell className="min-w-56">
              <button type="button" className="rounded-sm text-left font-medium break-words hover:underline" onClick={() => onOpen(entry.id)}>
                {entry.instruction}
              </button>
              {entry.pinned && (
                <Badge tone="accent" className="ml-2">
                  <Pin aria-hidden="true" className="size-3" />
                  Pinned
                </Badge>
              )}
              {entry.kind === "observe" && <Badge className="ml-2">observe</Badge>}
            </Cell>
            <Cell className="max-w-64 truncate font-mono text-xs text-muted-foreground" title={entry.page}>
              {entry.page}
            </Cell>
            <Cell className="text-muted-foreground">{entry.via}</Cell>
            <Cell className="text-right tabular-nums">{entry.hits}</Cell>
            <Cell className="text-right tabular-nums">{entry.healed}</Cell>
            <Cell className="text-right tabular-nums">{entry.misses}</Cell>
            <Cell className="whitespace-nowrap text-muted-foreground tabular-nums">{formatShortMoment(entry.lastUsedAt)}</Cell>
            {onForget && (
              <Cell className="w-10">
                <IconButton label={`Forget ${entry.instruction}`} icon={Trash2} onPress={() => onForget(entry)} />
              </Cell>
            )}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
