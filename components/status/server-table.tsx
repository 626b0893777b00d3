import type { ServerStatus } from "../../server/contract/health.ts";
import { formatTime } from "../format.ts";
import { Badge } from "../ui/badge.tsx";
import { SectionCard } from "../ui/card.tsx";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";

/** The servers that share the database, and how many sessions each holds. */
export function ServerTable({ servers }: { servers: readonly ServerStatus[] }) {
  return (
    <SectionCard title="Servers" description="They share one database; a session is reached through any of them.">
      <Table label="Servers">
        <thead>
          <tr>
            <HeadCell>Server</HeadCell>
            <HeadCell className="hidden sm:table-cell">Machine</HeadCell>
            <HeadCell className="text-right">Sessions</HeadCell>
            <HeadCell className="hidden text-right sm:table-cell">Heard of</HeadCell>
          </tr>
        </thead>
        <tbody>
          {servers.map(({ id, host, self, runningSessions, lastSeenAt }) => (
            <Row key={id}>
              <Cell>
                <span className="flex flex-wrap items-center gap-2">
                  <span className="font-mono text-xs">{id}</span>
                  {self && <Badge>answers you</Badge>}
                </span>
              </Cell>
              <Cell className="hidden text-muted-foreground sm:table-cell">{host}</Cell>
              <Cell className="text-right tabular-nums">{runningSessions}</Cell>
              <Cell className="hidden text-right whitespace-nowrap text-muted-foreground tabular-nums sm:table-cell">
                {lastSeenAt ? formatTime(lastSeenAt) : "–"}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </SectionCard>
  );
}
