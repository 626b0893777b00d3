import { raceAbort } from "../../core/time.ts";

/** Holds a run between two of its steps. */
export type Gate = ReturnType<typeof createGate>;

/** Open at first. Closing and opening twice does no harm. */
export function createGate() {
  const state: { closed: PromiseWithResolvers<void> | null } = { closed: null };
  return {
    close: (): void => {
      state.closed ??= Promise.withResolvers<void>();
    },
    open: (): void => {
      state.closed?.resolve();
      state.closed = null;
    },
    /** Resolves when it is open. @throws the signal's reason */
    pass: async (signal: AbortSignal): Promise<void> => {
      while (state.closed !== null) await raceAbort(state.closed.promise, signal);
      signal.throwIfAborted();
    },
  };
}
