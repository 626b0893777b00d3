import { createAuthEndpoint } from "@better-auth/core/api";
import { setSessionCookie } from "better-auth/cookies";
import { APIError } from "better-call";
import { z } from "zod";
import { AcceptInvitationInput, type InvitationOffer } from "../contract/access.ts";
import type { ErrorCode } from "../contract/errors.ts";
import { AppError } from "../core/errors.ts";

const TRIES = { window: 60, max: 10 };
/** Our codes by the names that better-auth has for a status. */
const STATUS = { NOT_FOUND: "NOT_FOUND", UNAUTHENTICATED: "UNAUTHORIZED", INVALID_INPUT: "BAD_REQUEST" } as const satisfies Partial<Record<ErrorCode, string>>;

/** What the endpoints call. */
export type InvitationDoor = {
  offer: (token: string) => Promise<InvitationOffer>;
  accept: (input: AcceptInvitationInput) => Promise<{ userId: string; workspaceId: string }>;
};

/**
 * The two calls that need no login, as a better-auth plugin: what a link offers, and taking it, which also signs in.
 * They stand below /api/auth because only there can a sign-in be made.
 */
export const invitationEndpoints = ({ offer, accept }: InvitationDoor) => ({
  id: "invitations",
  rateLimit: [{ ...TRIES, pathMatcher: (path: string) => path === "/invitation/accept" }],
  endpoints: {
    invitationOffer: createAuthEndpoint("/invitation/offer", { method: "GET", query: z.object({ token: z.string().max(200) }) }, async (ctx) =>
      ctx.json(await facing(offer(ctx.query.token))),
    ),
    acceptInvitation: createAuthEndpoint("/invitation/accept", { method: "POST", body: AcceptInvitationInput }, async (ctx) => {
      const { userId, workspaceId } = await facing(accept(ctx.body));
      const user = await ctx.context.internalAdapter.findUserById(userId);
      if (user === null) throw new APIError("NOT_FOUND", { message: "The account is gone." });
      const session = await ctx.context.internalAdapter.createSession(userId, false, { activeOrganizationId: workspaceId });
      await setSessionCookie(ctx, { session, user });
      return ctx.json({ success: true });
    }),
  },
});

/** Our errors as better-auth answers them. */
async function facing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError) || !isNamed(error.code)) throw error;
    throw new APIError(STATUS[error.code], { code: error.code, message: error.message });
  }
}

const isNamed = (code: ErrorCode): code is keyof typeof STATUS => code in STATUS;
