import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { Input } from "./input.tsx";

type SearchInputProps = Omit<ComponentProps<typeof Input>, "type" | "onChange" | "className"> & {
  label: string;
  /** Of the whole field, to give it its width. */
  className?: string;
  onSearch: (words: string) => void;
};

/** A field to search a list by words. */
export function SearchInput({ label, className, onSearch, ...props }: SearchInputProps) {
  return (
    <div className={cn("relative min-w-48 flex-1", className)}>
      <Search aria-hidden="true" className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-muted-foreground" />
      <Input type="search" aria-label={label} className="pl-8" onChange={(event) => onSearch(event.currentTarget.value)} {...props} />
    </div>
  );
}
