import { AppError } from "../core/errors.ts";

const BROWSER_PATH = "/devtools/browser/";

/**
 * The browser's own address for what a client asks for below its session: the browser itself, or one page of it.
 * @param path what follows the session's id; empty for the browser
 * @throws AppError NOT_FOUND | CAPABILITY_UNSUPPORTED where the browser is reached through something that knows no pages
 */
export function targetUrl(endpoint: string, path: string): URL {
  const url = new URL(endpoint);
  if (path === "" || path.startsWith(BROWSER_PATH)) return url;
  if (path !== "/json/protocol" && !/^\/devtools\/page\/\w+$/.test(path))
    throw new AppError("NOT_FOUND", "Sockets are at /cdp/:sessionId and at /cdp/:sessionId/devtools/page/:targetId.");
  if (!url.pathname.startsWith(BROWSER_PATH))
    throw new AppError("CAPABILITY_UNSUPPORTED", "This session's provider gives the browser's own socket only: connect to /cdp/:sessionId.");
  url.pathname = path;
  url.search = "";
  return url;
}
