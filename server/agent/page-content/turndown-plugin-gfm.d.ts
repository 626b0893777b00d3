declare module "@joplin/turndown-plugin-gfm" {
  import type TurndownService from "turndown";

  /** Struck text, as GitHub writes it. */
  export const strikethrough: TurndownService.Plugin;
  /** Boxes to tick in lists. */
  export const taskListItems: TurndownService.Plugin;
  /** Code with its language. */
  export const highlightedCodeBlock: TurndownService.Plugin;
}
