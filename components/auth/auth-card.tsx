import type { ReactNode } from "react";
import { Logo } from "../shell/logo.tsx";
import { Card } from "../ui/card.tsx";

/** The pages without a login: the logo and one card in the middle. */
export function AuthCard({ title, description, children }: { title: string; description: ReactNode; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-background p-4">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex justify-center text-lg">
          <Logo />
        </div>
        <Card className="p-6">
          <h1 className="text-lg font-semibold">{title}</h1>
          <div className="mt-1 mb-5 break-words text-muted-foreground">{description}</div>
          {children}
        </Card>
      </div>
    </main>
  );
}
