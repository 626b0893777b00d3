import type { Metadata } from "next";
import { SmallView } from "../../../components/live/small-view.tsx";

export const metadata: Metadata = { title: "Live view", robots: { index: false, follow: false } };

/** A session's live view alone, without the shell: for a small window beside other work. */
export default async function WatchPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <main className="h-dvh bg-background text-foreground">
      <h1 className="sr-only">Live view</h1>
      <SmallView sessionId={id} />
    </main>
  );
}
