import type { Metadata, Viewport } from "next";
import { LinkView } from "../../../components/live/embed/link-view.tsx";
import { readEmbedOptions } from "../../../server/contract/live-embed.ts";

// The token is in the address: it must not leak to other sites or into search engines.
export const metadata: Metadata = { title: "Live view", referrer: "no-referrer", robots: { index: false, follow: false } };
/** A touch keyboard makes the view smaller: picture and controls stay in sight above it. */
export const viewport: Viewport = { interactiveWidget: "resizes-content" };

type LiveLinkPageProps = { params: Promise<{ token: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** A session shown to whoever holds the link: no login, no shell; its looks are chosen by the query. */
export default async function LiveLinkPage({ params, searchParams }: LiveLinkPageProps) {
  const { token } = await params;
  const { options, ignored } = readEmbedOptions(await searchParams);
  return (
    <main className={`h-dvh bg-background text-foreground ${options.theme === "auto" ? "" : options.theme}`}>
      <h1 className="sr-only">Live view</h1>
      <LinkView token={token} options={options} ignored={ignored} />
    </main>
  );
}
