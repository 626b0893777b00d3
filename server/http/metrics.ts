import type { App } from "../app.ts";
import type { Scope } from "../contract/access.ts";
import { AppError } from "../core/errors.ts";
import { fromThisMachine } from "../core/this-machine.ts";
import type { Exchange } from "./answers.ts";

/** The numbers are about the whole server, not about one workspace. */
const SCOPE: Scope = "workspace:manage";

/**
 * Answers `GET /metrics` in Prometheus' form, to a scraper on this machine or with an API key of the scope workspace:manage.
 * @throws AppError UNAUTHENTICATED | FORBIDDEN
 */
export async function sendMetrics(app: App, { req, res }: Exchange): Promise<void> {
  if (!fromThisMachine(req)) {
    const actor = await app.access.resolveActor(req);
    if (actor === null) throw new AppError("UNAUTHENTICATED", `Give an API key of the scope ${SCOPE} (Authorization: Bearer …), or ask from this machine.`);
    if (!actor.scopes.has(SCOPE)) throw new AppError("FORBIDDEN", `This needs the scope ${SCOPE}.`, { details: { scope: SCOPE } });
  }
  const { contentType, text } = await app.metrics.text();
  res.writeHead(200, { "content-type": contentType, "cache-control": "no-store" }).end(text);
}
