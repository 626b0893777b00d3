import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ERROR_TABLE } from "../contract/errors.ts";
import { AppError } from "../core/errors.ts";
import { errorBodyOf, toTrpcError } from "./error-body.ts";

const wrapped = (cause: unknown, code: TRPCError["code"] = "INTERNAL_SERVER_ERROR") =>
  new TRPCError({ code, cause: cause instanceof Error ? cause : undefined });
const invalid = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error;

describe("errorBodyOf", () => {
  it("shows an AppError as it is", () =>
    expect(errorBodyOf(wrapped(new AppError("LIMIT_EXCEEDED", "Too many.", { details: { limit: 2 } })))).toEqual({
      code: "LIMIT_EXCEEDED",
      message: "Too many.",
      retryable: true,
      details: { limit: 2 },
    }));
  it("shows nothing of an unknown error", () => {
    const body = errorBodyOf(wrapped(new Error("password=hunter2")));
    expect(body.code).toBe("INTERNAL");
    expect(JSON.stringify(body)).not.toContain("hunter2");
  });
  it("names every wrong field by its path", () => {
    const error = invalid(z.strictObject({ viewport: z.strictObject({ width: z.int() }) }), { viewport: { width: "x", depth: 1 }, extra: 2 });
    expect(
      errorBodyOf(wrapped(error, "BAD_REQUEST"))
        .fields?.map(({ field }) => field)
        .sort(),
    ).toEqual(["extra", "viewport.depth", "viewport.width"]);
  });
  it("does not blame the caller for an answer that fails its schema", () => expect(errorBodyOf(wrapped(invalid(z.string(), 1))).code).toBe("INTERNAL"));
  it.each([
    Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
    new Error("Connection terminated unexpectedly"),
    new Error("timeout exceeded when trying to connect"),
    new Error("Query read timeout"),
  ])("tells a database that is away from a mistake: %s", (error) => expect(errorBodyOf(wrapped(error)).code).toBe("DATABASE_UNAVAILABLE"));
  it("tells a call that its caller gave up", () => expect(errorBodyOf(wrapped(new DOMException("gone", "AbortError"))).code).toBe("CANCELLED"));
  it("gives tRPC the code that the table names", () =>
    expect(toTrpcError(wrapped(new AppError("SESSION_NOT_RUNNING", "Ended."))).code).toBe("PRECONDITION_FAILED"));
  it.each(Object.entries(ERROR_TABLE))("answers %s with a status that no browser repeats a request for", (_, { http, trpc }) => {
    expect([408, 421, 425]).not.toContain(http);
    expect(getHTTPStatusCodeFromError(new TRPCError({ code: trpc }))).toBe(http);
  });
});
