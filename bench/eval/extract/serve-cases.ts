import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ExtractCase } from "./case.ts";

/** A site of the cases' pages on a free port of this machine. */
export type CaseSite = Awaited<ReturnType<typeof serveCases>>;

/** Serves each case's page under `/case/ID/`. */
export async function serveCases(cases: readonly ExtractCase[]) {
  const pages = new Map(cases.map(({ id, html }) => [`/case/${id}/`, html]));
  const server = createServer((request, response) => {
    const html = pages.get(new URL(request.url ?? "/", "http://localhost").pathname);
    response
      .writeHead(html === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" })
      .end(html === undefined ? "" : /^\s*<!doctype/i.test(html) ? html : `<!doctype html>${html}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    urlOf: ({ id, url }: ExtractCase): string => url ?? `${origin}/case/${id}/`,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
