"use client";

import { useQuery } from "@tanstack/react-query";
import { formatBytes, formatMoment } from "../format.ts";
import { useTRPC } from "../trpc.tsx";
import { Card } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";

/** What was exported of a session, by whom, and by which digest it is known; nothing where nothing was. */
export function ExportsList({ sessionId }: { sessionId: string }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.evidence.listExports.queryOptions({ sessionId }));
  if (!list.data || list.data.exports.length === 0) return null;
  return (
    <section aria-labelledby="exports" className="flex flex-col gap-2">
      <h2 id="exports" className="font-semibold">
        Exports
      </h2>
      <Card className="overflow-hidden">
        <Table label="Exports">
          <thead>
            <tr>
              <HeadCell>When</HeadCell>
              <HeadCell>File</HeadCell>
              <HeadCell>By</HeadCell>
              <HeadCell>Content</HeadCell>
              <HeadCell>SHA-256 of the content</HeadCell>
            </tr>
          </thead>
          <tbody>
            {list.data.exports.map((made) => (
              <Row key={made.id}>
                <Cell className="whitespace-nowrap tabular-nums">{formatMoment(made.createdAt)}</Cell>
                <Cell className="whitespace-nowrap">
                  {made.format.toUpperCase()}, {formatBytes(made.sizeBytes)}
                </Cell>
                <Cell>{made.createdBy}</Cell>
                <Cell className="whitespace-nowrap">
                  {made.steps} {made.steps === 1 ? "action" : "actions"}, {made.shots} {made.shots === 1 ? "picture" : "pictures"}
                  {made.redactions > 0 && `, ${made.redactions} redacted`}
                </Cell>
                <Cell>
                  <span className="flex items-center gap-1">
                    <span className="font-mono text-xs" title={made.digest}>
                      {made.digest.slice(0, 16)}…
                    </span>
                    <CopyButton text={made.digest} label="Copy the digest" />
                  </span>
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Card>
    </section>
  );
}
