import { describe, expect, test } from "vitest";
import { AppError } from "./errors.ts";
import { delay, withTimeout } from "./time.ts";

describe("withTimeout", () => {
  test("gives the work's result", async () => {
    expect(await withTimeout(1000, "adding", async () => 2)).toBe(2);
  });

  test("settles at the limit although the work ignores its signal", async () => {
    await expect(withTimeout(20, "waiting", () => new Promise(() => {}))).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  test("answers with the parent's own reason", async () => {
    const parent = new AbortController();
    const call = withTimeout(5000, "waiting", () => new Promise(() => {}), parent.signal);
    parent.abort(new AppError("BROWSER_CRASHED", "gone"));
    await expect(call).rejects.toMatchObject({ code: "BROWSER_CRASHED" });
  });

  test("an aborted parent means the work never begins", async () => {
    let begun = false;
    const work = async (): Promise<void> => {
      begun = true;
    };
    await expect(withTimeout(1000, "x", work, AbortSignal.abort())).rejects.toMatchObject({ code: "CANCELLED" });
    expect(begun).toBe(false);
  });
});

test("delay ends early with its signal", async () => {
  await expect(delay(60_000, AbortSignal.timeout(10))).rejects.toMatchObject({ code: "CANCELLED" });
});
