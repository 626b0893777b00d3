import { describe, expect, it } from "vitest";
import type { Session } from "../../server/contract/sessions.ts";
import { withKnown } from "./session-state.ts";

const session = (status: Session["status"], debuggerUrl: string | null, queuePosition: number | null = null) =>
  ({ id: "sess_1", status, debuggerUrl, queuePosition }) as Session;

describe("withKnown", () => {
  it("keeps the debugger's address while the session runs", () => {
    expect(withKnown(session("idle", null), session("active", "ws://a")).debuggerUrl).toBe("ws://a");
    expect(withKnown(session("active", null), undefined).debuggerUrl).toBeNull();
  });
  it("forgets it with the session's end", () => expect(withKnown(session("terminated", null), session("active", "ws://a")).debuggerUrl).toBeNull());
  it("keeps the place in the queue while the session waits", () => {
    expect(withKnown(session("queued", null), session("queued", null, 3)).queuePosition).toBe(3);
    expect(withKnown(session("creating", null), session("queued", null, 3)).queuePosition).toBeNull();
  });
});
