import type { Metadata } from "next";
import { CachePage } from "../../../components/cache/cache-page.tsx";

export const metadata: Metadata = { title: "Action cache" };

/** What acts are done again by. */
export default function Page() {
  return <CachePage />;
}
