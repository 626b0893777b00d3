import type { BrowserProvider } from "../providers/provider.ts";

/** What a provider does at its next launches: fails with this, or hangs until it is given up. Empty: it works. */
export type Script = { fails: (() => Error) | null; hangs: boolean; launches: number };

/** A provider whose launches fail or hang on demand; else it is the one it is made from. */
export function scriptedProvider(inner: BrowserProvider, name = inner.name): { provider: BrowserProvider; script: Script } {
  const script: Script = { fails: null, hangs: false, launches: 0 };
  const provider: BrowserProvider = {
    ...inner,
    name,
    launch: async (spec, signal) => {
      script.launches += 1;
      if (script.hangs) await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      if (script.fails) throw script.fails();
      return inner.launch(spec, signal);
    },
  };
  return { provider, script };
}
