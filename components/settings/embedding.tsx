"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { readEmbedOrigin } from "../../server/contract/embed-origins.ts";
import { MAX_EMBED_ORIGINS } from "../../server/contract/live-links.ts";
import { errorText } from "../errors.ts";
import { useMay } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { SectionCard } from "../ui/card.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** The sites whose pages may show this workspace's live links in a frame. */
export function Embedding() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayChange = useMay("workspace:manage");
  const settings = useQuery(trpc.live.getEmbedding.queryOptions());
  const save = useMutation(trpc.live.setEmbedding.mutationOptions({ onSuccess: (saved) => queries.setQueryData(trpc.live.getEmbedding.queryKey(), saved) }));
  const origins = settings.data?.origins ?? [];
  const remove = (origin: string): void =>
    save.mutate(
      { origins: origins.filter((other) => other !== origin) },
      { onSuccess: () => void toast.success(`${origin} removed`), onError: (error) => void toast.error(errorText(error)) },
    );
  return (
    <div id="embedding" className="scroll-mt-16">
      <SectionCard title="Embedding" description="Sites whose pages may show live links of this workspace in a frame, and hear what happens in them.">
        {settings.isPending && (
          <div className="p-4">
            <Skeleton className="h-9" />
          </div>
        )}
        {settings.isLoadingError && <LoadError what="The sites" error={settings.error} onRetry={() => void settings.refetch()} className="m-3" />}
        {settings.data && (
          <>
            {origins.length === 0 ? (
              <p className="px-4 py-3 text-muted-foreground">No other site may embed live links.</p>
            ) : (
              <ul aria-label="Sites that may embed" className="divide-y">
                {origins.map((origin) => (
                  <li key={origin} className="flex items-center gap-3 py-1.5 pr-2 pl-4">
                    <span className="min-w-0 flex-1 font-mono text-xs break-all">{origin}</span>
                    {mayChange && (
                      <Button size="iconSmall" variant="ghost" aria-label={`Remove ${origin}`} disabled={save.isPending} onClick={() => remove(origin)}>
                        <X aria-hidden="true" />
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )}
            {mayChange ? (
              <AddSite origins={origins} pending={save.isPending} onAdd={(next, done) => save.mutate({ origins: next }, done)} />
            ) : (
              <p className="border-t px-4 py-3 text-muted-foreground">An owner of the workspace changes this.</p>
            )}
          </>
        )}
      </SectionCard>
    </div>
  );
}

type AddSiteProps = {
  origins: readonly string[];
  pending: boolean;
  onAdd: (origins: string[], done: { onSuccess: () => void; onError: (error: unknown) => void }) => void;
};

function AddSite({ origins, pending, onAdd }: AddSiteProps) {
  const [site, setSite] = useState("");
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const reading = siteOf(site, origins);
    setProblem("problem" in reading ? reading.problem : undefined);
    if ("problem" in reading) return;
    onAdd([...origins, reading.origin], {
      onSuccess: () => {
        setSite("");
        toast.success(`${reading.origin} may embed live links`);
      },
      onError: (error) => setProblem(errorText(error)),
    });
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-wrap items-start gap-2 border-t p-4">
      <Field
        label="Site"
        error={problem}
        hint="As in https://example.com, or https://*.example.com for every host below it."
        className="min-w-0 flex-1 basis-64"
      >
        {(control) => (
          <Input
            {...control}
            value={site}
            inputMode="url"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="https://example.com"
            onChange={(event) => setSite(event.currentTarget.value)}
          />
        )}
      </Field>
      <Button type="submit" pending={pending} className="sm:mt-[1.625rem]">
        {!pending && <Plus aria-hidden="true" />}
        Add site
      </Button>
    </form>
  );
}

/** The site to add to the list, or why it cannot be. */
function siteOf(text: string, origins: readonly string[]): ReturnType<typeof readEmbedOrigin> {
  const reading = readEmbedOrigin(text);
  if ("problem" in reading) return reading;
  if (origins.includes(reading.origin)) return { problem: `${reading.origin} is in the list already.` };
  return origins.length < MAX_EMBED_ORIGINS ? reading : { problem: `The list holds ${MAX_EMBED_ORIGINS} sites at most; remove one first.` };
}
