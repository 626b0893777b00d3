import type { IncomingMessage } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import { type Me, SCOPES, type Workspace } from "../contract/access.ts";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import { createAccount } from "./account.ts";
import type { Actor } from "./actor.ts";
import { createAudit } from "./audit.ts";
import { createAuth } from "./auth.ts";
import { createFirstOwner, findFirstOwner } from "./first-start.ts";
import { createInvitations } from "./invitations.ts";
import { createKeys } from "./keys.ts";
import { ensureLocalKey } from "./local-key.ts";
import { createLoginTokens } from "./login-token.ts";
import { createMembers } from "./members.ts";
import { createPasswords } from "./passwords.ts";
import { createRates } from "./rates.ts";
import { createActorResolver } from "./resolve-actor.ts";
import { roleOf } from "./roles.ts";

type AccessParts = { db: Db; env: Env; log: Log };

/** Whose rights may have become less: a person in a workspace, or one key. */
export type Lessened = { workspaceId: string } & ({ userId: string } | { keyId: string });

/** Who may do what: people, workspaces, keys, one-time logins and the audit log. */
export type Access = ReturnType<typeof createAccess>;

/** Makes it; nothing touches the database before start(). */
export function createAccess({ db, env, log }: AccessParts) {
  const loginTokens = createLoginTokens({ db });
  const audit = createAudit({ db, log });
  const passwords = createPasswords({ db });
  const account = createAccount({ db, passwords });
  const invitations = createInvitations({ db, env, passwords, audit });
  const auth = createAuth({ db, env, log, consumeLoginToken: loginTokens.consume, invitations });
  const keys = createKeys({ db, auth });
  const members = createMembers({ db, keys });
  const actors = createActorResolver({ db, auth, keys });
  const rates = createRates({ db, env, log });

  const hooks = new Set<(whose: Lessened) => Promise<void>>();

  /** The same change, after which nobody is taken for what they were before it. */
  const forgetting =
    <Input, Output>(change: (actor: Actor, input: Input) => Promise<Output>) =>
    (actor: Actor, input: Input): Promise<Output> =>
      change(actor, input).finally(actors.forget);

  /** The same change of somebody's rights, after which what they gave others is looked at again. */
  const lessening = <Input, Output>(change: (actor: Actor, input: Input) => Promise<Output>, whose: (input: Input) => { userId: string } | { keyId: string }) =>
    forgetting(async (actor: Actor, input: Input): Promise<Output> => {
      const done = await change(actor, input);
      const { workspaceId } = actor;
      const results = await Promise.allSettled([...hooks].map((hook) => hook({ workspaceId, ...whose(input) })));
      for (const result of results)
        if (result.status === "rejected") log.error({ err: result.reason }, "what somebody gave others could not be taken back at once");
      return done;
    });

  const localOwner = async (): Promise<Actor> => {
    const owner = await findFirstOwner(db);
    if (owner === null) throw new AppError("NOT_FOUND", "This database has people but no owner of a workspace.");
    return { kind: "system", id: "server", name: "This server", ...owner, role: "owner", scopes: new Set(SCOPES), ip: null };
  };

  return {
    rates,

    /** Makes the owner on a first start and removes expired one-time values. Idempotent. */
    start: async (): Promise<void> => {
      await createFirstOwner({ db, log });
      await loginTokens.removeExpired();
    },

    /** Answers requests below /api/auth. */
    handleAuth: (request: Request): Promise<Response> => auth.handler(request).finally(actors.forget),

    /** Who sent the request; null when nobody we know did. Answers may be up to 5 seconds old. */
    resolveActor: (req: IncomingMessage): Promise<Actor | null> => actors.resolve(req),

    /** What somebody whose name we signed (a debugger link) may do now; null when the key or the membership is gone. */
    standing: actors.standing,

    /** Registers what is done, and waited for, when a key was revoked, a role changed or a member removed. */
    onLessened: (hook: (whose: Lessened) => Promise<void>): void => void hooks.add(hook),

    /** A token for GET /login that signs the owner in once, within an hour. */
    createLoginToken: async (): Promise<string> => loginTokens.create((await localOwner()).userId),

    /** Takes a login token. Returns the Set-Cookie lines of the new sign-in, or null when the token is used, expired or unknown. */
    redeem: async (token: string, req: IncomingMessage): Promise<string[] | null> => {
      const answer = await auth.api.redeemLoginToken({ body: { token }, headers: fromNodeHeaders(req.headers), asResponse: true });
      return answer.ok ? answer.headers.getSetCookie() : null;
    },

    /** The API key in `<dataDir>/local-key` for programs of this machine's owner; made anew when it no longer works. */
    ensureLocalKey: async (): Promise<void> => ensureLocalKey({ dataDir: env.dataDir, keys, owner: await localOwner() }),

    createKey: keys.create,
    listKeys: keys.list,
    revokeKey: lessening(keys.revoke, ({ keyId }) => ({ keyId })),

    /** The caller as the dashboard shows them. */
    me: async (actor: Actor): Promise<Me> => {
      const user = await db.user.findUnique({
        where: { id: actor.userId },
        include: { members: { include: { organization: true }, orderBy: { createdAt: "asc" } } },
      });
      if (user === null) throw new AppError("UNAUTHENTICATED", "This account no longer exists; log in again.");
      const workspaces = user.members.flatMap(({ organization: { id, name }, role }) =>
        [roleOf(role)].flatMap((known) => (known ? [{ id, name, role: known }] : [])),
      );
      const workspaceName = workspaces.find(({ id }) => id === actor.workspaceId)?.name ?? "";
      return {
        userId: user.id,
        name: user.name,
        email: user.email,
        workspaceId: actor.workspaceId,
        workspaceName,
        role: actor.role,
        hasPassword: await passwords.has(user.id),
        scopes: [...actor.scopes],
        workspaces,
      };
    },

    /** The workspace that the caller acts in. @throws AppError NOT_FOUND when it is gone */
    workspace: async ({ workspaceId }: Actor): Promise<Workspace> => {
      const owned = { where: { role: "owner" }, orderBy: { createdAt: "asc" as const }, take: 1 };
      const row = await db.organization.findUnique({ where: { id: workspaceId }, include: { members: owned } });
      if (!row) throw new AppError("NOT_FOUND", "This workspace no longer exists.");
      const { id, name, createdAt, updatedAt, members: owners } = row;
      return { id, name, ownerId: owners[0]?.userId ?? id, createdAt: createdAt.toISOString(), updatedAt: (updatedAt ?? createdAt).toISOString() };
    },

    listMembers: members.list,
    changeRole: lessening(members.changeRole, ({ userId }) => ({ userId })),
    removeMember: lessening(members.remove, ({ userId }) => ({ userId })),
    invite: invitations.create,
    listInvitations: invitations.list,
    revokeInvitation: invitations.revoke,
    updateAccount: forgetting(account.update),
    setPassword: forgetting(account.setPassword),

    audit,
  };
}
