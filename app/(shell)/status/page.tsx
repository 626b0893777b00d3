import type { Metadata } from "next";
import { StatusPage } from "../../../components/status/status-page.tsx";

export const metadata: Metadata = { title: "Status" };

/** How the servers, providers and clean-ups are doing. */
export default function Page() {
  return <StatusPage />;
}
