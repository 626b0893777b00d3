import type { ActInput } from "../../contract/agent.ts";
import type { Json } from "../../contract/common.ts";
import type { Lease } from "../../sessions/lease.ts";
import { SURE } from "../resolver/names.ts";
import { type CachedStep, type CachedValue, CachedValue as Value } from "./entry.ts";
import { addressDigest, type CacheKind, instructionShape, pageSignature } from "./key.ts";
import { createReplay, type Replay } from "./replay.ts";
import type { CacheResult, CacheStore, Known } from "./store.ts";
import { wordsOf } from "./store.ts";

/** What acts and observations are remembered by. */
export type ActionCache = ReturnType<typeof createActionCache>;
/** One call's dealings with it. */
export type Remembering = Awaited<ReturnType<ActionCache["open"]>>;
/** How a call came by its steps. */
export type Outcome = { via: CachedValue["via"]; confidence: number; steps: CachedStep[] };

type Asked = Pick<ActInput, "instruction" | "variables">;

/** More of a change is not said in its history. */
const WORDS_MOST = 2_000;

/** Makes it. `onResult` is told how each act and each observation was served. */
export function createActionCache({ store, onResult }: { store: CacheStore; onResult: (result: CacheResult | "off") => void }) {
  return {
    /** Tells of a call that was to go without. */
    notUsed: (): void => onResult("off"),

    /** Looks up what is known of an instruction on this page, before anything is done. */
    open: async (kind: CacheKind, { instruction, variables }: Asked, { session, page }: Lease, signal: AbortSignal) => {
      const { workspaceId, veil, mask } = session;
      const shape = instructionShape(instruction);
      const key = { kind, instruction: shape, page: pageSignature(page.url), variables: Object.keys(variables ?? {}) };
      const address = addressDigest(page.url);
      const known = await store.lookup(workspaceId, key, signal);
      const shown = { instruction: mask.known(shape), page: mask.known(key.page) };

      /** Values of this and of earlier calls may stand in the page: their names are remembered in their place. */
      const toValue = ({ via, confidence, steps }: Outcome): CachedValue | null => {
        const hidden = veil.hideIn(steps as Json);
        // A password that was written out could not be typed again from its mask, and must not be kept without it.
        if (mask.known(veil.hide(shape)) !== veil.hide(shape) || JSON.stringify(mask.knownIn(hidden)) !== JSON.stringify(hidden)) return null;
        return Value.safeParse({ version: 1, via, confidence, address, loose: known?.value.loose ?? false, steps: hidden }).data ?? null;
      };
      const count = (result: CacheResult): CacheResult => {
        store.count(workspaceId, known?.id ?? null, result);
        onResult(result);
        return result;
      };

      return {
        known: known as Known | null,
        /** Steps as they are remembered: with names of variables in place of their values. */
        hidden: (steps: CachedStep[]): CachedStep[] => veil.hideIn(steps as Json) as CachedStep[],
        /** Goes along with the steps. `anew`: what is known has not helped, the steps are only noted. */
        replay: (anew = false): Replay =>
          createReplay({ page, signal, known: anew ? null : (known?.value ?? null), sameAddress: known?.value.address === address, variables }),

        /** After what is known was all that was needed. */
        served: (): CacheResult => count("hit"),

        /** After a success: counts it, and remembers what is new. Gives how the act was served. */
        succeeded: (outcome: Outcome | null, replay: Pick<Replay, "changes" | "allRecalled">): CacheResult => {
          const changes = replay.changes();
          if (known && replay.allRecalled() && changes.length === 0) return count("hit");
          // An observation does nothing: it is shown again with how well each answers.
          const value = outcome && (kind === "observe" || outcome.confidence >= SURE) ? toValue(outcome) : null;
          if (!known) {
            if (value) store.remember(workspaceId, key, value, shown);
            return count("miss");
          }
          const [was, now] = [wordsOf(known.value.steps), outcome ? wordsOf(outcome.steps) : ""];
          const anew = { kind: "replaced" as const, why: "What was remembered was not there; it was looked for anew.", was, now };
          const noted = changes.length > 0 ? changes.map((change) => ({ kind: "healed" as const, ...change })) : [anew];
          const told = (words: string): string => mask.known(words).slice(0, WORDS_MOST);
          const hidden = noted.map((change) => ({ ...change, was: told(change.was), now: told(change.now) }));
          if (value) store.heal(workspaceId, key, known, { value, changes: hidden });
          return count(changes.length > 0 || was !== now ? "healed" : "miss");
        },

        /** After a failure: counts it; what was taken for another is noted, so that who asks again is believed. */
        failed: (doubt: string | null): CacheResult => {
          if (known && doubt !== null) {
            const was = wordsOf(known.value.steps);
            store.decline(workspaceId, key, known, { why: mask.known(`What answers may be another: ${doubt}.`), was, now: "" });
          }
          return count("miss");
        },
      };
    },
  };
}
