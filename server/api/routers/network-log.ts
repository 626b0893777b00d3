import {
  GetNetworkEntryInput,
  GetNetworkEntryOutput,
  GetNetworkLogInput,
  GetNetworkLogOutput,
  GetNetworkMessagesInput,
  GetNetworkMessagesOutput,
} from "../../contract/network-log.ts";
import { heldProcedure, procedure, router } from "../trpc.ts";

/** What pages of sessions asked the network for. */
export const networkLogProcedures = router({
  getNetworkLog: procedure
    .meta({ scope: "sessions:read" })
    .input(GetNetworkLogInput)
    .output(GetNetworkLogOutput)
    .query(({ ctx, input }) => ctx.app.networkLog.list(ctx.actor, input)),
  getNetworkEntry: heldProcedure
    .meta({ scope: "sessions:read" })
    .input(GetNetworkEntryInput)
    .output(GetNetworkEntryOutput)
    .query(({ ctx, input }) => ctx.app.networkLog.get(ctx.actor, input)),
  getNetworkMessages: procedure
    .meta({ scope: "sessions:read" })
    .input(GetNetworkMessagesInput)
    .output(GetNetworkMessagesOutput)
    .query(({ ctx, input }) => ctx.app.networkLog.messages(ctx.actor, input)),
});
