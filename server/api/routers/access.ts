import {
  ApiKeyRef,
  ChangeRoleInput,
  CreateApiKeyInput,
  CreateApiKeyOutput,
  Invitation,
  InvitationRef,
  InviteInput,
  ListApiKeysOutput,
  ListAuditInput,
  ListAuditOutput,
  ListInvitationsOutput,
  ListMembersOutput,
  Me,
  MemberRef,
  SetPasswordInput,
  UpdateAccountInput,
  Workspace,
} from "../../contract/access.ts";
import { Ok } from "../../contract/common.ts";
import { procedure, router } from "../trpc.ts";

const manages = procedure.meta({ scope: "members:manage", audit: true });

/** Who is calling, who belongs to the workspace, and its API keys. */
export const accessRouter = router({
  me: procedure
    .meta({ scope: "any" })
    .output(Me)
    .query(({ ctx }) => ctx.app.access.me(ctx.actor)),
  workspace: procedure
    .meta({ scope: "any" })
    .output(Workspace)
    .query(({ ctx }) => ctx.app.access.workspace(ctx.actor)),
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
  changeRole: manages
    .input(ChangeRoleInput)
    .output(Ok)
    .mutation(({ ctx, input }) => ctx.app.access.changeRole(ctx.actor, input)),
  removeMember: manages
    .input(MemberRef)
    .output(Ok)
    .mutation(({ ctx, input }) => ctx.app.access.removeMember(ctx.actor, input)),
  listInvitations: procedure
    .meta({ scope: "members:manage" })
    .output(ListInvitationsOutput)
    .query(({ ctx }) => ctx.app.access.listInvitations(ctx.actor)),
  invite: manages
    .input(InviteInput)
    .output(Invitation)
    .mutation(({ ctx, input }) => ctx.app.access.invite(ctx.actor, input)),
  revokeInvitation: manages
    .input(InvitationRef)
    .output(Ok)
    .mutation(({ ctx, input }) => ctx.app.access.revokeInvitation(ctx.actor, input)),
  updateAccount: procedure
    .meta({ scope: "any", audit: true })
    .input(UpdateAccountInput)
    .output(Ok)
    .mutation(({ ctx, input }) => ctx.app.access.updateAccount(ctx.actor, input)),
  setPassword: procedure
    .meta({ scope: "any", audit: true })
    .input(SetPasswordInput)
    .output(Ok)
    .mutation(({ ctx, input }) => ctx.app.access.setPassword(ctx.actor, input)),
});

/** The workspace's audit log. */
export const auditRouter = router({
  list: procedure
    .meta({ scope: "audit:read" })
    .input(ListAuditInput)
    .output(ListAuditOutput)
    .query(({ ctx, input }) => ctx.app.access.audit.list(ctx.actor, input)),
});
