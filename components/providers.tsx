"use client";

import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ApiProvider } from "./trpc.tsx";
import { Toaster } from "./ui/toaster.tsx";
import { TooltipProvider } from "./ui/tooltip.tsx";

/** What every page needs around it: theme, state in the URL, the typed client, tooltips and notices. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" themes={["light", "dark", "contrast"]} defaultTheme="system" enableColorScheme={false} disableTransitionOnChange>
      <NuqsAdapter>
        <ApiProvider>
          <TooltipProvider>
            {children}
            <Toaster />
          </TooltipProvider>
        </ApiProvider>
      </NuqsAdapter>
    </ThemeProvider>
  );
}
