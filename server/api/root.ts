import { accessRouter, auditRouter } from "./routers/access.ts";
import { activityRouter } from "./routers/activity.ts";
import { agentRunsRouter, goalProcedures } from "./routers/agent-runs.ts";
import { cacheRouter } from "./routers/cache.ts";
import { cleanupRouter } from "./routers/cleanup.ts";
import { contextsRouter } from "./routers/contexts.ts";
import { drivingProcedures } from "./routers/driving.ts";
import { evidenceRouter } from "./routers/evidence.ts";
import { healthRouter } from "./routers/health.ts";
import { liveRouter } from "./routers/live.ts";
import { liveControlRouter } from "./routers/live-control.ts";
import { networkLogProcedures } from "./routers/network-log.ts";
import { recordingExportProcedures } from "./routers/recording-exports.ts";
import { recordingProcedures } from "./routers/recordings.ts";
import { sessionProcedures } from "./routers/sessions.ts";
import { settingsRouter } from "./routers/settings.ts";
import { tabProcedures } from "./routers/tabs.ts";
import { mergeRouters, router } from "./trpc.ts";

/** Everything that can be called, over every wire. */
export const appRouter = router({
  browser: mergeRouters(sessionProcedures, drivingProcedures, goalProcedures, tabProcedures, networkLogProcedures),
  agentRuns: agentRunsRouter,
  activity: activityRouter,
  contexts: contextsRouter,
  access: accessRouter,
  audit: auditRouter,
  cache: cacheRouter,
  cleanup: cleanupRouter,
  evidence: evidenceRouter,
  health: healthRouter,
  settings: settingsRouter,
  recordings: mergeRouters(recordingProcedures, recordingExportProcedures),
  live: mergeRouters(liveRouter, liveControlRouter),
});

/** The type that clients are made from. */
export type AppRouter = typeof appRouter;
