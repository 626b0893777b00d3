import { createAuthClient } from "better-auth/react";

/** Sign-in and sign-out by the server's /api/auth. */
export const authClient = createAuthClient();
