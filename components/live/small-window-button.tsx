"use client";

import { PictureInPicture2 } from "lucide-react";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { openSmallWindow } from "./small-window.ts";
import { ToolButton } from "./view-tools.tsx";

/** Opens the picture in a small window, to be watched while working elsewhere. Not within another page's frame: browsers open none from there. */
export function SmallWindowButton({ href }: { href: string }) {
  const [possible, setPossible] = useState(false);
  useEffect(() => setPossible(window.top === window), []);
  if (!possible) return null;
  const open = async (): Promise<void> => {
    if (!(await openSmallWindow(href, "Live view"))) toast.error("The browser did not open a window. Allow windows of this site and try again.");
  };
  return (
    <ToolButton label="Watch in a small window" onPress={() => void open()} className="hidden sm:grid">
      <PictureInPicture2 aria-hidden="true" className="size-4" />
    </ToolButton>
  );
}
