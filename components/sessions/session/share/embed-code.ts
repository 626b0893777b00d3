import type { EmbedOptions } from "../../../../server/contract/live-embed.ts";

/** How an embedded view looks; what is left out is as the page has it by itself. */
export type EmbedLooks = Partial<Pick<EmbedOptions, "theme" | "chrome" | "fit" | "mode" | "tab">>;

/** A link's address with these looks in its query. */
export function embedUrl(url: string, looks: EmbedLooks): string {
  const chosen = new URL(url);
  for (const [name, value] of Object.entries(looks)) if (value !== undefined) chosen.searchParams.set(name, value);
  return chosen.href;
}

/** The HTML that shows a live link in a page: its frame tells it whose page it is in (`origin`), and no more. */
export function embedCode(url: string, label: string | null): string {
  const title = escaped(label ?? "Live view");
  return `<iframe src="${escaped(url)}" title="${title}" style="width:100%;aspect-ratio:16/10;border:0" allow="fullscreen; clipboard-read; clipboard-write; picture-in-picture" referrerpolicy="origin"></iframe>`;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
