import { LiveControlInput, LiveControlState, TakeOverInput } from "../../contract/live-control.ts";
import { procedure, router } from "../trpc.ts";

const control = procedure.meta({ scope: "live:control", audit: true }).output(LiveControlState);

/** Who has the controls of a session, and a person's or a program's hold on its automation. */
export const liveControlRouter = router({
  control: procedure
    .meta({ scope: "live:view" })
    .input(LiveControlInput)
    .output(LiveControlState)
    .query(({ ctx, input }) => ctx.app.live.control.state(ctx.actor, input)),
  takeOver: control.input(TakeOverInput).mutation(({ ctx, input }) => ctx.app.live.control.takeOver(ctx.actor, input)),
  giveBack: control.input(LiveControlInput).mutation(({ ctx, input }) => ctx.app.live.control.giveBack(ctx.actor, input)),
});
