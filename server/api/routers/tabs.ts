import { SessionRef } from "../../contract/sessions.ts";
import { ListTabsOutput, OpenTabInput, TabRef } from "../../contract/tabs.ts";
import { procedure, router } from "../trpc.ts";

const drives = procedure.meta({ scope: "sessions:drive" });

/** The tabs of a session. Each change answers with the tabs as they are afterwards. */
export const tabProcedures = router({
  openTab: drives
    .input(OpenTabInput)
    .output(ListTabsOutput)
    .mutation(({ ctx, input }) => ctx.app.tabs.openTab(ctx.actor, input, ctx.signal)),
  switchTab: drives
    .input(TabRef)
    .output(ListTabsOutput)
    .mutation(({ ctx, input }) => ctx.app.tabs.switchTab(ctx.actor, input, ctx.signal)),
  closeTab: drives
    .input(TabRef)
    .output(ListTabsOutput)
    .mutation(({ ctx, input }) => ctx.app.tabs.closeTab(ctx.actor, input, ctx.signal)),
  listTabs: procedure
    .meta({ scope: "sessions:read" })
    .input(SessionRef)
    .output(ListTabsOutput)
    .query(({ ctx, input }) => ctx.app.tabs.listTabs(ctx.actor, input)),
});
