import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Providers } from "../components/providers.tsx";

export const metadata: Metadata = {
  title: { default: "Perch", template: "%s · Perch" },
  description: "Self-hosted browser sessions for people and agents",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

/** The document: fonts, theme and the typed client around every page. */
export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body className="text-sm">
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
