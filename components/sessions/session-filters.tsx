"use client";

import { CalendarDays, LayoutGrid, ListFilter, Rows3, X } from "lucide-react";
import type { ReactNode } from "react";
import { SESSION_STATUSES } from "../../server/contract/sessions.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuCheck } from "../ui/dropdown-menu.tsx";
import { Field } from "../ui/field.tsx";
import { Input, Select } from "../ui/input.tsx";
import { Popover } from "../ui/popover.tsx";
import { SearchInput } from "../ui/search-input.tsx";
import { STATUS_LABELS } from "./status-badge.tsx";
import type { SessionFilters } from "./use-session-filters.ts";

const SORTS = [
  ["createdAt-desc", "Newest first"],
  ["createdAt-asc", "Oldest first"],
  ["lastActivityAt-desc", "Last active"],
  ["name-asc", "Name"],
  ["status-asc", "Status"],
] as const;

/** The row that chooses what the list shows and how. */
export function SessionFiltersBar({ filters, setFilters, filtered, clear }: SessionFilters) {
  const sortValue = `${filters.sort}-${filters.order}`;
  const chooseSort = (value: string): void => {
    const [sort, order] = value.split("-") as [typeof filters.sort, typeof filters.order];
    void setFilters({ sort, order, page: null });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchInput
        label="Search sessions"
        placeholder="Search name, id, tag, address"
        className="sm:max-w-72"
        value={filters.search}
        onSearch={(words) => void setFilters({ search: words || null, page: null }, { throttleMs: 300 })}
      />
      <Menu
        align="start"
        trigger={
          <Button>
            <ListFilter aria-hidden="true" />
            Status
            {filters.status.length > 0 && <span className="text-primary tabular-nums">{filters.status.length}</span>}
          </Button>
        }
      >
        {SESSION_STATUSES.map((status) => (
          <MenuCheck
            key={status}
            checked={filters.status.includes(status)}
            onChange={(checked) =>
              void setFilters({ status: checked ? [...filters.status, status] : filters.status.filter((chosen) => chosen !== status), page: null })
            }
          >
            {STATUS_LABELS[status]}
          </MenuCheck>
        ))}
      </Menu>
      <DateRange filters={filters} setFilters={setFilters} />
      {filtered && (
        <Button variant="ghost" onClick={() => void clear()}>
          <X aria-hidden="true" />
          Clear
        </Button>
      )}
      <div className="ml-auto flex items-center gap-2">
        <Select aria-label="Sort" className="w-36" value={sortValue} onChange={(event) => chooseSort(event.currentTarget.value)}>
          {SORTS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
          {!SORTS.some(([value]) => value === sortValue) && <option value={sortValue}>Custom</option>}
        </Select>
        <fieldset className="flex rounded-md border border-input/60 bg-card p-0.5">
          <legend className="sr-only">View</legend>
          <ViewButton
            label="Cards"
            pressed={filters.view === "cards"}
            onPress={() => void setFilters({ view: "cards" })}
            icon={<LayoutGrid aria-hidden="true" />}
          />
          <ViewButton label="Table" pressed={filters.view === "table"} onPress={() => void setFilters({ view: "table" })} icon={<Rows3 aria-hidden="true" />} />
        </fieldset>
      </div>
    </div>
  );
}

function ViewButton({ label, pressed, onPress, icon }: { label: string; pressed: boolean; onPress: () => void; icon: ReactNode }) {
  return (
    <Button
      variant="ghost"
      size="iconSmall"
      aria-label={label}
      aria-pressed={pressed}
      onClick={onPress}
      className="size-7.5 rounded-sm text-muted-foreground aria-pressed:bg-accent aria-pressed:text-foreground"
    >
      {icon}
    </Button>
  );
}

function DateRange({ filters, setFilters }: Pick<SessionFilters, "filters" | "setFilters">) {
  const show = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? "";
  const read = (text: string): Date | null => (text ? new Date(`${text}T00:00:00Z`) : null);
  const label = filters.from || filters.to ? `${show(filters.from) || "…"} – ${show(filters.to) || "…"}` : "Created";
  return (
    <Popover
      trigger={
        <Button>
          <CalendarDays aria-hidden="true" />
          <span className="tabular-nums">{label}</span>
        </Button>
      }
    >
      <div className="grid gap-3">
        <Field label="From">
          {(control) => (
            <Input
              {...control}
              type="date"
              value={show(filters.from)}
              max={show(filters.to)}
              onChange={(event) => void setFilters({ from: read(event.currentTarget.value), page: null })}
            />
          )}
        </Field>
        <Field label="To" hint="Days are counted in UTC.">
          {(control) => (
            <Input
              {...control}
              type="date"
              value={show(filters.to)}
              min={show(filters.from)}
              onChange={(event) => void setFilters({ to: read(event.currentTarget.value), page: null })}
            />
          )}
        </Field>
      </div>
    </Popover>
  );
}
