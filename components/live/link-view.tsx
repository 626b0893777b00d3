"use client";

import { useEffect, useState } from "react";
import { LiveView } from "./live-view.tsx";

/** The live view of a link: all of the window, nothing else. What the token allows is for the server to say. */
export function LinkView({ token }: { token: string }) {
  const [sessionId, setSessionId] = useState<string | null | undefined>(undefined);
  useEffect(() => setSessionId(sessionOfToken(token)), [token]);
  if (sessionId === undefined) return null;
  if (sessionId === null)
    return <p className="p-6 text-center text-sm text-muted-foreground">This live link is not complete. Copy it again from where it was made.</p>;
  return <LiveView sessionId={sessionId} mode="control" token={token} className="h-full rounded-none border-0" />;
}

/** The session that a link's token (a JWT) names; unverified, good for finding the socket's address only. */
function sessionOfToken(token: string): string | null {
  try {
    const claims: unknown = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
    return typeof claims === "object" && claims !== null && "sid" in claims && typeof claims.sid === "string" ? claims.sid : null;
  } catch {
    return null;
  }
}
