import type { EvalCase } from "../../case.ts";
import { casesOf, same } from "../../write.ts";

const { explicit, ambiguous, nonsense } = casesOf("survey.html");
const START = {
  step: 1,
  often: null as string | null,
  floor: "",
  diet: [] as string[],
  taste: null as string | null,
  portions: null as string | null,
  queue: null as string | null,
  stars: 0,
  wish: "",
  draw: false,
  code: "",
  sent: false,
};
const is = (answers: Partial<typeof START>): string => same("A", { ...START, ...answers });

/** A survey of three steps: radios without labels in a matrix, stars, chips, a field that a box unlocks. */
export const survey: readonly EvalCase[] = [
  explicit("often", "Answer that I eat there once or twice a week", is({ often: "weekly" })),
  explicit("floor-chips", "Choose the second floor and mark vegan and gluten free", is({ floor: "Second floor", diet: ["Vegan", "Gluten free"] })),
  explicit("first-step", "Answer “Every day” and go on to the next step", is({ often: "daily", step: 2 })),
  explicit("matrix", "rate taste as good and queue as poor", is({ step: 2, taste: "good", queue: "poor" }), { prepare: "show(2)" }),
  explicit("stars", "Give four stars overall", is({ step: 2, stars: 4 }), { prepare: "show(2)" }),
  explicit("matrix-cell", "select Fair in the row Portions", is({ step: 2, portions: "fair" }), { prepare: "show(2)" }),
  explicit("back", "go back one step", is({ step: 2 }), { prepare: "show(3)" }),
  explicit("draw", "Enter me in the prize draw with staff number 4471", is({ step: 3, draw: true, code: "4471" }), { prepare: "show(3)" }),
  explicit("wish-submit", "Under 'What should we cook more often?' write Lentil soup. Submit the survey.", is({ step: 3, wish: "Lentil soup", sent: true }), {
    prepare: "show(3)",
  }),
  explicit("unmark", "unselect Vegetarian", is({ diet: ["Vegan"] }), { prepare: `$("diet").children[0].click(); $("diet").children[1].click()` }),
  ambiguous("good", "Tick good", { prepare: "show(2)" }),
  nonsense("menu", "Download the menu of next week as a PDF"),
];
