import type { Metadata } from "next";
import { RecordingsPage } from "../../components/recordings/recordings-page.tsx";

export const metadata: Metadata = { title: "Recordings" };

/** All recordings of the workspace. */
export default function Page() {
  return <RecordingsPage />;
}
