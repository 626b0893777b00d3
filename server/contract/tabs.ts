import { z } from "zod";
import { Id } from "./common.ts";

export const Tab = z.strictObject({
  /** The CDP target id of the page. */
  tabId: Id,
  url: z.string(),
  title: z.string(),
  status: z.enum(["loading", "ready", "crashed"]),
  /** The tab that calls act on when they name none. */
  active: z.boolean(),
  /** The tab that opened this one, if it is a popup. */
  openerTabId: Id.nullable(),
});
export type Tab = z.infer<typeof Tab>;

export const OpenTabInput = z.strictObject({ sessionId: Id, url: z.string().min(1).max(4096).optional(), activate: z.boolean().default(true) });
export type OpenTabInput = z.infer<typeof OpenTabInput>;
export const TabRef = z.strictObject({ sessionId: Id, tabId: Id });
export type TabRef = z.infer<typeof TabRef>;
export const ListTabsOutput = z.strictObject({ tabs: z.array(Tab) });
