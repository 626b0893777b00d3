"use client";

import { useMutation } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { errorText } from "../../errors.ts";
import { useTRPC } from "../../trpc.tsx";
import { Input } from "../../ui/input.tsx";

type AddressBarProps = { sessionId: string; url: string; enabled: boolean };

/** The active tab's address; what is typed here is gone to with Enter, and Escape gives the present address back. */
export function AddressBar({ sessionId, url, enabled }: AddressBarProps) {
  const trpc = useTRPC();
  const [typed, setTyped] = useState<string | null>(null);
  const navigate = useMutation(
    trpc.browser.navigate.mutationOptions({
      onSuccess: () => setTyped(null),
      // What was typed stays, to be corrected.
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const address = typed ?? url;
  return (
    <form
      className="relative min-w-0 flex-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (address.trim()) navigate.mutate({ sessionId, url: address.trim() });
      }}
    >
      <Input
        aria-label="Address"
        inputMode="url"
        spellCheck={false}
        autoComplete="off"
        className="h-8 pr-8 text-xs"
        value={address}
        disabled={!enabled}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && setTyped(null)}
      />
      {navigate.isPending && <LoaderCircle role="img" aria-label="Going there" className="absolute top-2 right-2 size-4 animate-spin text-muted-foreground" />}
    </form>
  );
}
