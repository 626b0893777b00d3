import type { Metadata } from "next";
import { SessionPage } from "../../../../components/sessions/session/session-page.tsx";

export const metadata: Metadata = { title: "Session" };

/** One session: watched, driven and ended here. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <SessionPage key={id} sessionId={id} />;
}
