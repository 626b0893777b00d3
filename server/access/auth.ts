import { apiKey } from "@better-auth/api-key";
import { createAuthEndpoint } from "@better-auth/core/api";
import { prismaAdapter } from "@better-auth/prisma-adapter";
import { betterAuth } from "better-auth";
import { setSessionCookie } from "better-auth/cookies";
import { organization } from "better-auth/plugins";
import { createAccessControl } from "better-auth/plugins/access";
import { APIError } from "better-call";
import { z } from "zod";
import { PASSWORD_LENGTH } from "../contract/access.ts";
import type { Env } from "../core/env.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import { type InvitationDoor, invitationEndpoints } from "./invitation-endpoints.ts";

const SIGN_IN_LIFE_S = 30 * 86_400;
const REFRESH_AFTER_S = 86_400;
const KEY_PREFIX = "perch_";
const KEY_START_CHARACTERS = 12;
const MAX_KEY_NAME = 60;
const MAX_KEY_DAYS = 3650;

/** Nobody changes a workspace by /api/auth/organization: members and invitations have procedures of ours, with scopes and audit. */
const statements = createAccessControl({
  organization: ["update", "delete"],
  member: ["create", "update", "delete"],
  invitation: ["create", "cancel"],
  team: ["create", "update", "delete"],
  ac: ["create", "read", "update", "delete"],
});
const nothing = statements.newRole({});
const roles = { owner: nothing, admin: nothing, operator: nothing, viewer: nothing };

const ID_PREFIX: Record<string, string> = {
  user: "user",
  session: "sign",
  account: "acc",
  verification: "ver",
  organization: "ws",
  member: "mem",
  invitation: "inv",
  apikey: "key",
};

/** Calls of better-auth that would pass by our scopes and the audit log. */
const CLOSED_PATHS = [
  ...["create", "update", "delete", "list", "get", "verify"].map((call) => `/api-key/${call}`),
  ...["accept-invitation", "reject-invitation", "leave"].map((call) => `/organization/${call}`),
  ...["/sign-up/email", "/change-password", "/change-email", "/update-user", "/delete-user", "/login-token/redeem"],
];

type AuthParts = {
  db: Db;
  env: Pick<Env, "authSecret" | "publicUrl">;
  log: Log;
  /** The person whom a one-time token signs in, or null. */
  consumeLoginToken: (token: string) => Promise<string | null>;
  invitations: InvitationDoor;
};

/** Sign-in, workspaces and API keys by better-auth; mounted at /api/auth. */
export type Auth = ReturnType<typeof createAuth>;

/** Makes it. There is no signing up: the server's owner exists from the first start, others come by invitation. */
export function createAuth({ db, env, log, consumeLoginToken, invitations }: AuthParts) {
  return betterAuth({
    appName: "Perch",
    baseURL: env.publicUrl,
    basePath: "/api/auth",
    secret: env.authSecret,
    database: prismaAdapter(db, { provider: "postgresql" }),
    trustedOrigins: (request) => [env.publicUrl, ...ownOrigin(request)],
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_LENGTH.min, maxPasswordLength: PASSWORD_LENGTH.max },
    session: { expiresIn: SIGN_IN_LIFE_S, updateAge: REFRESH_AFTER_S },
    disabledPaths: CLOSED_PATHS,
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: "perch",
      useSecureCookies: env.publicUrl.startsWith("https:"),
      database: { generateId: ({ model }) => newId(ID_PREFIX[model] ?? "id") },
    },
    logger: { log: (level, message, ...details) => log[level]({ details }, message) },
    plugins: [
      organization({ ac: statements, roles, creatorRole: "owner", allowUserToCreateOrganization: false }),
      apiKey({
        defaultPrefix: KEY_PREFIX,
        enableMetadata: true,
        maximumNameLength: MAX_KEY_NAME,
        keyExpiration: { maxExpiresIn: MAX_KEY_DAYS },
        startingCharactersConfig: { charactersLength: KEY_START_CHARACTERS },
        rateLimit: { enabled: false },
      }),
      loginTokens(consumeLoginToken),
      invitationEndpoints(invitations),
    ],
  });
}

/** The address under which this request reached us: the HTTP server has checked by then that the host is one of ours. */
function ownOrigin(request: Request | undefined): string[] {
  const host = request?.headers.get("host");
  return host ? [`http://${host}`, `https://${host}`] : [];
}

/** Adds the call that turns a one-time token into a sign-in with its cookie. */
const loginTokens = (consume: AuthParts["consumeLoginToken"]) => ({
  id: "login-tokens",
  endpoints: {
    redeemLoginToken: createAuthEndpoint("/login-token/redeem", { method: "POST", body: z.object({ token: z.string().min(1).max(200) }) }, async (ctx) => {
      const userId = await consume(ctx.body.token);
      const user = userId === null ? null : await ctx.context.internalAdapter.findUserById(userId);
      if (user === null) throw new APIError("UNAUTHORIZED", { message: "This link was used already or has expired." });
      const session = await ctx.context.internalAdapter.createSession(user.id);
      await setSessionCookie(ctx, { session, user });
      return ctx.json({ success: true });
    }),
  },
});
