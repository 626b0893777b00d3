import Client from "@browserbasehq/sdk";
import { sha256Hex } from "../core/crypto.ts";
import type { Env } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { abortError, raceAbort } from "../core/time.ts";
import { CloudBrowser, type CloudRecord } from "./browserbase-browser.ts";
import { cloudError, isGone } from "./browserbase-errors.ts";
import { createParams, withoutRefused } from "./browserbase-options.ts";
import { CdpConnection } from "./cdp.ts";
import type { Browser, BrowserProvider, BrowserRecord, LaunchSpec, Leftovers } from "./provider.ts";

const CREATE_LIMIT_MS = 25_000;
const CALL_LIMIT_MS = 5_000;
const CONNECT_LIMIT_MS = 15_000;
const HEALTH_LIMIT_MS = 1_500;
/** For how long an answer about the cloud's health is used again. */
const HEALTH_FOR_MS = 10_000;
const STOP_LIMIT_MS = 5_000;

type CloudSession = Client.Sessions.SessionCreateResponse;
type ProviderParts = { env: Pick<Env, "browserbase" | "authSecret">; log: Log; serverId: string };

/**
 * Browsers in Browserbase's cloud, or in any server that speaks its API. The sessions there are marked as this
 * installation's own, so that any of its servers can take them over and what nobody keeps is ended.
 * @throws AppError INVALID_INPUT when the settings name no API key
 */
