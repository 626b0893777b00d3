import type { Metadata } from "next";
import { LinkView } from "../../../components/live/link-view.tsx";

// The token is in the address: it must not leak to other sites or into search engines.
export const metadata: Metadata = { title: "Live view", referrer: "no-referrer", robots: { index: false, follow: false } };

/** A session shown to whoever holds the link: no login, no shell. */
export default async function LiveLinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <main className="h-dvh bg-background text-foreground">
      <h1 className="sr-only">Live view</h1>
      <LinkView token={token} />
    </main>
  );
}
