import { z } from "zod";
import { Role, Scope } from "../contract/access.ts";
import type { Actor } from "./actor.ts";

/** A caller as one server tells another of them. */
const PassedActor = z.object({
  kind: z.enum(["user", "key", "link", "system"]),
  id: z.string(),
  name: z.string(),
  userId: z.string(),
  workspaceId: z.string(),
  role: Role,
  scopes: z.array(Scope),
  ip: z.string().nullable(),
});

/** The caller as JSON, for another server of this installation. */
export const packActor = (actor: Actor): z.infer<typeof PassedActor> => ({ ...actor, scopes: [...actor.scopes] });

/** The caller that another server told of; null when it is not one. Only for what came under a valid token. */
export function unpackActor(passed: unknown): Actor | null {
  const actor = PassedActor.safeParse(passed).data;
  return actor ? { ...actor, scopes: new Set(actor.scopes) } : null;
}
