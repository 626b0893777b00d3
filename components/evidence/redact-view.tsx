"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import type { Area, EvidenceShot, Redaction } from "../../server/contract/evidence.ts";
import { errorText } from "../errors.ts";
import { useTRPC } from "../trpc.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Field } from "../ui/field.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Input } from "../ui/input.tsx";
import { middleOf } from "./draft.ts";
import { RedactLayer } from "./redact-layer.tsx";
import { ShotPicture } from "./shot-picture.tsx";
import { refreshEvidence } from "./use-evidence.ts";
import { ZoomView } from "./zoom-view.tsx";

type RedactViewProps = { sessionId: string; shot: EvidenceShot; redactions: readonly Redaction[] };

/** Where areas of a picture are drawn, given a reason and taken away again; exports show them in black. */
export function RedactView({ sessionId, shot, redactions }: RedactViewProps) {
  const [draft, setDraft] = useState<Area | null>(null);
  const changes = useRedactions(sessionId, () => setDraft(null));
  return (
    <div className="flex min-h-0 flex-1 flex-col md:flex-row">
      <ZoomView picture={shot} zoom="fit" onZoom={ignore} onFit={ignore} label="Picture to redact" draggable={false}>
        {(scale) => (
          <>
            <ShotPicture sessionId={sessionId} shot={shot} alt="The picture to redact" redactions={redactions} />
            <RedactLayer picture={shot} scale={scale} draft={draft} onDraft={setDraft} />
          </>
        )}
      </ZoomView>
      <aside aria-label="Redactions" className="flex max-h-[45dvh] flex-col gap-4 overflow-y-auto border-t p-4 md:max-h-none md:w-80 md:border-t-0 md:border-l">
        {draft ? (
          <ReasonForm
            area={draft}
            pending={changes.adding}
            onCancel={() => setDraft(null)}
            onSave={(reason, applyTo) => changes.add({ ...draft, sessionId, shotId: shot.id, reason, applyTo })}
          />
        ) : (
          <>
            <p className="text-muted-foreground">Draw over what exports must not show. The picture itself stays as it is, for those who may see the session.</p>
            <Button onClick={() => setDraft(middleOf(shot))}>
              <Plus aria-hidden="true" />
              Add an area
            </Button>
          </>
        )}
        {redactions.length > 0 && (
          <ul aria-label="Redacted areas" className="divide-y border-t">
            {redactions.map(({ id, reason, createdBy }) => (
              <li key={id} className="flex items-center gap-2 py-2">
                <span className="min-w-0 flex-1">
                  <span className="block break-words">{reason}</span>
                  <span className="block text-xs text-muted-foreground">{createdBy}</span>
                </span>
                <IconButton label={`Remove "${reason}"`} icon={Trash2} pending={changes.removing === id} onPress={() => changes.remove(id)} />
              </li>
            ))}
          </ul>
        )}
      </aside>
    </div>
  );
}

const ignore = (): void => {};

type ReasonFormProps = { area: Area; pending: boolean; onCancel: () => void; onSave: (reason: string, applyTo: "picture" | "session") => void };

function ReasonForm({ area, pending, onCancel, onSave }: ReasonFormProps) {
  const id = useId();
  const [reason, setReason] = useState("");
  const [everywhere, setEverywhere] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason.trim()) onSave(reason.trim(), everywhere ? "session" : "picture");
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field label="Reason" hint={`Shown in the export. ${area.width}×${area.height} pixels at ${area.x}, ${area.y}.`}>
        {(control) => (
          <Input
            {...control}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            placeholder="Customer's name"
            maxLength={120}
            autoComplete="off"
          />
        )}
      </Field>
      <div className="flex items-start gap-2">
        <Checkbox id={id} className="mt-0.5" checked={everywhere} onCheckedChange={(checked) => setEverywhere(checked === true)} />
        <label htmlFor={id}>The same area of every picture of this size</label>
      </div>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" pending={pending} disabled={reason.trim() === ""}>
          Redact
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

/** Adds and removes redactions; what shows them is loaded anew. */
function useRedactions(sessionId: string, onAdded: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onError = (error: unknown): void => void toast.error(errorText(error));
  const refresh = (): Promise<void> => refreshEvidence(queries, sessionId);
  const add = useMutation(
    trpc.evidence.redact.mutationOptions({
      onSuccess: async ({ redactions }) => {
        await refresh();
        onAdded();
        toast.success(redactions.length === 1 ? "The area is redacted in exports." : `The area is redacted in ${redactions.length} pictures.`);
      },
      onError,
    }),
  );
  const remove = useMutation(trpc.evidence.removeRedaction.mutationOptions({ onSuccess: refresh, onError }));
  return {
    add: add.mutate,
    adding: add.isPending,
    remove: (redactionId: string) => remove.mutate({ sessionId, redactionId }),
    removing: remove.isPending ? remove.variables.redactionId : null,
  };
}
