"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { ShareLink } from "../../../../server/contract/live-links.ts";
import { useTRPC } from "../../../trpc.tsx";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/input.tsx";
import { Copyable } from "./copyable.tsx";
import { type EmbedLooks, embedCode, embedUrl } from "./embed-code.ts";
import { QrCode } from "./qr-code.tsx";

type ShowLinkProps = { link: Pick<ShareLink, "sessionId" | "label" | "tabId" | "mode">; url: string };

/** Empty: as the page has it by itself. */
const NO_CHOICE = "";
const THEMES = [
  { value: NO_CHOICE, label: "Viewer’s own" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** A link's ways to others: its address for a phone's camera, and the code that shows it in a page, with the looks that are chosen here. */
export function ShowLink({ link, url }: ShowLinkProps) {
  const trpc = useTRPC();
  const embedding = useQuery(trpc.live.getEmbedding.queryOptions());
  const tabs = useQuery(trpc.browser.listTabs.queryOptions({ sessionId: link.sessionId }, { enabled: link.tabId === null }));
  const [looks, setLooks] = useState<EmbedLooks>({});
  const [previewed, setPreviewed] = useState(false);
  const choose = (part: { [Name in keyof EmbedLooks]?: string }): void => {
    const next = Object.entries({ ...looks, ...part }).filter(([, value]) => value !== NO_CHOICE);
    setLooks(Object.fromEntries(next));
  };
  const shownUrl = embedUrl(url, looks);
  return (
    <div className="grid min-w-0 gap-4 sm:grid-cols-[minmax(0,1fr)_13rem]">
      <div className="flex min-w-0 flex-col gap-3">
        <Copyable label="Link" text={shownUrl} copyLabel="Copy the link" />
        <Copyable label="Embed code" text={embedCode(shownUrl, link.label)} copyLabel="Copy the embed code" />
        <fieldset className="grid gap-3 min-[26rem]:grid-cols-2">
          <legend className="sr-only">Looks</legend>
          <Field label="Theme">
            {(control) => (
              <Select {...control} value={looks.theme ?? NO_CHOICE} onChange={(event) => choose({ theme: event.currentTarget.value })}>
                {THEMES.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Bar below the picture">
            {(control) => (
              <Select {...control} value={looks.chrome ?? NO_CHOICE} onChange={(event) => choose({ chrome: event.currentTarget.value })}>
                <option value={NO_CHOICE}>Shown</option>
                <option value="off">Hidden</option>
              </Select>
            )}
          </Field>
          <Field label="Picture">
            {(control) => (
              <Select {...control} value={looks.fit ?? NO_CHOICE} onChange={(event) => choose({ fit: event.currentTarget.value })}>
                <option value={NO_CHOICE}>Whole</option>
                <option value="actual">Own size</option>
              </Select>
            )}
          </Field>
          {link.tabId === null && (
            <Field label="Begins with">
              {(control) => (
                <Select {...control} value={looks.tab ?? NO_CHOICE} onChange={(event) => choose({ tab: event.currentTarget.value })}>
                  <option value={NO_CHOICE}>The active tab</option>
                  {tabs.data?.tabs.map(({ tabId, title, url: address }) => (
                    <option key={tabId} value={tabId}>
                      {title || address || "New tab"}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
        </fieldset>
        {embedding.data?.origins.length === 0 && (
          <p className="text-xs text-muted-foreground">
            No site may embed it yet. Allow yours under{" "}
            <Link href="/settings#embedding" className="rounded-sm text-primary underline underline-offset-4">
              Settings, Embedding
            </Link>
            .
          </p>
        )}
      </div>
      <div className="flex flex-row items-center gap-3 sm:flex-col">
        <QrCode text={shownUrl} label="The link as a QR code" className="w-52 shrink-0" />
        <p className="text-xs text-muted-foreground sm:text-center">Point a phone’s camera at it to open the link there.</p>
      </div>
      <div className="min-w-0 sm:col-span-2">
        <Button size="small" aria-expanded={previewed} onClick={() => setPreviewed(!previewed)}>
          {previewed ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          {previewed ? "Hide the preview" : "Preview"}
        </Button>
        {previewed && (
          <>
            <iframe key={shownUrl} src={shownUrl} title="Preview of the embedded view" className="mt-2 aspect-[16/10] w-full rounded-md border bg-background" />
            <p className="mt-1 text-xs text-muted-foreground">This is what a page with the embed code shows. It counts as a view.</p>
          </>
        )}
      </div>
    </div>
  );
}
