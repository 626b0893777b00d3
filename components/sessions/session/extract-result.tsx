import { Download, TriangleAlert } from "lucide-react";
import type { ExtractOutput } from "../../../server/contract/agent.ts";
import type { Json } from "../../../server/contract/common.ts";
import { exportAs } from "../../../server/contract/data-export.ts";
import { saveFile } from "../../save-file.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Cell, HeadCell, Row, Table } from "../../ui/table.tsx";
import { ResultFacts } from "./result-facts.tsx";
import { tableOf } from "./table-of.ts";

const FILE_FORMATS = [
  { format: "csv", caption: "CSV", fileName: "extracted.csv" },
  { format: "ndjson", caption: "NDJSON", fileName: "extracted.ndjson" },
] as const;

/** What was read from the page: a table where the data is a list of flat objects, and always as JSON. */
export function ExtractResult({ result }: { result: ExtractOutput }) {
  const json = JSON.stringify(result.data, null, 2);
  const table = tableOf(result.data);
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-x-3 border-b py-1 pr-2 pl-3">
        <p className="font-medium">Extracted</p>
        <ResultFacts {...result} />
        <div className="ml-auto flex items-center">
          <CopyButton text={json} label="Copy JSON" caption="Copy JSON" />
          {FILE_FORMATS.map(({ format, caption, fileName }) => (
            <Button key={format} size="small" variant="ghost" aria-label={`${caption} file`} onClick={() => saveAs(result.data, format, fileName)}>
              <Download aria-hidden="true" />
              {caption}
            </Button>
          ))}
        </div>
      </div>
      {result.missing.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b px-3 py-2">
          <TriangleAlert aria-hidden="true" className="size-4 text-warning" />
          <p>Not on the page:</p>
          <ul aria-label="Missing fields" className="contents">
            {result.missing.map((path) => (
              <li key={path} className="rounded border px-1.5 font-mono text-xs leading-5">
                {path}
              </li>
            ))}
          </ul>
        </div>
      )}
      {table ? (
        <div className="max-h-72 overflow-y-auto">
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
        <pre className="max-h-72 overflow-auto p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap">{json}</pre>
      )}
    </Card>
  );
}

function saveAs(data: Json, format: "csv" | "ndjson", fileName: string): void {
  const { text, mimeType } = exportAs(data, format);
  saveFile(fileName, text, mimeType);
}

const show = (value: Json | undefined): string => (value === undefined || value === null ? "–" : String(value));
