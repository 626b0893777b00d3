"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil, QrCode } from "lucide-react";
import { toast } from "sonner";
import type { ShareLink } from "../../../../server/contract/live-links.ts";
import { errorText } from "../../../errors.ts";
import { useMay } from "../../../shell/use-me.ts";
import { useTRPC } from "../../../trpc.tsx";
import { Button } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { nameOf } from "./link-words.ts";

/** What of a link is opened below it. */
export type Opened = "show" | "edit" | null;

type LinkActionsProps = { link: ShareLink; opened: Opened; onOpen: (opened: Opened) => void };

/** What can be done with a link that is good: by everyone who sees its address, and by those who may do what it allows. */
export function LinkActions({ link, opened, onOpen }: LinkActionsProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { url, mode } = link;
  const name = nameOf(link);
  const mayChange = useMay(mode === "control" ? "live:control" : "live:view");
  const revoke = useMutation(
    trpc.live.revokeShareLink.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.live.listShareLinks.queryFilter());
        toast.success("Link revoked", { description: "Whoever looked by it sees no more." });
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const toggle = (part: "show" | "edit") => () => onOpen(opened === part ? null : part);
  return (
    <div className="flex items-center gap-1">
      {url !== null && (
        <>
          <CopyButton text={url} label={`Copy the link ${name}`} />
          <Tooltip text="QR code and embed code">
            <Button
              size="iconSmall"
              variant="ghost"
              aria-label={`QR code and embed code of ${name}`}
              aria-expanded={opened === "show"}
              onClick={toggle("show")}
            >
              <QrCode aria-hidden="true" />
            </Button>
          </Tooltip>
        </>
      )}
      {mayChange && (
        <>
          <Tooltip text="Change">
            <Button size="iconSmall" variant="ghost" aria-label={`Change ${name}`} aria-expanded={opened === "edit"} onClick={toggle("edit")}>
              <Pencil aria-hidden="true" />
            </Button>
          </Tooltip>
          <Button
            size="small"
            variant="dangerOutline"
            aria-label={`Revoke ${name}`}
            pending={revoke.isPending}
            onClick={() => revoke.mutate({ linkId: link.id })}
          >
            Revoke
          </Button>
        </>
      )}
    </div>
  );
}
