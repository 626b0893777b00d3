import type { IncomingMessage } from "node:http";
import { TRPCError } from "@trpc/server";
import type { z } from "zod";
import type { Actor } from "../../access/actor.ts";
import type { App } from "../../app.ts";
import { AppError } from "../../core/errors.ts";
import { appRouter } from "../root.ts";

/** The procedures as the caller may call them: scopes, audit and errors are theirs. */
export type Procedures = ReturnType<typeof appRouter.createCaller>;

/** One request of a known caller. */
export type Call = {
  app: App;
  actor: Actor;
  procedures: Procedures;
  req: IncomingMessage;
  /** What the path names, in its order. */
  ids: readonly string[];
  query: URLSearchParams;
};
/** What is answered: JSON, bytes of a kind, or nothing at all. */
export type Answer = { json: unknown } | { bytes: Buffer; type: string } | null;

/** The procedures for one caller of one request. */
export const proceduresFor = (app: App, actor: Actor, requestId: string, signal: AbortSignal): Procedures =>
  appRouter.createCaller({ app, actor, requestId }, { signal });

/** A value that fits the schema. @throws TRPCError that says which field does not, as for the input of a procedure */
export function parsed<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new TRPCError({ code: "BAD_REQUEST", cause: result.error });
}

/** The request's body. @throws AppError INVALID_INPUT when it is longer than `maxBytes` */
export async function bodyOf(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > maxBytes) throw new AppError("INVALID_INPUT", `Send at most ${maxBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const MAX_JSON_BYTES = 1024 * 1024;

/** The request's body as JSON; an empty one is an empty object. @throws AppError INVALID_INPUT when it is not JSON */
export async function jsonOf(req: IncomingMessage): Promise<unknown> {
  const text = (await bodyOf(req, MAX_JSON_BYTES)).toString("utf8");
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new AppError("INVALID_INPUT", "The body is not JSON.", { cause });
  }
}

/**
 * A project is a workspace, and a key belongs to one. Ids of projects elsewhere mean nothing here and are let pass, so
 * that programs need not change theirs.
 * @throws AppError NOT_FOUND for another workspace's
 */
export function assertOwnProject(actor: Actor, projectId: string | undefined): void {
  if (projectId === undefined || projectId === actor.workspaceId || !projectId.startsWith("ws_")) return;
  throw new AppError("NOT_FOUND", `There is no project ${projectId} for this key.`);
}
