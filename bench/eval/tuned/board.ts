import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("board.html");

/** Cards that are dragged by the browser's own way, a list that follows the pointer, things that a hover shows. */
export const board = [
  explicit("board-drag", "drag Fix login to In progress", "state.doing.includes('Fix login') && state.todo.join() === 'Write docs'"),
  explicit("board-drag-done", 'drag the card "New logo" onto the Done column', "state.done.join() === 'New logo'"),
  explicit("board-trash", "drag Write docs to the Trash", "state.gone.join() === 'Write docs'"),
  explicit("board-order", "drag Comfort onto Speed", "state.order[0] === 'Comfort'"),
  explicit("board-rename", "double-click Write docs", "state.renamed === 'Write docs'"),
  explicit("board-hover", "hover over Owner", "state.hovered"),
  ambiguous("board-which-card", "drag the card to Done", "state.done.length === 0"),
  nonsense("board-no-column", "drag Fix login to the Blocked column", "state.todo.join() === 'Fix login,Write docs' && state.gone.length === 0"),
];
