import { describe, expect, it } from "vitest";
import { type DebuggerHost, isDebuggerHost, readDebuggerHost, signDebuggerHost } from "./debugger-host.ts";

const KEY = Buffer.alloc(32, 1);
const host = (over: Partial<DebuggerHost> = {}): DebuggerHost => ({
  sessionId: "sess_0123456789abcdefghjk",
  identity: { userId: "", workspaceId: "ws_0123456789abcdefghjk", keyId: "aB3dEfGhIjKlMnOpQrStUvWxYz012345" },
  expiresAtMs: Math.ceil(Date.now() / 1000 + 60) * 1000,
  ...over,
});

describe("a debugger host", () => {
  it.each([host(), host({ identity: { userId: "user_1", workspaceId: "ws_1", keyId: null } })])(
    "says again what was signed, in a name that DNS allows",
    (said) => {
      const name = `${signDebuggerHost(KEY, said)}.localhost`;
      expect(name.length).toBeLessThan(253);
      expect(Math.max(...name.split(".").map(({ length }) => length))).toBeLessThanOrEqual(63);
      expect(isDebuggerHost(name)).toBe(true);
      expect(readDebuggerHost(KEY, `${name}:3000`)).toEqual(said);
      expect(readDebuggerHost(KEY, name.toUpperCase())).toEqual(said);
    },
  );
  it("is refused when it is expired, forged, signed by another key, or nonsense", () => {
    const name = `${signDebuggerHost(KEY, host())}.localhost`;
    const swapped = name.replace(/^./, (first) => (first === "0" ? "1" : "0"));
    for (const bad of [swapped, name.slice(1), `abc.cdp.localhost`, "localhost"])
      expect(() => readDebuggerHost(KEY, bad)).toThrow(expect.objectContaining({ code: "UNAUTHENTICATED" }));
    expect(() => readDebuggerHost(Buffer.alloc(32, 2), name)).toThrow(/not valid/);
    expect(() => readDebuggerHost(KEY, `${signDebuggerHost(KEY, host({ expiresAtMs: Date.now() - 1_000 }))}.localhost`)).toThrow(/expired/);
  });
  it("is told from other hosts", () => {
    for (const other of [undefined, "localhost:3000", "127.0.0.1:3000", "cdp.example.test", "perch.example.test"]) expect(isDebuggerHost(other)).toBe(false);
  });
});
