import type { ExtractOutput } from "../../../server/contract/agent.ts";
import type { Json } from "../../../server/contract/common.ts";
import { Card } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Cell, HeadCell, Row, Table } from "../../ui/table.tsx";
import { ResultFacts } from "./result-facts.tsx";
import { tableOf } from "./table-of.ts";

/** What was read from the page: a table where the data is a list of flat objects, and always as JSON. */
export function ExtractResult({ result }: { result: ExtractOutput }) {
  const json = JSON.stringify(result.data, null, 2);
  const table = tableOf(result.data);
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-x-3 border-b py-1 pr-2 pl-3">
        <p className="font-medium">Extracted</p>
        <ResultFacts {...result} />
        <div className="ml-auto">
          <CopyButton text={json} label="Copy as JSON" />
        </div>
      </div>
      {result.missing.length > 0 && <p className="border-b px-3 py-2 text-muted-foreground">Not on the page: {result.missing.join(", ")}</p>}
      {table ? (
        <div className="max-h-96 overflow-y-auto">
          <Table label="Extracted data">
            <thead>
              <tr>
                {table.columns.map((column) => (
                  <HeadCell key={column}>{column}</HeadCell>
                ))}
              </tr>
            </thead>
            <tbody>
              {Array.from(table.rows.entries(), ([place, row]) => (
                <Row key={place}>
                  {table.columns.map((column) => (
                    <Cell key={column}>{show(row[column])}</Cell>
                  ))}
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      ) : (
        <pre className="max-h-96 overflow-auto p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap">{json}</pre>
      )}
    </Card>
  );
}

const show = (value: Json | undefined): string => (value === undefined || value === null ? "–" : String(value));
