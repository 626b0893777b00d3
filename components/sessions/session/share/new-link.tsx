"use client";

import type { ShareLink } from "../../../../server/contract/live-links.ts";
import { formatMoment } from "../../../format.ts";
import { ShowLink } from "./show-link.tsx";

/** A link that was just made: its address, and the code that shows it in a page. */
export function NewLink({ link, url }: { link: ShareLink; url: string }) {
  return (
    <section aria-label="The new link" className="flex min-w-0 flex-col gap-3 rounded-md border bg-muted p-3 sm:col-span-2">
      <p role="status" className="text-sm">
        <span className="font-medium">The link is ready.</span>{" "}
        {link.expiresAt ? `It is good until ${formatMoment(link.expiresAt)}, or until the session ends.` : "It is good until the session ends."}
        {link.hasPassword && " The password is not part of it: send it another way."}
      </p>
      <ShowLink link={link} url={url} />
    </section>
  );
}
