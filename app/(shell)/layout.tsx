import { type ReactNode, Suspense } from "react";
import { AppShell } from "../../components/shell/app-shell.tsx";

/** Navigation around the pages that need a login. */
export default function ShellLayout({ children }: { children: ReactNode }) {
  return (
    <AppShell>
      <Suspense>{children}</Suspense>
    </AppShell>
  );
}
