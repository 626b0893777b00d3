import {
  CreateShareLinkInput,
  CreateShareLinkOutput,
  Embedding,
  ListShareLinksInput,
  ListShareLinksOutput,
  SessionViewers,
  SessionViewersInput,
  SetEmbeddingInput,
  ShareLink,
  ShareLinkRef,
  UpdateShareLinkInput,
} from "../../contract/live-links.ts";
import { procedure, router } from "../trpc.ts";

/** Links of control need live:control besides: that is asked where the link is known. */
const shares = procedure.meta({ scope: "live:view", audit: true });

/** Links that show live views without a login, and the sites that may frame them. */
export const liveRouter = router({
  createShareLink: procedure
    .meta({ scope: "live:view", rate: "connect", audit: true })
    .input(CreateShareLinkInput)
    .output(CreateShareLinkOutput)
    .mutation(({ ctx, input }) => ctx.app.liveLinks.create(ctx.actor, input)),
  listShareLinks: procedure
    .meta({ scope: "live:view" })
    .input(ListShareLinksInput)
    .output(ListShareLinksOutput)
    .query(({ ctx, input }) => ctx.app.liveLinks.list(ctx.actor, input)),
  viewers: procedure
    .meta({ scope: "live:view" })
    .input(SessionViewersInput)
    .output(SessionViewers)
    .query(({ ctx, input }) => ctx.app.live.viewersOf(ctx.actor, input)),
  updateShareLink: shares
    .input(UpdateShareLinkInput)
    .output(ShareLink)
    .mutation(({ ctx, input }) => ctx.app.liveLinks.update(ctx.actor, input)),
  revokeShareLink: shares
    .input(ShareLinkRef)
    .output(ShareLink)
    .mutation(({ ctx, input }) => ctx.app.liveLinks.revoke(ctx.actor, input.linkId)),
  getEmbedding: procedure
    .meta({ scope: "live:view" })
    .output(Embedding)
    .query(({ ctx }) => ctx.app.liveLinks.embedding.get(ctx.actor)),
  setEmbedding: procedure
    .meta({ scope: "workspace:manage", audit: true })
    .input(SetEmbeddingInput)
    .output(Embedding)
    .mutation(({ ctx, input }) => ctx.app.liveLinks.embedding.set(ctx.actor, input)),
});
