"use client";

import { CircleX, Download, FileCheck, X } from "lucide-react";
import type { LiveDownload } from "../../../server/contract/live-prompts.ts";
import { formatBytes } from "../../format.ts";
import { buttonStyle } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { OverPage } from "./over-page.tsx";
import type { UploadTarget } from "./upload-files.ts";

type DownloadNoticesProps = { downloads: readonly LiveDownload[]; target: UploadTarget; mayFetch: boolean; onDismiss: (downloadId: string) => void };

/** What the session's browser downloads: how far it is, and the way to get the file. */
export function DownloadNotices({ downloads, target, mayFetch, onDismiss }: DownloadNoticesProps) {
  if (downloads.length === 0) return null;
  return (
    <OverPage className="w-full max-w-sm self-end">
      <ul aria-label="Downloads of the session" className="divide-y rounded-lg border bg-popover text-xs text-popover-foreground shadow-lg">
        {downloads.map((download) => (
          <li key={download.downloadId} className="flex items-center gap-2.5 p-2.5">
            <StateIcon state={download.state} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{download.name}</span>
              <Progress download={download} />
            </span>
            {download.ready && mayFetch && (
              <a href={fileHref(target, download)} download={download.name} className={buttonStyle({ size: "small" })}>
                Save
              </a>
            )}
            <IconButton label={`Hide ${download.name}`} icon={X} onPress={() => onDismiss(download.downloadId)} />
          </li>
        ))}
      </ul>
    </OverPage>
  );
}

function Progress({ download: { state, receivedBytes, totalBytes } }: { download: LiveDownload }) {
  if (state === "failed") return <span className="text-destructive">The download did not finish.</span>;
  if (state === "done") return <span className="text-muted-foreground">{formatBytes(receivedBytes)}, downloaded in the session</span>;
  if (totalBytes === null) return <span className="text-muted-foreground tabular-nums">{formatBytes(receivedBytes)} so far</span>;
  return <progress value={receivedBytes} max={totalBytes} aria-label="Downloaded so far" className="mt-1 block h-1.5 w-full accent-primary" />;
}

function StateIcon({ state }: { state: LiveDownload["state"] }) {
  const Icon = { running: Download, done: FileCheck, failed: CircleX }[state];
  return <Icon aria-hidden="true" className={`size-4 shrink-0 ${state === "failed" ? "text-destructive" : "text-muted-foreground"}`} />;
}

function fileHref({ sessionId, token }: UploadTarget, { downloadId }: LiveDownload): string {
  const query = token === undefined ? "" : `?${new URLSearchParams({ token })}`;
  return `/api/live/${encodeURIComponent(sessionId)}/downloads/${encodeURIComponent(downloadId)}${query}`;
}