export function createBrowserbaseProvider({ env, log, serverId }: ProviderParts): BrowserProvider {
  const settings = env.browserbase;
  if (!settings) throw new AppError("INVALID_INPUT", "The provider browserbase needs BROWSERBASE_API_KEY.");
  const client = new Client({ apiKey: settings.apiKey, baseURL: settings.baseUrl, timeout: CALL_LIMIT_MS, maxRetries: 1 });
  const ownSessions = settings.projectId === null ? {} : { projectId: settings.projectId };
  const installation = sha256Hex(`installation ${env.authSecret}`).slice(0, 24);
  const running = new Set<Browser>();
  /** Browsers of this server from before their creation until after their end: never leftovers. */
  const mine = new Set<string>();
  /** Creations that nobody waits for any more, until what they made is released. */
  const abandoned = new Set<Promise<unknown>>();
  const launching = new Set<Promise<unknown>>();
  const state: { health: { until: number; answer: Promise<string | null> } | null; stopping: AbortController } = {
    health: null,
    stopping: new AbortController(),
  };

  const release = async (cloudId: string): Promise<string> => {
    try {
      const { status } = await client.sessions.update(cloudId, { status: "REQUEST_RELEASE", ...ownSessions }, { maxRetries: 2 });
      return status;
    } catch (error) {
      if (isGone(error)) return "COMPLETED";
      throw cloudError(error, "ending a session");
    }
  };
  const statusOf = async (cloudId: string): Promise<string> =>
    client.sessions.retrieve(cloudId).then(
      ({ status }) => status,
      (error: unknown) => {
        if (isGone(error)) return "COMPLETED";
        throw cloudError(error, "asking for a session");
      },
    );
  const held = (record: CloudRecord, endpoint: string, cdp: CdpConnection): Browser => {
    const browser = new CloudBrowser({ record, endpoint, cdp, release, statusOf, log });
    running.add(browser);
    mine.add(record.browserId);
    void browser.exited.then(() => {
      running.delete(browser);
      mine.delete(record.browserId);
    });
    return browser;
  };
  /** Releases what a creation makes that nobody waits for any more; one that fails has made nothing. */
  const abandon = (creating: Promise<CloudSession>): void => {
    const unreleased = (error: unknown): void =>
      log.warn({ error: messageOf(error) }, "a cloud session that nobody waits for could not be released; its timeout ends it");
    const released = creating
      .then(
        ({ id }) => release(id).then(() => {}, unreleased),
        () => {},
      )
      .finally(() => abandoned.delete(released));
    abandoned.add(released);
  };

  const create = async (params: Client.Sessions.SessionCreateParams): Promise<CloudSession> => {
    try {
      return await client.sessions.create(params, { timeout: CREATE_LIMIT_MS, maxRetries: 0 });
    } catch (error) {
      const less = withoutRefused(params, error);
      if (!less) throw cloudError(error, "creating a session");
      log.warn({ error: messageOf(error) }, "the cloud's plan refuses a wish; the session is created without it");
      return create(less);
    }
  };

  const launch = async (spec: LaunchSpec, signal: AbortSignal): Promise<Browser> => {
    if (signal.aborted) throw abortError(signal);
    const browserId = newId("br");
    const params = createParams(spec, { ...ownSessions, userMetadata: { perch: installation, perchServer: serverId, perchBrowser: browserId } });
    mine.add(browserId);
    // Not aborted with the caller: the cloud may have made the session already, and only its answer tells which.
    const creating = create(params);
    try {
      const made = await raceAbort(creating, signal);
      const record = { cloudId: made.id, serverId, browserId, cloud: settings.baseUrl, keepAlive: made.keepAlive ? 1 : 0 };
      return held(record, made.connectUrl, await CdpConnection.connect(made.connectUrl, { timeoutMs: CONNECT_LIMIT_MS, signal }));
    } catch (error) {
      mine.delete(browserId);
      abandon(creating);
      throw error;
    }
  };

  const adopt = async (record: BrowserRecord, signal: AbortSignal): Promise<Browser | null> => {
    if (!isRecord(record)) return null;
    const found = await raceAbort(client.sessions.retrieve(record.cloudId), signal).catch((error: unknown) => {
      if (isGone(error)) return null;
      throw cloudError(error, "asking for a session");
    });
    if (found?.status !== "RUNNING") return null;
    const cdp =
      found.connectUrl === undefined ? null : await CdpConnection.connect(found.connectUrl, { timeoutMs: CONNECT_LIMIT_MS, signal }).catch(() => null);
    if (cdp && found.connectUrl) return held(record, found.connectUrl, cdp);
    signal.throwIfAborted();
    await release(record.cloudId);
    return null;
  };

  const clean = async (keep: Parameters<BrowserProvider["clean"]>[0]): Promise<Leftovers> => {
    const all = await client.sessions.list({ status: "RUNNING", q: `user_metadata['perch']:'${installation}'` });
    const left = all.filter(({ userMetadata }) => {
      const { perch, perchServer: owner = "", perchBrowser: browserId = "" } = (userMetadata ?? {}) as Record<string, string>;
      return perch === installation && !(owner === serverId && mine.has(browserId)) && !keep({ serverId: owner, browserId });
    });
    const ended = await Promise.allSettled(left.map(({ id }) => release(id)));
    return { processes: ended.filter(({ status }) => status === "fulfilled").length, directories: 0, freedBytes: 0 };
  };

  /** What keeps the cloud from answering; null when it does. */
  const trouble = (): Promise<string | null> => {
    const now = Date.now();
    if (!state.health || state.health.until <= now) {
      const answer = client.projects.list({ timeout: HEALTH_LIMIT_MS, maxRetries: 0 }).then(
        () => null,
        (error: unknown) => cloudError(error, "asking for its health").message,
      );
      state.health = { until: now + HEALTH_FOR_MS, answer };
    }
    return state.health.answer;
  };

  return {
    name: "browserbase",
    capabilities: { captchaSolving: true, proxy: true, proxyAuthentication: "provider", adBlocking: "provider", stealth: true },
    start: async () => {},
    stop: async () => {
      state.stopping.abort(new AppError("SHUTTING_DOWN", "The server is shutting down; try again in a moment."));
      await Promise.allSettled(launching);
      state.stopping = new AbortController();
      const ends = [...[...running].map((browser) => browser.close({ graceMs: STOP_LIMIT_MS })), ...abandoned];
      await raceAbort(Promise.allSettled(ends), AbortSignal.timeout(STOP_LIMIT_MS)).catch(() =>
        log.warn("cloud sessions were not released in time; their timeout ends them"),
      );
    },
    launch: (spec, signal) => {
      const launched = launch(spec, AbortSignal.any([signal, state.stopping.signal])).finally(() => launching.delete(launched));
      launching.add(launched);
      return launched;
    },
    canAdopt: (record) => isRecord(record) && record.cloud === settings.baseUrl && record.keepAlive === 1,
    adopt,
    clean: (keep) =>
      clean(keep).catch((error: unknown) => {
        log.warn({ error: cloudError(error, "looking for leftovers").message }, "the cloud could not be asked for sessions that nobody keeps");
        return { processes: 0, directories: 0, freedBytes: 0 };
      }),
    health: async () => {
      const detail = await trouble();
      return { status: detail === null ? "ok" : "down", detail: detail ?? "answers", ready: 0, launching: launching.size, running: running.size };
    },
  };
}

const isRecord = (record: BrowserRecord): record is CloudRecord =>
  [record.cloudId, record.serverId, record.browserId, record.cloud].every((value) => typeof value === "string") && typeof record.keepAlive === "number";
