import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("board.html");

/** The whole state, with what differs from the beginning. */
const state = (change: object): string =>
  same("state", {
    "To do": ["Paint the hull", "Order rope", "Check the radio"],
    "In progress": ["Mend the sail"],
    Done: ["Buy varnish"],
    menu: ["Soup", "Bread", "Fish", "Coffee"],
    trashed: [],
    added: [],
    archived: [],
    ...change,
  });

/** Cards, a list and papers that are dragged in three ways. */
export const board: readonly EvalCase[] = [
  explicit("drag-card", 'Drag "Paint the hull" to Done', state({ "To do": ["Order rope", "Check the radio"], Done: ["Buy varnish", "Paint the hull"] })),
  explicit(
    "drag-named",
    "Drag the card Order rope into the In progress column",
    state({ "To do": ["Paint the hull", "Check the radio"], "In progress": ["Mend the sail", "Order rope"] }),
  ),
  explicit("sort", "Drag Coffee above Bread", state({ menu: ["Soup", "Coffee", "Bread", "Fish"] })),
  explicit("bin", 'Drag "chart.pdf" to the Trash', state({ trashed: ["chart.pdf"] })),
  explicit("archive", "Click the Archive button of Check the radio", state({ "To do": ["Paint the hull", "Order rope"], archived: ["Check the radio"] })),
  explicit("add-under", "Click Add card under In progress", state({ added: ["In progress"] })),
  ambiguous("add", "Click Add card"),
  nonsense("anchor", 'Drag "Clean the anchor" to Done'),
];
