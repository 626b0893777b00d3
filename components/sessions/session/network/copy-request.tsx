import { CodeXml, Terminal } from "lucide-react";
import type { GetNetworkEntryOutput } from "../../../../server/contract/network-log.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { asCurl, asFetch, isMasked } from "./request-code.ts";

/** Ways to make the request again, and what is missing for it. */
export function CopyRequest({ entry }: { entry: GetNetworkEntryOutput }) {
  if (!/^https?:/.test(entry.url)) return null;
  return (
    <div className="flex flex-wrap items-center gap-1 border-b px-3 py-1.5">
      <CopyButton text={asCurl(entry)} label="Copy as cURL" caption="Copy as cURL" icon={Terminal} />
      <CopyButton text={asFetch(entry)} label="Copy as fetch" caption="Copy as fetch" icon={CodeXml} />
      {(isMasked(entry) || entry.requestBody?.truncated) && (
        <p className="px-2 text-xs text-muted-foreground">
          {isMasked(entry) ? "Secrets are masked: put yours where *** stands." : "The body was cut where it is kept."}
        </p>
      )}
    </div>
  );
}
