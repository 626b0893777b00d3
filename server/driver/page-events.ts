export type LogLevel = "debug" | "info" | "warning" | "error";
/** A line of a log, and where in which script it comes from (counted from 1). */
type Line = { text: string; url: string | null; line: number | null; column: number | null; stack: string | null };

/** What a page tells of itself as it happens. */
export type PageEvent =
  | { type: "navigated"; url: string }
  | { type: "domcontentloaded" | "loaded" | "crashed" | "closed" }
  /** Somebody has come to answer what it asks, or has gone. */
  | { type: "attended" }
  /** Something was done to the page, and what it brings about is waited for. */
  | { type: "settling" }
  | ({ type: "console"; level: LogLevel } & Line)
  | ({ type: "exception" } & Line)
  /** The browser has something to say: `source` is CDP's name of what it is about (security, deprecation, intervention …). */
  | ({ type: "entry"; level: LogLevel; source: string } & Line)
  | { type: "requestFailed"; url: string; method: string; errorText: string }
  | { type: "dialog"; kind: string; message: string };
