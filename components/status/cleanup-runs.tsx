import type { CleanupRun } from "../../server/contract/cleanup.ts";
import { formatBytes, formatDuration, formatShortMoment } from "../format.ts";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";

const TRIGGERS: Readonly<Record<CleanupRun["trigger"], string>> = { cron: "by the clock", start: "server start", user: "by hand" };

/** The last clean-ups one by one, the newest first; on narrow screens what a run did stands below when it was. */
export function CleanupRuns({ runs }: { runs: readonly CleanupRun[] }) {
  if (runs.length === 0) return <p className="border-t p-4 text-muted-foreground">No clean-up was made yet.</p>;
  return (
    <div className="border-t">
      <h3 className="px-4 pt-3 pb-1 font-medium">Last runs</h3>
      <Table label="Last clean-ups">
        <thead>
          <tr>
            <HeadCell>When</HeadCell>
            <HeadCell className="hidden sm:table-cell">Why</HeadCell>
            <HeadCell className="text-right">Found</HeadCell>
            <HeadCell className="text-right">Ended</HeadCell>
            <HeadCell className="hidden text-right sm:table-cell">Leftovers</HeadCell>
            <HeadCell className="hidden text-right sm:table-cell">Freed</HeadCell>
            <HeadCell className="text-right">Took</HeadCell>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function RunRow({ run: { trigger, startedAt, durationMs, found, ended, processes, directories, freedBytes, failures } }: { run: CleanupRun }) {
  const number = "py-1.5 text-right tabular-nums";
  return (
    <Row>
      <Cell className="py-1.5 tabular-nums">
        <time dateTime={startedAt} className="whitespace-nowrap">
          {formatShortMoment(startedAt)}
        </time>
        <span className="block text-xs text-muted-foreground sm:hidden">{TRIGGERS[trigger]}</span>
        {failures.map(({ message }) => (
          <span key={message} className="block text-xs text-destructive">
            {message}
          </span>
        ))}
      </Cell>
      <Cell className="hidden py-1.5 text-muted-foreground sm:table-cell">{TRIGGERS[trigger]}</Cell>
      <Cell className={number}>{found}</Cell>
      <Cell className={number}>{ended}</Cell>
      <Cell className={`${number} hidden sm:table-cell`}>{processes + directories}</Cell>
      <Cell className={`${number} hidden sm:table-cell`}>{formatBytes(freedBytes)}</Cell>
      <Cell className={`${number} whitespace-nowrap text-muted-foreground`}>{formatDuration(durationMs)}</Cell>
    </Row>
  );
}
