import { type Access, createAccess } from "./access/access.ts";
import { createDebuggerLinks } from "./access/debugger-links.ts";
import { type Activities, createActivities } from "./activity/activities.ts";
import { type Agent, createAgent } from "./agent/agent.ts";
import { createActionCache } from "./agent/cache/action-cache.ts";
import { type CacheManagement, createCacheManagement } from "./agent/cache/manage.ts";
import { createCacheStore } from "./agent/cache/store.ts";
import { createHandOff, type HandOff } from "./agent/hand-off.ts";
import { type AgentRuns, createAgentRuns } from "./agent/loop/agent-runs.ts";
import { type CdpEndpoint, createCdpEndpoint } from "./cdp/cdp-endpoint.ts";
import { createFrontEnd, type FrontEnd } from "./cdp/front-end.ts";
import { Cleanup } from "./cleanup/cleanup.ts";
import { EventBridge } from "./cluster/event-bridge.ts";
import { createPeers, type Peers } from "./cluster/peers.ts";
import { Servers } from "./cluster/servers.ts";
import { type Contexts, createContexts } from "./contexts/contexts.ts";
import type { PerchEvent } from "./contract/events.ts";
import type { Env } from "./core/env.ts";
import { createEventBus, type EventBus } from "./core/events.ts";
import { newId } from "./core/ids.ts";
import { createLog, type Log } from "./core/log.ts";
import { startTracing, type Tracing } from "./core/tracing.ts";
import { createDb, type Db } from "./db/client.ts";
import { createAdBlocker } from "./driver/ad-block.ts";
import { createEvidence, type Evidence } from "./evidence/evidence.ts";
import { createFiles, type Files } from "./files/files.ts";
import { createLiveLinks, type LiveLinks } from "./live/links/links.ts";
import { createLive, type Live } from "./live/live.ts";
import { createEncoders } from "./live/video/encoders.ts";
import { createMetrics, type Metrics } from "./metrics/metrics.ts";
import { createNetworkLog, type NetworkLog } from "./network-log/network-log.ts";
import { createBrowserbaseProvider } from "./providers/browserbase.ts";
import { createGridProvider } from "./providers/grid.ts";
import { createLocalProvider } from "./providers/local.ts";
import type { BrowserProvider, GuardedProvider } from "./providers/provider.ts";
import { createResilientProvider } from "./providers/resilient.ts";
import { createRecordingCatalog } from "./recordings/catalog.ts";
import { createRecordingExports, type RecordingExports } from "./recordings/export/exports.ts";
import { createRecordings, type Recordings } from "./recordings/recordings.ts";
import type { PreparePage } from "./sessions/opener.ts";
import { Reaper } from "./sessions/reaper.ts";
import { Sessions } from "./sessions/sessions.ts";
import { createSettings, type Settings } from "./settings/settings.ts";
import { createTabs, type Tabs } from "./tabs/tabs.ts";

/** Everything that the API may call, built once. */
export type App = {
  readonly env: Env;
  readonly log: Log;
  readonly db: Db;
  readonly events: EventBus;
  readonly providers: readonly GuardedProvider[];
  readonly access: Access;
  readonly settings: Settings;
  readonly activities: Activities;
  readonly networkLog: NetworkLog;
  readonly contexts: Contexts;
  readonly sessions: Sessions;
  readonly tabs: Tabs;
  readonly agent: Agent;
  readonly cache: CacheManagement;
  readonly handOff: HandOff;
  readonly agentRuns: AgentRuns;
  readonly live: Live;
  readonly liveLinks: LiveLinks;
  readonly recordings: Recordings;
  readonly recordingExports: RecordingExports;
  readonly files: Files;
  readonly evidence: Evidence;
  readonly cdp: CdpEndpoint;
  readonly devtools: FrontEnd;
  readonly cleanup: Cleanup;
  readonly metrics: Metrics;
  readonly servers: Servers;
  readonly peers: Peers;
  /** Idempotent. Resolves when sessions can be created and those of an earlier run are taken over. @param address where other servers reach this one */
  start(address: string): Promise<void>;
  /** Idempotent. Ends the sessions (or leaves them to the next server), then the browsers, then the database connections. */
  stop(): Promise<void>;
};

/** What stands outside and may be exchanged for another of its kind. */
export type Outside = { makeProvider?: (name: ProviderName, parts: ProviderParts) => BrowserProvider };

