"use client";

import { Menu as MenuIcon, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { useMounted } from "../use-mounted.ts";
import { CommandPalette } from "./command-palette.tsx";
import { Logo } from "./logo.tsx";
import { isAt, PLACES } from "./navigation.ts";
import { ThemeSwitch } from "./theme-switch.tsx";
import { TroubleLink } from "./trouble-link.tsx";
import { UserMenu } from "./user-menu.tsx";

/** The frame of every page behind the login: navigation, search, looks and account. The page brings its own main element. */
export function AppShell({ children }: { children: ReactNode }) {
  const mounted = useMounted();
  const [navigating, setNavigating] = useState(false);
  const [searching, setSearching] = useState(false);
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-primary px-3 py-2 text-primary-foreground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col border-r bg-card px-3 py-4 lg:flex">
        <Link href="/sessions" aria-label="Perch, to the sessions" className="mb-5 w-fit rounded-md px-2">
          <Logo />
        </Link>
        <Places />
        <div className="mt-auto">
          <UserMenu />
        </div>
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-background px-3 sm:px-6">
          <Button variant="ghost" size="icon" className="-ml-1 lg:hidden" aria-label="Open navigation" onClick={() => setNavigating(true)}>
            <MenuIcon aria-hidden="true" />
          </Button>
          <Link href="/sessions" aria-label="Perch, to the sessions" className="flex rounded-md lg:hidden">
            <Logo />
          </Link>
          <div className="ml-auto">
            <TroubleLink />
          </div>
          <Button size="small" variant="ghost" className="text-muted-foreground" onClick={() => setSearching(true)}>
            <Search aria-hidden="true" />
            <span className="sr-only sm:not-sr-only">Go to or do</span>
            <span aria-hidden="true" className="hidden items-center gap-0.5 sm:flex">
              <Kbd>Ctrl</Kbd>
              <Kbd>K</Kbd>
            </span>
          </Button>
          <ThemeSwitch />
        </header>
        <div id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          {/* Pages are made of what calls answer. Were they taken over from the server's HTML, an answer that is there
              already would make the two differ (a page is taken over after its frame, which asks as well). */}
          {mounted && children}
        </div>
      </div>
      <Dialog open={navigating} onOpenChange={setNavigating} title="Perch" shape="side">
        <div className="flex flex-1 flex-col px-3 pb-4">
          <Places onGo={() => setNavigating(false)} />
          <div className="mt-auto">
            <UserMenu />
          </div>
        </div>
      </Dialog>
      <CommandPalette open={searching} onOpenChange={setSearching} />
    </div>
  );
}

function Places({ onGo }: { onGo?: () => void }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="flex flex-col gap-0.5">
      {PLACES.map(({ href, label, icon: Icon }) => {
        const here = isAt(href, pathname);
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? "page" : undefined}
            onClick={onGo}
            className={cn(
              "flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted-foreground hover:bg-accent hover:text-foreground lg:h-8",
              here && "bg-accent text-foreground",
            )}
          >
            <Icon aria-hidden="true" className="size-4" />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
