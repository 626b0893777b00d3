import { AppError } from "../../core/errors.ts";
import type { Answer, Call } from "./call.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** GET /v1/projects: a key knows one, its workspace. */
export async function listProjects(call: Call): Promise<Answer> {
  return { json: [await projectOf(call)] };
}

/** GET /v1/projects/:id. @throws AppError NOT_FOUND for any but the key's workspace */
export async function retrieveProject(call: Call): Promise<Answer> {
  assertKnown(call);
  return { json: await projectOf(call) };
}

/** GET /v1/projects/:id/usage. Bytes through proxies are counted nowhere, and so 0. @throws AppError NOT_FOUND */
export async function projectUsage(call: Call): Promise<Answer> {
  assertKnown(call);
  const { browserMs } = await call.procedures.browser.getWorkspaceUsage();
  return { json: { browserMinutes: Math.ceil(browserMs / MINUTE_MS), proxyBytes: 0 } };
}

async function projectOf({ app: { env }, procedures }: Call) {
  const { id, name, ownerId, createdAt, updatedAt } = await procedures.access.workspace();
  const concurrency = env.maxSessionsPerWorkspace ?? env.maxSessions;
  return { id, name, ownerId, createdAt, updatedAt, concurrency, defaultTimeout: Math.round(env.sessionDefaultTimeoutMs / SECOND_MS) };
}

function assertKnown({ ids: [id], actor }: Call): void {
  if (id !== actor.workspaceId) throw new AppError("NOT_FOUND", `There is no project ${id} for this key.`);
}
