import { CreateSessionInput, type SessionConfig } from "../contract/sessions.ts";
import { AppError } from "../core/errors.ts";
import { type SessionRow, toSession } from "./session-row.ts";
import { isEnded } from "./state.ts";

/**
 * What a session that has ended would be asked for again. A proxy's password is not among it: it was never readable.
 * @throws AppError CONFLICT while the session has not ended
 */
export function restoreInput(row: SessionRow): CreateSessionInput {
  if (!isEnded(toSession(row).status)) throw new AppError("CONFLICT", `The session is ${row.status}; only one that has ended can be restored.`);
  // What the workspace masks now is added as for any new session.
  const { resolvedLocation: _resolved, workspaceMaskPatterns: _workspace, ...config } = row.config as SessionConfig;
  return CreateSessionInput.parse({
    ...config,
    ...(row.name !== null && { name: row.name }),
    tags: row.tags,
    ...(row.providerFixed && { provider: row.provider }),
    ...(row.url !== null && /^https?:/.test(row.url) && { url: row.url }),
  });
}
