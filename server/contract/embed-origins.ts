import { z } from "zod";

const SCHEME = /^https?:\/\//;
const WILDCARD = "*.";
/** Stands for `*.` while the address is read as a URL: a star is no host name. */
const ANY_HOST = "any-host.";

/** A site as browsers compare it, or what is wrong with the text. */
type Reading = { origin: string } | { problem: string };

/**
 * Reads a site for the list of those that may frame live links, as browsers take it in `frame-ancestors` (CSP 3, 6.4.2):
 * scheme, host and port; `https://*.example.com` means every host below example.com.
 */
export function readEmbedOrigin(text: string): Reading {
  const typed = text.trim().toLowerCase();
  if (typed === "") return { problem: "Enter a site, as in https://example.com." };
  if (typed === "*" || /^https?:\/\/\*(:|\/|$)/.test(typed)) return { problem: "A star alone would let every site in; name each site." };
  if (!SCHEME.test(typed)) return { problem: "Begin with https:// or http://, as in https://example.com." };
  const [scheme = ""] = SCHEME.exec(typed) ?? [];
  const rest = typed.slice(scheme.length);
  const wild = rest.startsWith(WILDCARD);
  const address = `${scheme}${wild ? ANY_HOST : ""}${wild ? rest.slice(WILDCARD.length) : rest}`;
  if (address.includes("*")) return { problem: "A star may only stand for the first part of the host, as in https://*.example.com." };
  if (!URL.canParse(address)) return { problem: "This is no address of a site. Write it as in https://example.com." };
  const url = new URL(address);
  if (url.hostname.startsWith("[")) return { problem: "Browsers take no IPv6 address here; use a host name." };
  if (url.username || url.password) return { problem: "Leave out the name and password." };
  if (url.pathname !== "/" || url.search || url.hash) return { problem: `Leave out what follows the host: ${shown(url, wild)}.` };
  if (!/^[a-z0-9.-]+$/.test(url.hostname)) return { problem: "This host name has characters that browsers do not take here." };
  if (wild && !url.hostname.slice(ANY_HOST.length).includes(".")) return { problem: "Name at least two parts after the star, as in https://*.example.com." };
  return { origin: shown(url, wild) };
}

const shown = ({ origin }: URL, wild: boolean): string => (wild ? origin.replace(ANY_HOST, WILDCARD) : origin);

/** One site of the list, in the form in which browsers compare it. */
export const EmbedOrigin = z
  .string()
  .max(300, "Use at most 300 characters.")
  .transform((text, context) => {
    const reading = readEmbedOrigin(text);
    if ("origin" in reading) return reading.origin;
    context.addIssue({ code: "custom", message: reading.problem });
    return z.NEVER;
  });

/** Whether a page's origin is one of the listed sites. */
export function isListedOrigin(listed: readonly string[], origin: string): boolean {
  return listed.some((site) => site === origin || isBelow(site, origin));
}

function isBelow(site: string, origin: string): boolean {
  const [scheme, host] = site.split(`//${WILDCARD}`);
  if (host === undefined || !origin.startsWith(`${scheme}//`)) return false;
  return origin.slice(`${scheme}//`.length).endsWith(`.${host}`);
}
