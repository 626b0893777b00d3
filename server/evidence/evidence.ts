import type { Actor } from "../access/actor.ts";
import type { Activities } from "../activity/activities.ts";
import {
  type CompareShotsInput,
  type CompareShotsOutput,
  type EvidenceExport,
  type EvidenceShot,
  type ExportEvidenceInput,
  evidenceModeOf,
  type ListRedactionsInput,
  type ListShotsInput,
  type ListShotsOutput,
  type RedactInput,
  type Redaction,
  type RedactionRef,
  type VerifyExportInput,
  type VerifyExportOutput,
} from "../contract/evidence.ts";
import type { Env } from "../core/env.ts";
import { messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import { createMasker } from "../core/masking/masker.ts";
import { compilePatterns } from "../core/masking/patterns.ts";
import type { Db } from "../db/client.ts";
import type { BrowserProvider } from "../providers/provider.ts";
import { maskPatternsOf } from "../sessions/mask-patterns.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Settings } from "../settings/settings.ts";
import { createCamera } from "./camera.ts";
import { burn, createRedactions } from "./redactions.ts";
import { collectReport } from "./report/collect.ts";
import { createExports, type Exported } from "./report/exports.ts";
import { createPrint } from "./report/print.ts";
import { createShotFiles } from "./shot-files.ts";
import { createShots } from "./shots.ts";
import { createSweep } from "./sweep.ts";
import { inThread } from "./thread.ts";

const SWEEP_MS = 3_600_000;
const SWEEP_LIMIT_MS = 600_000;

type EvidenceParts = {
  db: Db;
  env: Pick<Env, "dataDir" | "logMaskPatterns" | "recordings">;
  settings: Pick<Settings, "defaultsFor" | "tooOld">;
  events: Pick<EventBus, "publish">;
  log: Log;
  sessions: Pick<Sessions, "get">;
  activities: Pick<Activities, "list">;
  /** Where the browser comes from that prints reports. */
  printer: Pick<BrowserProvider, "launch">;
};

/** What was done in sessions, in pictures: taken, kept, compared, redacted and handed out. */
export type Evidence = ReturnType<typeof createEvidence>;

/** Makes it. Every call asks first whose session it is: another workspace's is NOT_FOUND. */
export function createEvidence({ db, env, settings, events, log, sessions, activities, printer }: EvidenceParts) {
  const files = createShotFiles(env, log);
  const state = { timer: undefined as NodeJS.Timeout | undefined, tending: Promise.resolve(), gone: new AbortController() };
  /** One thing after the other with files that are over; what fails is tried again with the next sweep. */
  const tend = (what: string, work: (signal: AbortSignal) => Promise<void>): void => {
    state.tending = state.tending
      .then(() => work(AbortSignal.any([state.gone.signal, AbortSignal.timeout(SWEEP_LIMIT_MS)])))
      .catch((error: unknown) => {
        if (!state.gone.signal.aborted) log.warn({ reason: messageOf(error) }, `${what} failed; it is tried again`);
      });
  };
  const onOver = (sessionId: string): void => tend("moving a session's pictures", (signal) => files.move(sessionId, signal));
  const camera = createCamera({ db, files, events, log, onOver });
  const shots = createShots({ db, activities });
  const redactions = createRedactions({ db });
  const exports = createExports({ db, print: createPrint(printer) });
  const sweep = createSweep({ db, files, settings });
  const nameOf = async (userId: string): Promise<string | null> => (await db.user.findUnique({ where: { id: userId }, select: { name: true } }))?.name ?? null;
  const tidy = (): void => tend("removing old evidence", (signal) => sweep(new Date(), signal));

  const shotOf = async (actor: Actor, sessionId: string, shotId: string): Promise<EvidenceShot> => {
    await sessions.get(actor, sessionId);
    return shots.get(actor, sessionId, shotId);
  };

  return {
    /** Idempotent. From here on pictures that are too old are removed. Pictures are taken without it. */
    start: (): void => {
      if (state.timer) return;
      state.timer = setInterval(tidy, SWEEP_MS);
      tidy();
    },
    /** Idempotent. Resolves when what was taken is stored; what is not moved to the bucket by then is moved later. */
    stop: async (): Promise<void> => {
      clearInterval(state.timer);
      await camera.settled();
      state.gone.abort();
      await state.tending;
    },
    /** For the runner of actions: pictures before and after. */
    witness: { before: camera.before, after: camera.after },

    /** What was done, the newest first, with its pictures and what of them is redacted. */
    list: async (actor: Actor, input: ListShotsInput): Promise<ListShotsOutput> => {
      const { config } = await sessions.get(actor, input.sessionId);
      const { steps, hasMore } = await shots.page(actor, input);
      const hashes = steps.flatMap(({ before, after }) => [before, after]).flatMap((shot) => (shot ? [shot.sha256] : []));
      return { mode: evidenceModeOf(config), steps, hasMore, redactions: await redactions.list(actor, input.sessionId, hashes) };
    },

    /** A shot's JPEG: as it was taken, or with `redacted` as exports show it. @throws AppError NOT_FOUND */
    image: async (actor: Actor, { sessionId, shotId, redacted }: { sessionId: string; shotId: string; redacted: boolean }): Promise<Buffer> => {
      const shot = await shotOf(actor, sessionId, shotId);
      const original = await files.read(sessionId, shot.sha256);
      return redacted ? burn(original, shot, await redactions.list(actor, sessionId, [shot.sha256])) : original;
    },

    /** What differs between two shots of a session. @throws AppError NOT_FOUND | TIMEOUT */
    compare: async (actor: Actor, { sessionId, leftId, rightId, threshold }: CompareShotsInput, signal: AbortSignal): Promise<CompareShotsOutput> => {
      const both = await Promise.all([leftId, rightId].map((id) => shotOf(actor, sessionId, id)));
      const module = new URL("./compare-thread.ts", import.meta.url);
      const job = Promise.all(both.map(({ sha256 }) => files.read(sessionId, sha256))).then(([left, right]) => ({ left, right, threshold }));
      return inThread({ module, job, what: "comparing two pictures" }, signal);
    },

    /** @throws AppError NOT_FOUND | INVALID_INPUT | LIMIT_EXCEEDED */
    redact: async (actor: Actor, input: RedactInput): Promise<Redaction[]> => {
      const shot = await shotOf(actor, input.sessionId, input.shotId);
      const hashes = input.applyTo === "session" ? await shots.alike(actor, input.sessionId, shot) : [shot.sha256];
      return redactions.add(actor, input, shot, hashes);
    },
    /** Of one shot, or of all of the session. */
    redactions: async (actor: Actor, { sessionId, shotId }: ListRedactionsInput): Promise<Redaction[]> => {
      await sessions.get(actor, sessionId);
      return redactions.list(actor, sessionId, shotId === undefined ? undefined : [(await shots.get(actor, sessionId, shotId)).sha256]);
    },
    /** @throws AppError NOT_FOUND */
    removeRedaction: async (actor: Actor, { sessionId, redactionId }: RedactionRef): Promise<void> => {
      await sessions.get(actor, sessionId);
      await redactions.remove(actor, sessionId, redactionId);
    },

    /** A report as PDF or ZIP. @throws AppError NOT_FOUND | INVALID_INPUT · BROWSER_LAUNCH_FAILED for a PDF where no Chromium starts · TIMEOUT */
    export: async (actor: Actor, { sessionId, format, ...input }: ExportRequest, signal: AbortSignal): Promise<Exported> => {
      const session = await sessions.get(actor, sessionId);
      // Rows hold no values of variables; what they repeat of pages may be older than a pattern.
      const { maskPatterns } = await settings.defaultsFor(actor.workspaceId);
      const mask = createMasker({ patterns: [...maskPatternsOf(session.config, env), ...compilePatterns(maskPatterns)] }).text;
      const report = await collectReport({ shots, redactions, files, mask, nameOf }, actor, session, input);
      return exports.make(actor, report, format, signal);
    },
    /** What was exported of a session, the newest first. */
    exports: async (actor: Actor, sessionId: string): Promise<EvidenceExport[]> => {
      await sessions.get(actor, sessionId);
      return exports.list(actor, sessionId);
    },
    /** Whether a file, or the content that its digest stands for, was exported here. */
    verify: async (actor: Actor, { sessionId, sha256 }: VerifyExportInput): Promise<VerifyExportOutput> => {
      await sessions.get(actor, sessionId);
      return exports.find(actor, sessionId, sha256);
    },
  };
}

/** What to export of which session, and as what. */
export type ExportRequest = ExportEvidenceInput & { sessionId: string; format: EvidenceExport["format"] };
