import { z } from "zod";

/** An identifier as the server makes it: a prefix and 20 lowercase base-32 characters, as in `sess_k3m…`. */
export const Id = z.string().min(1).max(64);
/** A moment as ISO 8601 in UTC with milliseconds. */
export const Instant = z.iso.datetime();
export type Instant = z.infer<typeof Instant>;

/** Anything JSON can carry. */
export const Json = z.json();
export type Json = z.infer<typeof Json>;

/** Page numbers start at 1. */
export const Paging = { page: z.int().min(1).default(1), pageSize: z.int().min(1).max(100).default(24) };

/** How long one call may take, in milliseconds. */
export const TimeoutMs = z.int().min(1).max(300_000);

export const Ok = z.strictObject({ success: z.literal(true) });
