import { BrowserbaseCreateContext } from "../../contract/browserbase.ts";
import type { Context } from "../../contract/contexts.ts";
import { type Answer, assertOwnProject, type Call, jsonOf, parsed } from "./call.ts";

/**
 * Contexts were once uploaded in a sealed form; neither they nor we take uploads any more. These fields stay for
 * programs that read them, and the address leads nowhere (RFC 2606).
 */
const NO_UPLOAD = { uploadUrl: "https://uploads.invalid/", publicKey: "", cipherAlgorithm: "AES-256-CBC", initializationVectorSize: 16 } as const;

/** POST /v1/contexts */
export async function createContext({ req, actor, procedures }: Call): Promise<Answer> {
  const { name, projectId } = parsed(BrowserbaseCreateContext, await jsonOf(req));
  assertOwnProject(actor, projectId);
  const { id } = await procedures.contexts.create({ ...(name !== undefined && { name }) });
  return { json: { id, ...NO_UPLOAD } };
}

/** GET /v1/contexts/:id */
export async function retrieveContext({ ids: [contextId = ""], procedures }: Call): Promise<Answer> {
  return { json: toBrowserbase(await procedures.contexts.get({ contextId })) };
}

/** PUT /v1/contexts/:id: where an upload was prepared, and now nothing changes. */
export async function updateContext({ ids: [contextId = ""], procedures }: Call): Promise<Answer> {
  const { id } = await procedures.contexts.get({ contextId });
  return { json: { id, ...NO_UPLOAD } };
}

/** DELETE /v1/contexts/:id */
export async function deleteContext({ ids: [contextId = ""], procedures }: Call): Promise<Answer> {
  await procedures.contexts.remove({ contextId });
  return null;
}

function toBrowserbase({ id, workspaceId, name, createdAt, updatedAt }: Context) {
  return { id, projectId: workspaceId, createdAt, updatedAt, ...(name !== null && { name }) };
}
