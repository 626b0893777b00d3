"use client";

import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogFooter } from "../../ui/dialog.tsx";
import { LimitNotice } from "../limit-notice.tsx";
import { AdvancedFields } from "./advanced-fields.tsx";
import { BasicFields } from "./basic-fields.tsx";
import { useCreateForm } from "./use-create-form.ts";

type CreateDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Makes a session and leads to it. */
export function CreateDialog({ open, onOpenChange }: CreateDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New session" shape="wide">
      <CreateForm onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

/** The failure stands above the fields, and the button that led to it below them. */
const showWhole = (notice: HTMLElement | null): void => {
  notice?.scrollIntoView({ block: "nearest" });
};

function CreateForm({ onCancel }: { onCancel: () => void }) {
  const { form, settings, submit, queueInstead, failure, advanced, setAdvanced, pending } = useCreateForm();
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto border-t px-5 py-4">
        {failure && (
          <div ref={showWhole} className="mb-4 flex scroll-mt-4 flex-col gap-2">
            <LimitNotice title="The session was not created" error={failure.error} onRetry={() => void submit()} onQueue={queueInstead} />
            {failure.unplaced.map(({ field, message }) => (
              <p key={`${field} ${message}`} className="text-destructive">
                {field}: {message}
              </p>
            ))}
          </div>
        )}
        <BasicFields form={form} defaults={settings?.sessionDefaults} />
        <Collapsible.Root open={advanced} onOpenChange={setAdvanced} className="mt-4 border-t pt-3">
          <Collapsible.Trigger asChild>
            <Button variant="ghost" className="-ml-3 data-[state=open]:[&_svg]:rotate-90">
              <ChevronRight aria-hidden="true" className="transition-transform" />
              Place, language, identity, logs and proxy
            </Button>
          </Collapsible.Trigger>
          <Collapsible.Content>
            <AdvancedFields form={form} settings={settings} />
          </Collapsible.Content>
        </Collapsible.Root>
      </div>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending}>
          Create session
        </Button>
      </DialogFooter>
    </form>
  );
}
