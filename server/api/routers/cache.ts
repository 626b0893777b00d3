import {
  CacheEntry,
  CacheEntryDetails,
  CacheEntryRef,
  CacheExport,
  ClearCacheInput,
  ClearCacheOutput,
  ExportCacheInput,
  ImportCacheInput,
  ImportCacheOutput,
  ListCacheInput,
  ListCacheOutput,
  PinCacheInput,
} from "../../contract/cache.ts";
import { procedure, router } from "../trpc.ts";

const reads = procedure.meta({ scope: "sessions:read" });
const changes = procedure.meta({ scope: "sessions:write", audit: true });

/** What acts are done again by: looked at, forgotten, kept as it is, and taken elsewhere. */
export const cacheRouter = router({
  list: reads
    .input(ListCacheInput)
    .output(ListCacheOutput)
    .query(({ ctx, input }) => ctx.app.cache.list(ctx.actor, input)),
  get: reads
    .input(CacheEntryRef)
    .output(CacheEntryDetails)
    .query(({ ctx, input }) => ctx.app.cache.get(ctx.actor, input.entryId)),
  clear: changes
    .input(ClearCacheInput)
    .output(ClearCacheOutput)
    .mutation(({ ctx, input }) => ctx.app.cache.clear(ctx.actor, input)),
  pin: changes
    .input(PinCacheInput)
    .output(CacheEntry)
    .mutation(({ ctx, input }) => ctx.app.cache.pin(ctx.actor, input)),
  export: reads
    .input(ExportCacheInput)
    .output(CacheExport)
    .query(({ ctx, input }) => ctx.app.cache.export(ctx.actor, input)),
  // What is taken in decides what others' instructions do.
  import: procedure
    .meta({ scope: "workspace:manage", audit: true })
    .input(ImportCacheInput)
    .output(ImportCacheOutput)
    .mutation(({ ctx, input }) => ctx.app.cache.import(ctx.actor, input)),
});
