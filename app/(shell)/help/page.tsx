import type { Metadata } from "next";
import { HelpPage } from "../../../components/help/help-page.tsx";

export const metadata: Metadata = { title: "Help" };

/** How to word instructions, and the keys. */
export default function Page() {
  return <HelpPage />;
}
