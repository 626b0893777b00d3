import type { ShareLink } from "../../../../server/contract/live-links.ts";

/** How long a link may be good for; empty: as long as the session. */
export const LASTS = [
  { seconds: "", label: "When the session ends" },
  { seconds: "3600", label: "In an hour" },
  { seconds: "86400", label: "In a day" },
  { seconds: "604800", label: "In a week" },
  { seconds: "2592000", label: "In 30 days" },
] as const;

/** What a link is called. */
export const nameOf = ({ label, kind }: Pick<ShareLink, "label" | "kind">): string => label ?? (kind === "url" ? "Signed address" : "Link");
