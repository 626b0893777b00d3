import { sha256Hex } from "../core/crypto.ts";
import type { Env } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { abortError, raceAbort, withTimeout } from "../core/time.ts";
import { CdpConnection } from "./cdp.ts";
import { commonFlags } from "./chromium-flags.ts";
import { GridBrowser, type GridRecord } from "./grid-browser.ts";
import { type GridCapabilities, GridClient, type GridNode, MARK } from "./grid-client.ts";
import { idleTimeoutOf, markedSessions, nodeOf, placesOf, seenIn, writeMark } from "./grid-places.ts";
import type { Browser, BrowserProvider, BrowserRecord, LaunchSpec, Leftovers, ProviderHealth } from "./provider.ts";

/** What the Grid gets of the time that a launch may take: less, so that it is named as the one that was slow. */
const LAUNCH_SHARE = 0.95;
/** Commands that keep a session from idling out: so many within the Grid's idle timeout, and never rarer than this. */
const TOUCHES = 3;
const TOUCH_AT_LEAST_MS = 20_000;
/** Longer than a request may wait in the Grid's queue (its default is 300 s): what it makes in the end is ended then. */
const ABANDONED_LIMIT_MS = 600_000;
/** The Grid's own status names a node that is gone for up to two minutes: what we know of it goes so long before that. */
const SILENT_FOR_MS = 120_000;
/** When a full Grid is worth another try. */
const FULL_RETRY_MS = 1_000;
const CONNECT_LIMIT_MS = 10_000;
const STATUS_LIMIT_MS = 1_500;
const END_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;

type ProviderParts = { env: Pick<Env, "grid" | "authSecret" | "resilience">; log: Log; serverId: string };

/**
 * Browsers on the machines of a Selenium Grid 4. A session is made over WebDriver, driven over CDP through the Grid, and
 * marked as this installation's own, so that any of its servers can take it over and what nobody keeps is ended.
 * @throws AppError INVALID_INPUT when the settings name no Grid
 */
