/** Tells whether one more message may pass now. */
export type TokenBucket = { take(): boolean };

/** Lets through `perSecond` messages on average and `burst` at once. The clock gives milliseconds and never runs backwards. */
export function createTokenBucket(limits: { perSecond: number; burst: number }, clock: () => number = () => performance.now()): TokenBucket {
  const state = { tokens: limits.burst, at: clock() };
  return {
    take() {
      const now = clock();
      state.tokens = Math.min(limits.burst, state.tokens + ((now - state.at) / 1000) * limits.perSecond);
      state.at = now;
      if (state.tokens < 1) return false;
      state.tokens -= 1;
      return true;
    },
  };
}
