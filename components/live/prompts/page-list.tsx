"use client";

import { Check } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { PromptAnswer, PromptOption } from "../../../server/contract/live-prompts.ts";
import { moveActive, typeAhead } from "./list-keys.ts";
import { promptTitle } from "./prompt-words.ts";
import type { OpenPrompt } from "./use-prompts.ts";

const TYPED_TOGETHER_MS = 800;

type Select = Extract<OpenPrompt, { kind: "select" }>;
type PageListProps = { prompt: Select; mayAnswer: boolean; onAnswer: (answer: PromptAnswer) => void };

/** The open list of a page's `<select>`: a listbox with the keys that such lists have. */
export function PageList({ prompt, mayAnswer, onAnswer }: PageListProps) {
  const { options } = prompt;
  const [active, setActive] = useState(() => startOf(options));
  const list = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", atMs: 0 });
  const baseId = useId();
  const idOf = (index: number): string => `${baseId}-${index}`;

  useEffect(() => {
    list.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
  }, []);
  const go = (index: number): void => {
    setActive(index);
    document.getElementById(idOf(index))?.scrollIntoView({ block: "nearest" });
  };
  const choose = (index: number): void => {
    const option = options.find((one) => one.index === index);
    if (mayAnswer && option && !option.disabled) onAnswer({ what: "option", index });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (!mayAnswer || event.ctrlKey || event.metaKey) return;
    if (key === "Enter" || (key === " " && typed.current.text === "")) choose(active);
    else if (key === "Escape" || key === "Tab") onAnswer({ what: "dismiss" });
    else if ([...key].length === 1) {
      const now = performance.now();
      const text = (now - typed.current.atMs < TYPED_TOGETHER_MS ? typed.current.text : "") + key;
      typed.current = { text, atMs: now };
      go(typeAhead(options, active, text));
    } else {
      const next = moveActive(options, active, key);
      if (next === null) return;
      go(next);
    }
    event.preventDefault();
  };
  return (
    <div
      ref={list}
      role="listbox"
      data-first=""
      tabIndex={0}
      aria-label={promptTitle(prompt)}
      aria-activedescendant={idOf(active)}
      aria-disabled={!mayAnswer}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1 text-sm focus-visible:outline-none"
    >
      {groupsOf(options).map(({ group, members }) => {
        const rows = members.map((option) => (
          <Option key={option.index} id={idOf(option.index)} option={option} active={option.index === active} onHover={setActive} onChoose={choose} />
        ));
        if (group === null) return rows;
        return (
          <fieldset key={members[0]?.index} className="min-w-0">
            <legend className="px-2 pt-2 pb-1 text-xs font-medium text-muted-foreground">{group}</legend>
            {rows}
          </fieldset>
        );
      })}
    </div>
  );
}

type OptionProps = { id: string; option: PromptOption; active: boolean; onHover: (index: number) => void; onChoose: (index: number) => void };

/** The list has the focus; its options are pointed at. */
function Option({ id, option, active, onHover, onChoose }: OptionProps) {
  const { index, label, disabled, selected } = option;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-disabled={disabled}
      {...(active && { "data-active": "" })}
      onMouseMove={() => !disabled && onHover(index)}
      onMouseUp={() => onChoose(index)}
      className={`flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 whitespace-nowrap ${active ? "bg-accent text-accent-foreground" : ""} ${disabled ? "opacity-50" : ""}`}
    >
      <Check aria-hidden="true" className={`size-3.5 shrink-0 ${selected ? "" : "invisible"}`} />
      <span className="min-w-0 truncate">{label || "\u00a0"}</span>
    </div>
  );
}

const startOf = (options: readonly PromptOption[]): number =>
  (options.find(({ selected }) => selected) ?? options.find(({ disabled }) => !disabled))?.index ?? 0;

function groupsOf(options: readonly PromptOption[]): { group: string | null; members: PromptOption[] }[] {
  const groups: { group: string | null; members: PromptOption[] }[] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last?.group === option.group) last.members.push(option);
    else groups.push({ group: option.group, members: [option] });
  }
  return groups;
}
