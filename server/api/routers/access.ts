import {
  ApiKeyRef,
  CreateApiKeyInput,
  CreateApiKeyOutput,
  ListApiKeysOutput,
  ListAuditInput,
  ListAuditOutput,
  ListMembersOutput,
  Me,
} from "../../contract/access.ts";
import { Ok } from "../../contract/common.ts";
import { procedure, router } from "../trpc.ts";

/** Who is calling, who belongs to the workspace, and its API keys. */
export const accessRouter = router({
  me: procedure
    .meta({ scope: "any" })
    .output(Me)
    .query(({ ctx }) => ctx.app.access.me(ctx.actor)),
  listKeys: procedure
    .meta({ scope: "keys:manage" })
    .output(ListApiKeysOutput)
    .query(({ ctx }) => ctx.app.access.listKeys(ctx.actor)),
  createKey: procedure
    .meta({ scope: "keys:manage", audit: true })
    .input(CreateApiKeyInput)
    .output(CreateApiKeyOutput)
    .mutation(({ ctx, input }) => ctx.app.access.createKey(ctx.actor, input)),
  revokeKey: procedure
    .meta({ scope: "keys:manage", audit: true })
    .input(ApiKeyRef)
    .output(Ok)
    .mutation(({ ctx, input }) => ctx.app.access.revokeKey(ctx.actor, input)),
  listMembers: procedure
    .meta({ scope: "sessions:read" })
    .output(ListMembersOutput)
    .query(({ ctx }) => ctx.app.access.listMembers(ctx.actor)),
});

/** The workspace's audit log. */
export const auditRouter = router({
  list: procedure
    .meta({ scope: "audit:read" })
    .input(ListAuditInput)
    .output(ListAuditOutput)
    .query(({ ctx, input }) => ctx.app.access.audit.list(ctx.actor, input)),
});
