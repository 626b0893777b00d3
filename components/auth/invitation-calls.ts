import { type AcceptInvitationInput, InvitationOffer } from "../../server/contract/access.ts";

const UNREACHABLE = "The server cannot be reached. Check that it is running, then try again.";

/** What an invitation's link offers. @throws Error with a sentence for people */
export async function fetchOffer(token: string, signal: AbortSignal): Promise<InvitationOffer> {
  return InvitationOffer.parse(await answerOf(`/api/auth/invitation/offer?token=${encodeURIComponent(token)}`, { signal }));
}

/** Takes the place and signs in. @throws Error with a sentence for people */
export async function acceptInvitation(input: AcceptInvitationInput): Promise<void> {
  await answerOf("/api/auth/invitation/accept", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(input) });
}

async function answerOf(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new Error(UNREACHABLE, { cause });
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const said = typeof answer === "object" && answer !== null && "message" in answer && typeof answer.message === "string" ? answer.message : UNREACHABLE;
  throw new Error(said);
}
