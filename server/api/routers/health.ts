import { HealthStatus } from "../../contract/health.ts";
import { healthOf } from "../health.ts";
import { procedure, router } from "../trpc.ts";

/** How the server is doing. */
export const healthRouter = router({
  status: procedure
    .meta({ scope: "sessions:read" })
    .output(HealthStatus)
    .query(({ ctx }) => healthOf(ctx.app)),
});
