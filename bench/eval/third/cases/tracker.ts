import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("tracker.html");
const COMMENTS = ["Iris: It happens each time.", "Marek: Not on my machine."];
const START = {
  state: "Open",
  assignee: null as string | null,
  labels: ["bug", "editor"],
  comments: COMMENTS,
  likes: [0, 0],
  timer: false,
  prio: "Normal",
  watch: false,
  est: "0",
};
const is = (issue: Partial<typeof START>): string => same("brief()", { ...START, ...issue });

/** An issue: suggestions that come late, labels that a key adds, a part that is folded away. */
export const tracker: readonly EvalCase[] = [
  explicit("assign", "Assign the issue to Bianca Oduya", is({ assignee: "Bianca Oduya" })),
  explicit("assign-pick", "type Mar into the assignee field and pick Marit Solheim from the suggestions", is({ assignee: "Marit Solheim" })),
  explicit("label", "add the label regression", is({ labels: ["bug", "editor", "regression"] })),
  explicit("two-labels", "Add the labels “windows” and “save”", is({ labels: ["bug", "editor", "windows", "save"] })),
  explicit("unlabel", "remove the label editor", is({ labels: ["bug"] })),
  explicit("prio-watch", "Raise the priority to urgent and watch this issue", is({ prio: "Urgent", watch: true })),
  explicit(
    "comment-close",
    "Comment “Fixed in 3.2” and then close the issue",
    is({ comments: [...COMMENTS, "Me: Fixed in 3.2"], likes: [0, 0, 0], state: "Closed" }),
  ),
  explicit("like", "Like the comment by Marek", is({ likes: [0, 1] })),
  explicit("quote", "quote Iris's comment", `$("txt").value === "> It happens each time.\\n" && ${is({})}`),
  explicit("estimate", "Open time tracking and set the estimate to 2.5 hours", `$("more").open && ${is({ est: "2.5" })}`),
  explicit("timer", "expand “Time tracking”, then start the timer", `$("more").open && ${is({ timer: true })}`),
  explicit("reopen", "reopen this issue", is({ state: "Open" }), { prepare: `$("close").click()` }),
  ambiguous("like-which", "Click Like"),
  ambiguous("either", "Assign the issue to Marek or to Marit"),
  nonsense("sprint", "Move the issue to sprint 14"),
];
