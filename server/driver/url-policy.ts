import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { AppError } from "../core/errors.ts";

export type UrlPolicy = { privateNetwork: "allow" | "block" };

const PRIVATE = new BlockList();
for (const [address, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  PRIVATE.addSubnet(address, bits, "ipv4");
for (const [address, bits] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
  ["64:ff9b::", 96],
] as const)
  PRIVATE.addSubnet(address, bits, "ipv6");

const SCHEMES = new Set(["http:", "https:", "about:", "data:", "blob:"]);
const DNS_LIMIT_MS = 3_000;

/**
 * The address to open for what a caller wrote; a missing scheme becomes https (http for this machine and bare IPs).
 * With `privateNetwork: "block"` names are looked up too. What a name answers later to the browser itself is checked
 * again by the request guard only as far as it is written as an address.
 * @throws AppError INVALID_INPUT for what is no address | URL_BLOCKED for other schemes and private networks
 */
export async function assertNavigable(text: string, policy: UrlPolicy): Promise<string> {
  const url = parse(text.trim());
  if (!SCHEMES.has(url.protocol) || (url.protocol === "about:" && url.href !== "about:blank"))
    throw new AppError("URL_BLOCKED", `Addresses that begin with ${url.protocol} cannot be opened; use http:// or https://.`, {
      fields: [{ field: "url", message: "use http:// or https://" }],
    });
  if (policy.privateNetwork === "block" && url.hostname !== "" && (isPrivateHost(url.hostname) || (await resolvesPrivate(url.hostname))))
    throw new AppError("URL_BLOCKED", `${url.hostname} is an address of a private network, which this server does not open (PRIVATE_NETWORK=block).`, {
      fields: [{ field: "url", message: "use a public address" }],
    });
  return url.href;
}

/** Whether a request of a page may go out: no private host where those are blocked. */
export function isAllowedRequest(address: string, policy: UrlPolicy): boolean {
  if (policy.privateNetwork === "allow") return true;
  const url = URL.parse(address);
  return url === null || url.hostname === "" || !isPrivateHost(url.hostname);
}

/** Whether a URL's host (as `URL` normalises it: decimal and octal forms are plain by then) is of this machine or a private network. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const family = isIP(host);
  if (family === 0) return host === "localhost" || /(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(host) || !host.includes(".");
  if (family === 4) return PRIVATE.check(host, "ipv4");
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host);
  if (mapped) {
    const [high, low] = [Number.parseInt(mapped[1] ?? "0", 16), Number.parseInt(mapped[2] ?? "0", 16)];
    return PRIVATE.check(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`, "ipv4");
  }
  return PRIVATE.check(host, "ipv6");
}

async function resolvesPrivate(hostname: string): Promise<boolean> {
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0) return false;
  const timer = new Promise<never[]>((resolve) => setTimeout(resolve, DNS_LIMIT_MS, []).unref());
  // A name that cannot be looked up is left to the browser, which then says so.
  const found = await Promise.race([lookup(hostname, { all: true }).catch(() => []), timer]);
  return found.some(({ address }) => isPrivateHost(address));
}

function parse(text: string): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+:\d+(\/|$)/.test(text) ? text : `${guessScheme(text)}${text}`;
  const url = URL.parse(withScheme);
  if (!url)
    throw new AppError("INVALID_INPUT", `"${text.slice(0, 100)}" is not an address; write it as https://example.com.`, {
      fields: [{ field: "url", message: "not an address" }],
    });
  return url;
}

function guessScheme(text: string): "http://" | "https://" {
  const host = text.split(/[/:?#]/)[0] ?? "";
  return host === "localhost" || isIP(host) !== 0 || text.startsWith("[") ? "http://" : "https://";
}