/** The composition root: the only place where parts are made and given to each other. */
export function createApp(env: Env, { makeProvider = (name, parts) => PROVIDERS[name](parts) }: Outside = {}): App {
  const log = createLog({ level: env.logLevel });
  const events = createEventBus(log);
  const db = createDb(env.databaseUrl);
  const serverId = newId("srv");
  const servers = new Servers({ db, log, id: serverId, dataDir: env.dataDir });
  const peers = createPeers({ servers, tokenKey: env.tokenKey });
  const metrics: Metrics = createMetrics({ db, events, log, serverId, providers: () => providers, live: () => live.stats() });
  const guarding = { settings: env.resilience, log, onLaunch: metrics.launched };
  const providers = env.providers.map((name) => createResilientProvider(makeProvider(name, { env, log, serverId }), guarding));
  const access = createAccess({ db, env, log });
  const settings = createSettings({ db, env });
  const activities = createActivities({ db, settings, events, log });
  const networkLog = createNetworkLog({ db, env, settings, events, log });
  const adBlocker = once(() => createAdBlocker({ cacheDir: env.dataDir }));
  const contexts = createContexts({ db, env });
  const preparePage: PreparePage = (owner, page) => recordings.preparePage(owner, page);
  const sessions = new Sessions({ db, env, log, events, servers, providers, adBlocker, contexts, networkLog, settings, preparePage });
  const reaper = new Reaper({ sessions, events, log });
  const handOff = createHandOff({ events, sessions });
  const cacheStore = createCacheStore({ db, log, env, onLookup: metrics.cacheLookedUp });
  const cache = createCacheManagement({ db, env, store: cacheStore });
  // Reports are printed, and videos made, by browsers of this machine, also where sessions run elsewhere.
  const printer = providers.find(({ name }) => name === "local") ?? createLocalProvider({ env: { ...env, poolSize: 0 }, log, serverId });
  const evidence = createEvidence({ db, env, settings, events, log, sessions, activities, printer });
  const actionCache = createActionCache({ store: cacheStore, onResult: metrics.cacheAnswered });
  const agent = createAgent({ sessions, env, events, handOff, cache: actionCache, witness: evidence.witness });
  const tabs = createTabs({ sessions, env, events, witness: evidence.witness });
  const agentRuns = createAgentRuns({ db, log, events, servers, sessions, agent });
  const files = createFiles({ sessions, env, events, log });
  const liveLinks = createLiveLinks({ db, env, events, sessions, access, log });
  access.onLessened(liveLinks.revokeUnbacked);
  const live = createLive({ sessions, access, links: liveLinks, env, log, events, activities, files, encoders: createEncoders(printer) });
  const cdp = createCdpEndpoint({ sessions, access, links: createDebuggerLinks(env), env, log, events });
  const devtools = createFrontEnd(env);
  const recordingCatalog = createRecordingCatalog({ db, env, settings, hostId: servers.hostId });
  const recordings = createRecordings({ sessions, live, env, log, events, catalog: recordingCatalog });
  const recordingExports = createRecordingExports({ db, servers, env, log, recordings, sessions, activities, network: networkLog });
  const missed = async (since: Date): Promise<PerchEvent[]> =>
    (await Promise.all([sessions.changedElsewhere(since), activities.elsewhere(serverId, since), networkLog.elsewhere(serverId, since)])).flat();
  const bridge = new EventBridge({ db, databaseUrl: env.databaseUrl, log, events, servers, missed });
  const forget = async (): Promise<number> =>
    (await Promise.all([cacheStore.trim(), activities.trim(), networkLog.trim()])).reduce((sum, removed) => sum + removed, 0);
  const cleanup = new Cleanup({ db, env, log, events, servers, sessions, forget });
  const running: { started: Promise<void> | null; stopped: Promise<void> | null; tracing: Tracing | null } = { started: null, stopped: null, tracing: null };

  const start = async (address: string): Promise<void> => {
    running.tracing = env.tracing && (await startTracing(env.tracing));
    await access.start();
    // These listen before sessions are taken over, whose events they need.
    activities.start();
    await networkLog.start();
    metrics.start();
    recordings.start();
    files.start();
    evidence.start();
    liveLinks.start();
    cleanup.listen();
    await servers.start(address);
    await bridge.start();
    await sessions.start();
    await cleanup.start();
    reaper.start();
    await agentRuns.start();
    await recordingExports.start();
    await Promise.all(providers.map((provider) => provider.start()));
  };
  const stop = async (): Promise<void> => {
    reaper.stop();
    await cleanup.stop();
    await agentRuns.stop();
    await Promise.all([live.stop(), cdp.stop()]);
    liveLinks.stop();
    await sessions.stop();
    await agent.stop();
    await recordingExports.stop();
    await recordings.stop();
    files.stop();
    await evidence.stop();
    await Promise.all([...providers, printer].map((provider) => provider.stop()));
    await networkLog.stop();
    await activities.stop();
    await cacheStore.flush();
    metrics.stop();
    await servers.stop();
    await bridge.stop();
    await db.$disconnect();
    await running.tracing?.stop();
  };
  return {
    env,
    log,
    db,
    events,
    providers,
    access,
    settings,
    activities,
    networkLog,
    contexts,
    sessions,
    tabs,
    agent,
    cache,
    handOff,
    agentRuns,
    live,
    liveLinks,
    recordings,
    recordingExports,
    files,
    evidence,
    cdp,
    devtools,
    cleanup,
    metrics,
    servers,
    peers,
    start: (address) => (running.started ??= start(address)),
    stop: () => (running.stopped ??= stop()),
  };
}

/** What a provider is made from. */
export type ProviderParts = { env: Env; log: Log; serverId: string };
type ProviderName = Env["providers"][number];
const PROVIDERS: Record<ProviderName, (parts: ProviderParts) => BrowserProvider> = {
  local: createLocalProvider,
  browserbase: createBrowserbaseProvider,
  grid: createGridProvider,
};

/** The same promise for every caller; a failure is forgotten so that the next call tries again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  const state: { made: Promise<T> | null } = { made: null };
  return () =>
    (state.made ??= make().catch((error: unknown) => {
      state.made = null;
      throw error;
    }));
}
