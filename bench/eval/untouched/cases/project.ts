import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("project.html");

/** The whole state, with what differs from the beginning. */
const state = (change: object): string => same("state", { tab: "General", dismissed: [], invites: [], deleted: false, ...change });
const OPEN = `document.querySelector("#inviting").open`;
const INVITE = { prepare: `document.querySelector("#inviting").showModal()` };

/** Tabs, dialogs and parts that fold. */
export const project: readonly EvalCase[] = [
  explicit("tab", "Open the Members tab", state({ tab: "Members" })),
  explicit("tab-click", "Open the Members tab and click Invite", `${state({ tab: "Members" })} && ${OPEN}`),
  explicit(
    "invite",
    "Open the Members tab, click Invite, type ola@harbor.test into Email, choose Viewer as role and press Send invite",
    `${state({ tab: "Members", invites: [{ email: "ola@harbor.test", role: "Viewer" }] })} && !${OPEN}`,
  ),
  explicit("close", "Close the dialog", `${state({})} && !${OPEN}`, INVITE),
  explicit("escape", "Press Escape", `${state({})} && !${OPEN}`, INVITE),
  explicit("confirm", "Click Delete in the dialog", `${state({ tab: "Danger zone", deleted: true })}`, {
    prepare: `document.querySelector("#t3").click(); document.querySelector("#delete").click()`,
  }),
  explicit(
    "expand",
    'Expand "How do I copy a project?"',
    `${state({})} && ${same('[...document.querySelectorAll("details")].map((part) => part.open)', [false, true])}`,
  ),
  explicit("advanced", "Open Advanced options and tick Lock the default branch", `${state({})} && document.querySelector("#lock").checked`),
  explicit("dismiss", "Dismiss the notice about maintenance", state({ dismissed: ["maintenance"] })),
  explicit("rename", "Change the project name to Beacon", `${state({})} && document.querySelector("#name").value === "Beacon"`),
  ambiguous("dismiss-which", "Dismiss the notice"),
  nonsense("archive", "Click Archive project"),
];
