import type { CleanupSums } from "../../server/contract/cleanup.ts";
import { formatBytes, formatDuration } from "../format.ts";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";

const timeOf = (ms: number | null): string => (ms === null ? "–" : formatDuration(ms));

const LINES: readonly { label: string; of: (sums: CleanupSums) => string | number }[] = [
  { label: "Runs", of: ({ runs }) => runs },
  { label: "Sessions found", of: ({ found }) => found },
  { label: "Sessions ended", of: ({ ended }) => ended },
  { label: "Leftover processes ended", of: ({ processes }) => processes },
  { label: "Leftover directories removed", of: ({ directories }) => directories },
  { label: "Freed", of: ({ freedBytes }) => formatBytes(freedBytes) },
  { label: "Failures", of: ({ failures }) => failures },
  { label: "Sessions that outlived their server", of: ({ recoveries }) => recoveries.adopted },
  { label: "Sessions lost with their server or browser", of: ({ recoveries }) => recoveries.ended },
  { label: "Recovered within, half of them", of: ({ recoveries }) => timeOf(recoveries.p50Ms) },
  { label: "Recovered within, all of them", of: ({ recoveries }) => timeOf(recoveries.longestMs) },
];

/** What was cleaned up in a day and in a week, and how soon sessions recovered. */
export function CleanupSumsTable({ day, week }: { day: CleanupSums; week: CleanupSums }) {
  return (
    <Table label="Clean-ups together">
      <thead>
        <tr>
          <HeadCell>
            <span className="sr-only">What</span>
          </HeadCell>
          <HeadCell className="w-20 text-right sm:w-28">Last day</HeadCell>
          <HeadCell className="w-20 text-right sm:w-28">7 days</HeadCell>
        </tr>
      </thead>
      <tbody>
        {LINES.map(({ label, of }) => (
          <Row key={label}>
            <th scope="row" className="w-full px-4 py-1.5 text-left font-normal text-muted-foreground">
              {label}
            </th>
            <Cell className="py-1.5 text-right tabular-nums">{of(day)}</Cell>
            <Cell className="py-1.5 text-right tabular-nums">{of(week)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
