"use client";

import { Check, Copy, type LucideIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { Button } from "./button.tsx";

const CONFIRM_MS = 1_500;

type CopyButtonProps = {
  text: string;
  label?: string;
  /** Words beside the picture; the label should begin with them. */
  caption?: string;
  /** In the place of the usual picture, where several stand side by side. */
  icon?: LucideIcon;
};

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, label = "Copy", caption, icon: Icon = Copy }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (): void => {
    // There is no clipboard on plain http addresses other than localhost.
    if (!navigator.clipboard) {
      toast.error("This browser allows copying only over https or on localhost. Select the text and copy it by hand.");
      return;
    }
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => toast.error("The browser refused to copy. Select the text and copy it by hand."),
    );
  };
  return (
    <Button size={caption ? "small" : "iconSmall"} variant="ghost" aria-label={copied ? "Copied" : label} onClick={copy}>
      {copied ? <Check aria-hidden="true" /> : <Icon aria-hidden="true" />}
      {caption && (copied ? "Copied" : caption)}
    </Button>
  );
}
