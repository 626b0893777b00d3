import { describe, expect, it } from "vitest";
import type { Session } from "../../server/contract/sessions.ts";
import { withDebugger } from "./session-state.ts";

const session = (status: Session["status"], debuggerUrl: string | null) => ({ id: "sess_1", status, debuggerUrl }) as Session;

describe("withDebugger", () => {
  it("keeps the known address while the session runs", () => {
    expect(withDebugger(session("idle", null), session("active", "ws://a")).debuggerUrl).toBe("ws://a");
    expect(withDebugger(session("active", null), undefined).debuggerUrl).toBeNull();
  });
  it("forgets it with the session's end", () => expect(withDebugger(session("terminated", null), session("active", "ws://a")).debuggerUrl).toBeNull());
});
