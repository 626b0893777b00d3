import type { Metadata } from "next";
import { RecordingPlayer } from "../../../components/recordings/player.tsx";

export const metadata: Metadata = { title: "Recording" };

/** The recording of one session. */
export default async function RecordingPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <main className="mx-auto flex w-full max-w-6xl flex-col gap-4 p-4 sm:p-6">
      <h1 className="text-xl font-semibold">Recording</h1>
      <RecordingPlayer sessionId={id} />
    </main>
  );
}
