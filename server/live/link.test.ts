import { randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { type LiveLink, signLink, verifyLink } from "./link.ts";

const key = randomBytes(32);
const link = (over: Partial<LiveLink> = {}): LiveLink => ({
  sessionId: "sess_1",
  workspaceId: "ws_1",
  tabId: null,
  mode: "view",
  issuedBy: "user_1",
  expiresAtMs: Math.ceil(Date.now() / 1000 + 60) * 1000,
  ...over,
});
const refusal = { code: "UNAUTHENTICATED" };

describe("live links", () => {
  it("give back what was signed", async () => {
    const made = link({ tabId: "T1", mode: "control" });
    expect(await verifyLink(key, await signLink(key, made))).toEqual(made);
  });

  it("are refused when expired, saying so", async () => {
    await expect(verifyLink(key, await signLink(key, link({ expiresAtMs: Date.now() - 5_000 })))).rejects.toMatchObject({
      ...refusal,
      message: expect.stringContaining("expired"),
    });
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
      .setExpirationTime("1m")
      .sign(key);
    await expect(verifyLink(key, other)).rejects.toMatchObject(refusal);
  });
});
