import type { Metadata } from "next";
import { AuditPage } from "../../../components/audit/audit-page.tsx";

export const metadata: Metadata = { title: "Audit" };

/** Who did what in the workspace. */
export default function Page() {
  return <AuditPage />;
}
