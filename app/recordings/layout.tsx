import { type ReactNode, Suspense } from "react";
import { AppShell } from "../../components/shell/app-shell.tsx";

/** Navigation around the recordings. */
export default function RecordingsLayout({ children }: { children: ReactNode }) {
  return (
    <AppShell>
      <Suspense>{children}</Suspense>
    </AppShell>
  );
}
