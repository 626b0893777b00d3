import type { Metadata } from "next";
import { EvidencePage } from "../../../../../components/evidence/evidence-page.tsx";

export const metadata: Metadata = { title: "Evidence" };

/** Pictures of what was done in one session, and reports of them. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <EvidencePage key={id} sessionId={id} />;
}
