import { z } from "zod";
import { LiveFile, MAX_LIVE_FILE_BYTES, MAX_LIVE_FILES, MAX_LIVE_SESSION_BYTES } from "../../../server/contract/live-prompts.ts";

const GB = 1024 ** 3;
const STALLED_LIMIT_MS = 60_000;
const Refusal = z.object({ error: z.object({ message: z.string() }) });

/** Which session files go to, and with what right. */
export type UploadTarget = {
  sessionId: string;
  /** A live link's token, where there is no login. */
  token: string | undefined;
};

export type UploadOptions = {
  /** Told how much of all files has been sent, from 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
};

/**
 * Sends files of the viewer's machine into the session, one after the other, and gives what the server knows them by, in
 * the same order. Files of a chosen folder (`webkitRelativePath`) stay together.
 * @throws Error with a sentence for the viewer when one of them was refused or did not arrive; the signal's reason when it aborts
 */
export async function uploadFiles(target: UploadTarget, files: readonly File[], { onProgress, signal }: UploadOptions = {}): Promise<LiveFile[]> {
  if (files.length > MAX_LIVE_FILES) throw new Error(`At most ${MAX_LIVE_FILES} files can be sent at once.`);
  const tooLarge = files.find(({ size }) => size > MAX_LIVE_FILE_BYTES);
  if (tooLarge !== undefined) throw new Error(`${tooLarge.name} is larger than ${MAX_LIVE_FILE_BYTES / GB} GB.`);
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  if (totalBytes > MAX_LIVE_SESSION_BYTES) throw new Error(`A session takes at most ${MAX_LIVE_SESSION_BYTES / GB} GB of files.`);
  const batch = crypto.randomUUID();
  const sent: LiveFile[] = [];
  let sentBytes = 0;
  for (const file of files) {
    const before = sentBytes;
    const onBytes = (bytes: number): void => onProgress?.(totalBytes === 0 ? 1 : Math.min(1, (before + bytes) / totalBytes));
    sent.push(await sendFile(urlFor(target, file, batch), file, { onBytes, signal }));
    sentBytes += file.size;
    onBytes(file.size);
  }
  return sent;
}

function urlFor({ sessionId, token }: UploadTarget, file: File, batch: string): string {
  const inFolder = file.webkitRelativePath !== "";
  const query = new URLSearchParams({ name: inFolder ? file.webkitRelativePath : file.name });
  if (inFolder) query.set("batch", batch);
  if (token !== undefined) query.set("token", token);
  return `/api/live/${encodeURIComponent(sessionId)}/files?${query}`;
}

/** XMLHttpRequest, because fetch tells nothing of how much has been sent. */
function sendFile(url: string, file: File, { onBytes, signal }: { onBytes: (bytes: number) => void; signal: AbortSignal | undefined }): Promise<LiveFile> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const stalled: { timer: ReturnType<typeof setTimeout> | undefined } = { timer: undefined };
    const alive = (): void => {
      clearTimeout(stalled.timer);
      stalled.timer = setTimeout(() => request.abort(), STALLED_LIMIT_MS);
    };
    const onAbort = (): void => request.abort();
    signal?.addEventListener("abort", onAbort, { once: true });
    request.open("POST", url);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded }) => {
      alive();
      onBytes(loaded);
    };
    request.onload = () => {
      const answer = parse(request.responseText);
      const known = LiveFile.safeParse(answer);
      if (known.success) resolve(known.data);
      else reject(new Error(Refusal.safeParse(answer).data?.error.message ?? `${file.name} could not be sent.`));
    };
    request.onerror = () => reject(new Error(`${file.name} could not be sent; the server cannot be reached.`));
    request.onabort = () => reject(signal?.aborted ? signal.reason : new Error(`${file.name} could not be sent; the connection stands still.`));
    request.onloadend = () => {
      clearTimeout(stalled.timer);
      signal?.removeEventListener("abort", onAbort);
    };
    alive();
    request.send(file);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
