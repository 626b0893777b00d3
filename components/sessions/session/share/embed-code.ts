/** The HTML that shows a live link in a page: its frame tells it whose page it is in (`origin`), and no more. */
export function embedCode(url: string, label: string | null): string {
  const title = escaped(label ?? "Live view");
  return `<iframe src="${escaped(url)}" title="${title}" style="width:100%;aspect-ratio:16/10;border:0" allow="fullscreen; clipboard-read; clipboard-write" referrerpolicy="origin"></iframe>`;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
