import type { Role, Scope } from "../contract/access.ts";

/** Who is calling: known before anything else happens in a request. */
export type Actor = {
  /** `user`: signed in by cookie; `key`: an API key; `link`: a signed live link; `system`: the server itself. */
  kind: "user" | "key" | "link" | "system";
  /** The user's, key's or link's own id. */
  id: string;
  /** As people know the caller, for activity and audit entries. */
  name: string;
  /** The person behind it. */
  userId: string;
  /** Everything the caller may see or do is within this workspace. */
  workspaceId: string;
  role: Role;
  /** What the caller may do: the role's scopes, for a key only those it was given. */
  scopes: ReadonlySet<Scope>;
  /** The address the call came from, where it came over the network. */
  ip: string | null;
};
