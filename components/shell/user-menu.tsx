"use client";

import { ChevronsUpDown, LogOut, Settings } from "lucide-react";
import Link from "next/link";
import { toast } from "sonner";
import { authClient } from "../auth/auth-client.ts";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "../ui/dropdown-menu.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useMe } from "./use-me.ts";

/** Signs out and leaves for the login page. */
export async function signOut(): Promise<void> {
  try {
    await authClient.signOut();
    window.location.assign("/login");
  } catch {
    toast.error("You are still signed in: the server cannot be reached.");
  }
}

/** Who is signed in, and the way out. */
export function UserMenu() {
  const me = useMe();
  if (!me) return <Skeleton className="h-11" />;
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left hover:bg-accent">
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{me.name}</span>
            <span className="block truncate text-xs text-muted-foreground">{me.workspaceName}</span>
          </span>
          <ChevronsUpDown aria-hidden="true" className="size-4 text-muted-foreground" />
        </button>
      }
    >
      <MenuLabel>{me.email}</MenuLabel>
      <MenuItem asChild>
        <Link href="/settings">
          <Settings aria-hidden="true" />
          Settings
        </Link>
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden="true" />
        Sign out
      </MenuItem>
    </Menu>
  );
}
