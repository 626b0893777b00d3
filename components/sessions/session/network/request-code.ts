import type { GetNetworkEntryOutput } from "../../../../server/contract/network-log.ts";

type Request = Pick<GetNetworkEntryOutput, "method" | "url" | "requestHeaders" | "requestBody">;

/** What the browser and curl reckon themselves; names that begin with a colon are HTTP/2's own. */
const RECKONED = /^(:.*|content-length|host|connection|accept-encoding|sec-fetch-.*)$/i;
/** What a script may not set (https://fetch.spec.whatwg.org/#forbidden-request-header). */
const FORBIDDEN = /^(cookie|origin|referer|user-agent|sec-.*|proxy-.*|dnt|te|trailer|upgrade.*|date|expect|keep-alive)$/i;

/** Whether secrets were taken out of the request, so that it does not work as it stands. */
export const isMasked = ({ url, requestHeaders, requestBody }: Request): boolean =>
  [url, requestBody?.text ?? "", ...Object.values(requestHeaders)].some((text) => text.includes("***"));

/** The request as a command for a POSIX shell. */
export function asCurl(request: Request): string {
  const { method, url, requestBody } = request;
  const body = requestBody?.text ?? null;
  const usual = body === null ? "GET" : "POST";
  return [
    `curl ${quoted(url)}`,
    ...(method === usual ? [] : [`-X ${quoted(method)}`]),
    ...headersOf(request).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${quoted(body)}`]),
    "--compressed",
  ].join(" \\\n  ");
}

/** The request as a call of JavaScript's fetch. */
export function asFetch(request: Request): string {
  const { method, url, requestHeaders, requestBody } = request;
  const headers = Object.fromEntries(headersOf(request).filter(([name]) => !FORBIDDEN.test(name)));
  const sendsCookies = Object.keys(requestHeaders).some((name) => name.toLowerCase() === "cookie");
  const options = {
    ...(method !== "GET" && { method }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(requestBody?.text != null && { body: requestBody.text }),
    ...(sendsCookies && { credentials: "include" }),
  };
  const given = Object.keys(options).length > 0 ? `, ${JSON.stringify(options, null, 2)}` : "";
  return `await fetch(${JSON.stringify(url)}${given});`;
}

const headersOf = ({ requestHeaders }: Request): [string, string][] => Object.entries(requestHeaders).filter(([name]) => !RECKONED.test(name));

/** Nothing in single quotes means anything to a shell but the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
