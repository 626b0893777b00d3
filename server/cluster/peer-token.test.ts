import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { createPeerTokens } from "./peer-token.ts";

const KEY = Buffer.alloc(32, 7);
const claims = { to: "srv_b", path: "/api/trpc/browser.act", who: { kind: "key", scopes: ["sessions:drive"] } };
const refused = expect.objectContaining({ code: "UNAUTHENTICATED" });

test("what one server says, another one with the same key reads", async () => {
  const token = await createPeerTokens(KEY).sign(claims);
  expect(await createPeerTokens(KEY).verify(token, claims)).toEqual(claims);
});

test.each([
  ["another server", { ...claims, to: "srv_c" }],
  ["another path", { ...claims, path: "/api/trpc/access.createKey" }],
])("a token for %s is refused", async (_, expected) => {
  const token = await createPeerTokens(KEY).sign(claims);
  await expect(createPeerTokens(KEY).verify(token, expected)).rejects.toEqual(refused);
});

test("another installation's token, a live link's and none at all are refused", async () => {
  const tokens = createPeerTokens(KEY);
  const liveLink = await new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).setIssuer("perch").setAudience("live").setExpirationTime("1 h").sign(KEY);
  const sameAudienceWrongKey = await new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("perch")
    .setAudience("replica")
    .setExpirationTime("1 h")
    .sign(KEY);
  for (const token of [await createPeerTokens(Buffer.alloc(32, 8)).sign(claims), liveLink, sameAudienceWrongKey, ""])
    await expect(tokens.verify(token, claims)).rejects.toEqual(refused);
});