export function createGridProvider({ env, log, serverId }: ProviderParts): BrowserProvider {
  if (!env.grid) throw new AppError("INVALID_INPUT", "The provider grid needs GRID_URL.");
  const settings = env.grid;
  const launchLimitMs = Math.round(env.resilience.launchTimeoutMs * LAUNCH_SHARE);
  const client = new GridClient(settings);
  const installation = sha256Hex(`installation ${env.authSecret}`).slice(0, 24);
  const running = new Set<Browser>();
  /** Browsers of this server from before their creation until after their end: never leftovers. */
  const mine = new Set<string>();
  /** Those of them whose session the Grid has not made yet. */
  const launching = new Set<string>();
  /** Sessions that are being ended, also those that the Grid still has to make. */
  const ending = new Set<Promise<void>>();

  /** Nodes that left a browser of ours unanswered, and until when that is held against them. */
  const silent = new Map<string, number>();

  /** The Grid's nodes, and those of them that answer as far as we know. */
  const look = async (signal: AbortSignal): Promise<{ nodes: GridNode[]; answering: GridNode[] }> => {
    const nodes = await client.nodes(signal);
    for (const [uri, until] of silent) if (until <= Date.now() || !nodes.some((node) => node.uri === uri)) silent.delete(uri);
    return { nodes, answering: nodes.filter(({ uri }) => !silent.has(uri)) };
  };
  const tracked = (work: Promise<void>): Promise<void> => {
    const done: Promise<void> = work
      .catch((error: unknown) =>
        log.warn({ error: messageOf(error) }, "a session of the Grid could not be ended; its idle timeout or the next clean-up does it"),
      )
      .finally(() => ending.delete(done));
    ending.add(done);
    return done;
  };
  const end = (gridSession: string): Promise<void> => tracked(client.deleteSession(gridSession, AbortSignal.timeout(END_LIMIT_MS)));
  const touch = (gridSession: string, signal: AbortSignal): Promise<boolean> => client.touch(gridSession, signal);

  const diagnose = async (gridSession: string): Promise<string> => {
    try {
      const limit = AbortSignal.timeout(STATUS_LIMIT_MS);
      const node = nodeOf(await client.nodes(limit), gridSession);
      if (!node) return "The Selenium Grid no longer has the session's browser: its node has left, or the Grid has ended it.";
      const reached = await client.touch(gridSession, limit).then(
        () => true,
        () => false,
      );
      if (!reached) silent.set(node.uri, Date.now() + SILENT_FOR_MS);
      return reached ? `The session's browser on the Selenium Grid's node ${node.uri} has ended.` : `The Selenium Grid's node ${node.uri} no longer answers.`;
    } catch (error) {
      return `The session's browser no longer answers, and its Selenium Grid does not either: ${messageOf(error)}`;
    }
  };

  const held = async (record: GridRecord, cdp: CdpConnection): Promise<Browser> => {
    const endpoint = client.cdpUrl(record.gridSession);
    const idleMs = await client.nodes(AbortSignal.timeout(STATUS_LIMIT_MS)).then(idleTimeoutOf, () => Number.POSITIVE_INFINITY);
    const touchEveryMs = Math.min(idleMs / TOUCHES, TOUCH_AT_LEAST_MS);
    const browser = new GridBrowser({ record, endpoint, cdp, touchEveryMs, end, touch, diagnose, log });
    running.add(browser);
    mine.add(record.browserId);
    void browser.exited.then(() => {
      running.delete(browser);
      mine.delete(record.browserId);
    });
    return browser;
  };

  /** @throws AppError PROVIDER_UNAVAILABLE when nothing is free; of a Grid that grows with its queue that is not asked */
  const checkPlaces = async (): Promise<void> => {
    if (settings.whenFull === "wait") return;
    const { answering } = await withTimeout(STATUS_LIMIT_MS, "asking the Selenium Grid", look);
    const { slots, free } = placesOf(answering);
    // Launches of a moment ago that the Grid has not given a slot yet will take one too.
    if (free - Math.max(0, launching.size - seenIn(answering, launching)) > 0) return;
    const message =
      slots === 0 ? "The Selenium Grid has no node for Chrome now." : `All ${slots} slots of the Selenium Grid are taken; try again when a session has ended.`;
    throw new AppError("PROVIDER_UNAVAILABLE", message, { details: { slots, free, retryAfterMs: FULL_RETRY_MS } });
  };

  /** The session's id as soon as the Grid has made it. Whoever stops waiting leaves nothing behind: it is ended when it comes. */
  const create = async (spec: LaunchSpec, browserId: string, signal: AbortSignal): Promise<string> => {
    launching.add(browserId);
    // Not aborted with the caller: only the answer tells which session the Grid made.
    const creating = client
      .newSession(capabilitiesOf(spec, writeMark(installation, serverId, browserId)), AbortSignal.timeout(ABANDONED_LIMIT_MS))
      .finally(() => launching.delete(browserId));
    try {
      return await withTimeout(launchLimitMs, "waiting for the Selenium Grid", () => creating, signal);
    } catch (error) {
      void tracked(
        creating.then(
          (gridSession) => client.deleteSession(gridSession, AbortSignal.timeout(END_LIMIT_MS)),
          () => {},
        ),
      ).then(() => mine.delete(browserId));
      if (!(error instanceof AppError) || error.code !== "TIMEOUT") throw error;
      throw new AppError("PROVIDER_UNAVAILABLE", `The Selenium Grid gave no browser within ${launchLimitMs} ms; its slots may all be taken.`, { cause: error });
    }
  };

  const connect = async (record: GridRecord, signal: AbortSignal): Promise<CdpConnection> =>
    CdpConnection.connect(client.cdpUrl(record.gridSession), { timeoutMs: CONNECT_LIMIT_MS, signal });

  const launch = async (spec: LaunchSpec, signal: AbortSignal): Promise<Browser> => {
    if (signal.aborted) throw abortError(signal);
    const browserId = newId("br");
    await raceAbort(checkPlaces(), signal);
    mine.add(browserId);
    const gridSession = await create(spec, browserId, signal);
    const record = { grid: client.address, gridSession, serverId, browserId };
    try {
      const cdp = await connect(record, signal);
      await emptyFirstPage(cdp, signal);
      return await held(record, cdp);
    } catch (error) {
      void end(gridSession).then(() => mine.delete(browserId));
      throw error;
    }
  };

  const adopt = async (record: BrowserRecord, signal: AbortSignal): Promise<Browser | null> => {
    if (!isRecord(record) || !(await client.touch(record.gridSession, signal))) return null;
    const cdp = await connect(record, signal).catch(() => null);
    if (cdp) return held(record, cdp);
    signal.throwIfAborted();
    await end(record.gridSession);
    return null;
  };

  const clean = async (keep: Parameters<BrowserProvider["clean"]>[0]): Promise<Leftovers> => {
    const nodes = await client.nodes(AbortSignal.timeout(STATUS_LIMIT_MS)).catch((error: unknown) => {
      log.warn({ error: messageOf(error) }, "the Selenium Grid could not be asked for sessions that nobody keeps");
      return [];
    });
    const left = markedSessions(nodes).filter(
      ({ installation: whose, serverId: owner, browserId }) =>
        whose === installation && !(owner === serverId && mine.has(browserId)) && !keep({ serverId: owner, browserId }),
    );
    await Promise.all(left.map(({ gridSession }) => end(gridSession)));
    return { processes: left.length, directories: 0, freedBytes: 0 };
  };

  const health = async (): Promise<ProviderHealth> => {
    const counts = { launching: launching.size, running: running.size };
    try {
      const limit = AbortSignal.timeout(STATUS_LIMIT_MS);
      const [{ nodes, answering }, waiting] = await Promise.all([look(limit), client.queueSize(limit)]);
      const { nodesUp, slots, free } = placesOf(answering);
      const lost = [...silent.keys()].map((uri) => `; ${uri} no longer answers`).join("");
      const detail = `${nodesUp} of ${nodes.length} nodes up, ${free} of ${slots} slots free, ${waiting} waiting in the queue${lost}`;
      const status = slots === 0 && settings.whenFull === "refuse" ? "down" : nodesUp < nodes.length || free === 0 ? "degraded" : "ok";
      return { status, detail, ready: free, ...counts };
    } catch (error) {
      return { status: "down", detail: messageOf(error), ready: 0, ...counts };
    }
  };

  return {
    name: "grid",
    capabilities: { captchaSolving: false, proxy: true, proxyAuthentication: true, adBlocking: true, stealth: true },
    start: async () => {},
    stop: async () => {
      await Promise.all([...running].map((browser) => browser.close({ graceMs: STOP_LIMIT_MS })));
      await raceAbort(Promise.all(ending), AbortSignal.timeout(STOP_LIMIT_MS)).catch(() =>
        log.warn("sessions of the Grid were not ended in time; their idle timeout or the next clean-up does it"),
      );
    },
    launch,
    canAdopt: (record) => isRecord(record) && record.grid === client.address,
    adopt,
    clean,
    health,
  };
}

