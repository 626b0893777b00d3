import { describe, expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

describe("safeNext", () => {
  it("keeps an address of the dashboard", () => expect(safeNext("/sessions/sess_1?tab=logs")).toBe("/sessions/sess_1?tab=logs"));
  it.each([null, "", "https://elsewhere.test/", "//elsewhere.test", "/\\elsewhere.test", "/login?next=/login"])("answers /sessions for %s", (next) =>
    expect(safeNext(next)).toBe("/sessions"),
  );
});
