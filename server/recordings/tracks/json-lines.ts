import { readFile, truncate } from "node:fs/promises";
import type { z } from "zod";
import { absent } from "../../core/storage/disk-store.ts";

/**
 * The entries of a file that is written line by line. What follows the last line break is empty, or a line that is being
 * written; a line before it that is none was written on a disk that was full, and is left out.
 */
export function parseJsonLines<T>(schema: z.ZodType<T>, text: string): T[] {
  return text
    .split("\n")
    .slice(0, -1)
    .flatMap((line) => {
      const entry = schema.safeParse(jsonOf(line));
      return entry.success ? [entry.data] : [];
    });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What was written after the last line break would spoil the line that is written next. */
export async function cutUnfinishedLine(file: string): Promise<void> {
  const bytes = await readFile(file).catch(absent(Buffer.alloc(0)));
  const end = bytes.lastIndexOf("\n") + 1;
  if (end < bytes.length) await truncate(file, end);
}
