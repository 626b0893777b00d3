/** What a page tells of itself as it happens. */
export type PageEvent =
  | { type: "navigated"; url: string }
  | { type: "domcontentloaded" | "loaded" | "crashed" | "closed" }
  | { type: "console"; level: "debug" | "info" | "warning" | "error"; text: string }
  | { type: "exception"; text: string }
  | { type: "requestFailed"; url: string; method: string; errorText: string }
  | { type: "dialog"; kind: string; message: string };
