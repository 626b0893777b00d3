import type { ServerResponse } from "node:http";

/** Next puts its data into inline scripts, and its development server evaluates code. */
const policy = (dev: boolean, frameAncestors: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${dev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join("; ");

/** Headers that every answer carries. The page behind a signed live link is the only one that other sites may embed. */
export function setSecurityHeaders(res: ServerResponse, path: string, { dev, requestId }: { dev: boolean; requestId: string }): void {
  const embeddable = path.startsWith("/live/");
  res.setHeader("content-security-policy", policy(dev, embeddable ? "*" : "'self'"));
  if (!embeddable) res.setHeader("x-frame-options", "SAMEORIGIN");
  res.setHeader("x-content-type-options", "nosniff");
  // Addresses of live links and one-time logins hold secrets: no page tells the next one where it came from.
  res.setHeader("referrer-policy", "no-referrer");
  res.setHeader("cross-origin-opener-policy", "same-origin");
  res.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=()");
  res.setHeader("x-request-id", requestId);
}
