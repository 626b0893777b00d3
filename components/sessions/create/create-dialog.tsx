"use client";

import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogFooter } from "../../ui/dialog.tsx";
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

function CreateForm({ onCancel }: { onCancel: () => void }) {
  const { form, submit, failure, advanced, setAdvanced, pending } = useCreateForm();
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto border-t px-5 py-4">
        {failure && (
          <Alert tone="danger" title="The session was not created" className="mb-4">
            {failure}
          </Alert>
        )}
        <BasicFields form={form} />
        <Collapsible.Root open={advanced} onOpenChange={setAdvanced} className="mt-4 border-t pt-3">
          <Collapsible.Trigger asChild>
            <Button variant="ghost" className="-ml-3 data-[state=open]:[&_svg]:rotate-90">
              <ChevronRight aria-hidden="true" className="transition-transform" />
              Place, language, identity and proxy
            </Button>
          </Collapsible.Trigger>
          <Collapsible.Content>
            <AdvancedFields form={form} />
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