const capabilitiesOf = ({ sessionId, viewport, proxy }: LaunchSpec, mark: string): GridCapabilities => ({
  browserName: "chrome",
  "goog:chromeOptions": {
    args: [...commonFlags(proxy), `--window-size=${viewport.width},${viewport.height}`],
    // Pages would see that WebDriver started the browser, which a session of ours elsewhere does not show them.
    excludeSwitches: ["enable-automation"],
  },
  "se:name": sessionId,
  [MARK]: mark,
});

/** WebDriver's browsers begin with the address `data:,`; ours begin with an empty page. */
async function emptyFirstPage(cdp: CdpConnection, signal: AbortSignal): Promise<void> {
  const { targetInfos } = await cdp.send("Target.getTargets", undefined, { signal });
  const page = targetInfos.find(({ type }) => type === "page");
  if (!page) return;
  const { sessionId } = await cdp.send("Target.attachToTarget", { targetId: page.targetId, flatten: true }, { signal });
  await cdp.send("Page.navigate", { url: "about:blank" }, { sessionId, signal });
  await cdp.send("Target.detachFromTarget", { sessionId }, { signal });
}

const isRecord = (record: BrowserRecord): record is GridRecord =>
  [record.grid, record.gridSession, record.serverId, record.browserId].every((value) => typeof value === "string");
