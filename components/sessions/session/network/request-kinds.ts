/** Kinds of requests as people ask for them, and what CDP calls what belongs to each. */
export const REQUEST_KINDS = [
  { name: "All", types: null },
  { name: "Doc", types: ["document"] },
  { name: "Fetch/XHR", types: ["fetch", "xhr", "eventsource"] },
  { name: "JS", types: ["script"] },
  { name: "CSS", types: ["stylesheet"] },
  { name: "Img", types: ["image"] },
  { name: "Media", types: ["media", "texttrack"] },
  { name: "Font", types: ["font"] },
  { name: "WS", types: ["websocket"] },
  { name: "Other", types: ["other", "ping", "preflight", "manifest", "prefetch", "signedexchange", "cspviolationreport", "fedcm"] },
] as const satisfies readonly { name: string; types: readonly string[] | null }[];
export type RequestKind = (typeof REQUEST_KINDS)[number]["name"];

/** What an address is called in a list: its last part with the query, and where it leads. */
export function requestName(url: string): { name: string; host: string } {
  const [, host = "", path = url] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  const [plain = "", ...query] = path.split("?");
  const last = plain.replace(/\/$/, "").split("/").at(-1) ?? "";
  const name = `${last}${plain.endsWith("/") || last === "" ? "/" : ""}${query.length > 0 ? `?${query.join("?")}` : ""}`;
  return { name, host };
}
