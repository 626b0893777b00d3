import { randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { type LinkToken, markOf, signLink, verifyLink } from "./link-token.ts";

const key = randomBytes(32);
const link = (over: Partial<LinkToken> = {}): LinkToken => ({
  id: "link_1",
  sessionId: "sess_1",
  workspaceId: "ws_1",
  tabId: null,
  mode: "view",
  issuedBy: "user_1",
  knew: null,
  expiresAtMs: Math.ceil(Date.now() / 1000 + 60) * 1000,
  ...over,
});
const refusal = { code: "UNAUTHENTICATED", details: { link: "invalid" } };

describe("live links", () => {
  it("give back what was signed, with an end of their own or without one", async () => {
    for (const made of [link({ tabId: "T1", mode: "control" }), link({ expiresAtMs: null, knew: markOf("salt:hash") })])
      expect(await verifyLink(key, await signLink(key, made))).toEqual(made);
  });

  it("are refused when expired, saying so", async () => {
    await expect(verifyLink(key, await signLink(key, link({ expiresAtMs: Date.now() - 5_000 })))).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      details: { link: "expired" },
      message: expect.stringContaining("expired"),
    });
    const over = link({ expiresAtMs: Math.floor(Date.now() / 1000 - 5) * 1000 });
    expect(await verifyLink(key, await signLink(key, over), { evenExpired: true })).toEqual(over);
    await expect(verifyLink(key, await signLink(randomBytes(32), over), { evenExpired: true })).rejects.toMatchObject(refusal);
  });

  it("are refused when signed with another key or changed afterwards", async () => {
    await expect(verifyLink(key, await signLink(randomBytes(32), link()))).rejects.toMatchObject(refusal);
    const [head, payload, signature] = (await signLink(key, link())).split(".");
    const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, mode: "control" })).toString("base64url");
    await expect(verifyLink(key, `${head}.${forged}.${signature}`)).rejects.toMatchObject(refusal);
    const unsigned = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    await expect(verifyLink(key, `${unsigned}.${payload}.`)).rejects.toMatchObject(refusal);
  });

  it("are refused when the same key signed them for another purpose", async () => {
    const other = await new SignJWT({ sid: "sess_1", wid: "ws_1", tab: null, mode: "control" })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer("perch")
      .setAudience("download")
      .setSubject("user_1")
      .setJti("link_1")
      .setExpirationTime("1m")
      .sign(key);
    await expect(verifyLink(key, other)).rejects.toMatchObject(refusal);
  });
});
