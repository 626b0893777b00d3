// dependency-cruiser reads TypeScript through the compiler's programming interface, which TypeScript 7 no longer has (it
// would find no files and report success). Run with `node --import`, this lends it TypeScript 6 under the usual name.
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, next) => {
    const borrowed = context.parentURL?.includes("/dependency-cruiser/") && /^typescript(\/|$)/.test(specifier);
    return next(borrowed ? specifier.replace("typescript", "typescript-6") : specifier, context);
  },
});
