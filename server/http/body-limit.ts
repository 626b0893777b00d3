import type { Exchange } from "./answers.ts";

const BODY_LIMIT_MS = 120_000;
/** A file may take as long as it takes, but not stand still: less than MIN_BYTES in this time ends it. */
const STALL_LIMIT_MS = 60_000;
const MIN_BYTES = 16 * 1024;
const TIMED_OUT = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n";

/** Files that people send into sessions: of gigabytes, over whatever line they have. */
const FILE_PATH = /^\/api\/live\/[^/]+\/files$/;

export type BodyLimits = { bodyMs: number; stallMs: number };

/** Whether a request's body is a file that may take any time. */
export const isFileUpload = (path: string): boolean => FILE_PATH.test(path);

/** Cuts a connection whose request does not come whole in time, or for a file, that stands still. */
export function limitBody({ req, res, url }: Exchange, { bodyMs, stallMs }: BodyLimits = { bodyMs: BODY_LIMIT_MS, stallMs: STALL_LIMIT_MS }): void {
  if (req.headers["content-length"] === undefined && req.headers["transfer-encoding"] === undefined) return;
  const isFile = isFileUpload(url.pathname);
  const { socket } = req;
  const before = { bytes: socket.bytesRead };
  const look = (): void => {
    if (req.complete || socket.destroyed) {
      clearInterval(timer);
      return;
    }
    const moves = isFile && socket.bytesRead - before.bytes >= MIN_BYTES;
    before.bytes = socket.bytesRead;
    // What still comes after the answer is for nobody.
    if (moves && !res.writableEnded) return;
    if (!res.headersSent) socket.write(TIMED_OUT);
    socket.destroy();
  };
  const timer = setInterval(look, isFile ? stallMs : bodyMs).unref();
  req.once("end", () => clearInterval(timer));
}
