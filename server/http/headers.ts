import type { ServerResponse } from "node:http";

/** Next puts its data into inline scripts, and its development server evaluates code. */
const FRAMED_BY_US = "frame-ancestors 'self'";
const policy = (dev: boolean): string =>
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
    FRAMED_BY_US,
  ].join("; ");

/** Headers that every answer carries. No other site may frame it: see `allowFraming`. */
export function setSecurityHeaders(res: ServerResponse, { dev, requestId }: { dev: boolean; requestId: string }): void {
  res.setHeader("content-security-policy", policy(dev));
  res.setHeader("x-frame-options", "SAMEORIGIN");
  res.setHeader("x-content-type-options", "nosniff");
  // Addresses of live links and one-time logins hold secrets: no page tells the next one where it came from.
  res.setHeader("referrer-policy", "no-referrer");
  res.setHeader("cross-origin-opener-policy", "same-origin");
  res.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=()");
  res.setHeader("x-request-id", requestId);
}

/**
 * Lets a page load pictures, styles, fonts and media from everywhere: the page of a recording whose reader asked for what
 * the recorded page had from other sites. Without it nobody there, and nothing in the reader's own network, is asked for anything.
 */
export function allowOutsideMedia(res: ServerResponse): void {
  const policy = String(res.getHeader("content-security-policy")).replace(/((?:img|style|font)-src [^;]*)/g, "$1 https: http:");
  res.setHeader("content-security-policy", `${policy}; media-src 'self' data: blob: https: http:`);
}

/** Lets these sites, as `readEmbedOrigin` writes them, show the answer in a frame beside our own pages. */
export function allowFraming(res: ServerResponse, sites: readonly string[]): void {
  if (sites.length === 0) return;
  res.removeHeader("x-frame-options");
  res.setHeader("content-security-policy", String(res.getHeader("content-security-policy")).replace(FRAMED_BY_US, [FRAMED_BY_US, ...sites].join(" ")));
}
