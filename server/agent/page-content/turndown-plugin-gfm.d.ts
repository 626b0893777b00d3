declare module "@joplin/turndown-plugin-gfm" {
  import type TurndownService from "turndown";

  /** GitHub's additions to Markdown: tables, struck text, boxes to tick. */
  export const gfm: TurndownService.Plugin;
}
