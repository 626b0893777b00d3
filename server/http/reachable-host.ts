import type { networkInterfaces } from "node:os";

/**
 * Where other servers reach one that listens on `host`: for all addresses (0.0.0.0, ::) the machine's first one of the
 * network, IPv4 before IPv6; where it has none, itself. Pure.
 */
export function reachableHost(host: string, interfaces: ReturnType<typeof networkInterfaces>): string {
  if (host !== "0.0.0.0" && host !== "::") return host;
  const outward = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    // Link-local addresses (RFC 3927, RFC 4291) mean nothing without the interface that they are of.
    .filter(({ internal, address }) => !internal && !/^(169\.254\.|fe80:)/i.test(address));
  const chosen = outward.find(({ family }) => family === "IPv4") ?? outward[0];
  return chosen?.address ?? (host === "::" ? "::1" : "127.0.0.1");
}
