"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorFields, errorText } from "../../errors.ts";
import { useTRPCClient } from "../../trpc.tsx";
import { cn } from "../../ui/cn.ts";
import { Field } from "../../ui/field.tsx";
import { Textarea } from "../../ui/input.tsx";
import { useSettled } from "../../ui/use-settled.ts";

const TYPING_RESTS_MS = 300;

/** Shows what a text becomes with the patterns, the one that is being written included. */
export function TryMasking({ patterns }: { patterns: string[] }) {
  const client = useTRPCClient();
  const [text, setText] = useState("");
  const asked = useSettled(JSON.stringify({ patterns, text }), TYPING_RESTS_MS);
  const tried = useQuery({
    queryKey: ["masking", asked],
    queryFn: () => client.settings.tryMaskPatterns.mutate(JSON.parse(asked) as { patterns: string[]; text: string }),
    enabled: text !== "",
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  return (
    <div className="grid gap-4 border-t p-4 sm:grid-cols-2">
      <Field label="Try it" hint="Nothing of this is kept.">
        {(control) => (
          <Textarea
            {...control}
            value={text}
            maxLength={5_000}
            spellCheck={false}
            placeholder="Order of EMP-123456, token=abc123"
            className="font-mono text-xs"
            onChange={({ currentTarget: { value } }) => setText(value)}
          />
        )}
      </Field>
      <div className="flex min-w-0 flex-col gap-1.5">
        <p className="text-sm font-medium">What a log would have</p>
        <output
          aria-label="What a log would have"
          className={cn("min-h-20 rounded-md bg-muted px-3 py-2 font-mono text-xs break-words whitespace-pre-wrap", tried.isError && "text-destructive")}
        >
          {text === "" ? "" : tried.isError ? (errorFields(tried.error)[0]?.message ?? errorText(tried.error)) : tried.data?.text}
        </output>
      </div>
    </div>
  );
}
