import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { RecordingWarning } from "../../contract/recordings.ts";
import { absent, DIRECTORY_MODE, FILE_MODE } from "../../core/storage/disk-store.ts";
import type { RecordingFolder } from "../recording-folder.ts";
import { cutUnfinishedLine, parseJsonLines } from "./json-lines.ts";

export const NOTES_FILE = "notes.jsonl";
const MOST_TABS = 1_000;

/** What is known of a recording as a whole, one fact a line. Times are milliseconds since the epoch. */
const Note = z.discriminatedUnion("type", [
  z.object({ type: z.literal("started"), atMs: z.number() }),
  z.object({ type: z.literal("tab"), atMs: z.number(), tabId: z.string(), url: z.string(), title: z.string() }),
  z.object({ type: z.literal("tabClosed"), atMs: z.number(), tabId: z.string() }),
  z.object({ type: z.literal("warning"), atMs: z.number(), code: RecordingWarning.shape.code }),
  z.object({ type: z.literal("ended"), atMs: z.number() }),
]);
export type Note = z.infer<typeof Note>;

export type NotedTab = { tabId: string; url: string; title: string; openedAtMs: number; closedAtMs: number | null };
/** The same put together. `startedAtMs` is null where nothing was noted: a recording of an earlier version, or none. */
export type Notes = {
  startedAtMs: number | null;
  endedAtMs: number | null;
  tabs: NotedTab[];
  warnings: { code: RecordingWarning["code"]; atMs: number }[];
};

/** Adds to the notes of a recording's directory, in the order of the calls. */
export type NoteWriter = { readonly known: Notes; add(note: Note): Promise<void> };

/** Goes on with the notes that an earlier server left there, wherever it was interrupted. */
export async function openNotes(directory: string): Promise<NoteWriter> {
  await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE });
  const file = join(directory, NOTES_FILE);
  await cutUnfinishedLine(file);
  const known = parseNotes(await readFile(file, "utf8").catch(absent("")));
  const state = { work: Promise.resolve() };
  return {
    known,
    add: (note) => {
      take(known, note);
      const written = state.work.then(() => appendFile(file, `${JSON.stringify(note)}\n`, { mode: FILE_MODE }));
      state.work = written.catch(() => undefined);
      return written;
    },
  };
}

/** The notes of a recording; a last line that is cut off is left out. */
export async function readNotes(folder: RecordingFolder): Promise<Notes> {
  return parseNotes((await folder.get(NOTES_FILE))?.toString("utf8") ?? "");
}

function parseNotes(text: string): Notes {
  const notes: Notes = { startedAtMs: null, endedAtMs: null, tabs: [], warnings: [] };
  for (const note of parseJsonLines(Note, text)) take(notes, note);
  return notes;
}

function take(notes: Notes, note: Note): void {
  if (note.type === "started") {
    notes.startedAtMs ??= note.atMs;
    // Whatever ended before goes on now.
    notes.endedAtMs = null;
  } else if (note.type === "ended") notes.endedAtMs = note.atMs;
  else if (note.type === "warning") notes.warnings.push({ code: note.code, atMs: note.atMs });
  else {
    const tab = notes.tabs.find(({ tabId }) => tabId === note.tabId);
    if (note.type === "tabClosed") {
      if (tab) tab.closedAtMs = note.atMs;
    } else if (tab) Object.assign(tab, { url: note.url, title: note.title, closedAtMs: null });
    else if (notes.tabs.length < MOST_TABS) notes.tabs.push({ tabId: note.tabId, url: note.url, title: note.title, openedAtMs: note.atMs, closedAtMs: null });
  }
}
