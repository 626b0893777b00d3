/**
 * Whether an address is at one of these hosts, `*.example.org` meaning all below example.org. What has no host (a page
 * that is still empty) is at all of them. Pure.
 */
export function isAtHost(address: string, hosts: readonly string[] | undefined): boolean {
  if (hosts === undefined || address === "about:blank") return true;
  const hostname = URL.parse(address)?.hostname;
  if (!hostname) return false;
  return hosts.some((host) => (host.startsWith("*.") ? hostname.endsWith(host.slice(1)) : hostname === host));
}
