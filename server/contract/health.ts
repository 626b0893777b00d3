import { z } from "zod";
import { ProviderName } from "./sessions.ts";

/** How the server is doing, for its operators. */
export const HealthStatus = z.strictObject({
  /** False: something below is out of order. */
  ok: z.boolean(),
  database: z.strictObject({ ok: z.boolean(), latencyMs: z.number() }),
  providers: z.array(z.strictObject({ name: ProviderName, ok: z.boolean(), detail: z.string() })),
  runningSessions: z.int(),
  maxSessions: z.int(),
  uptimeMs: z.int(),
});
export type HealthStatus = z.infer<typeof HealthStatus>;
