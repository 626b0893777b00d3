import { Download } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/dropdown-menu.tsx";

/** A file that can be had: its name at `/api/sessions/:id/`, and what the reader calls it. */
export type ExportChoice = { file: string; label: string };

type ExportMenuProps = {
  sessionId: string;
  label: string;
  choices: readonly ExportChoice[];
  /** What narrows the list down narrows the file down; lists are joined by commas. */
  filter: Readonly<Record<string, string | boolean | readonly (string | number)[] | undefined>>;
};

/** Files of what is listed, with the same filters. */
export function ExportMenu({ sessionId, label, choices, filter }: ExportMenuProps) {
  const given = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const query = given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
  return (
    <Menu
      trigger={
        <Button size="icon" variant="outline" aria-label={label} title={label}>
          <Download aria-hidden="true" />
        </Button>
      }
    >
      {choices.map(({ file, label: name }) => (
        <MenuItem key={file} asChild>
          <a href={`/api/sessions/${sessionId}/${file}${query}`} download>
            {name}
          </a>
        </MenuItem>
      ))}
    </Menu>
  );
}
