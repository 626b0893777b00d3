import type { PageTarget } from "../page-target.ts";

/** A dialog of the page's own: `alert`, `confirm`, `prompt` or `beforeunload`. */
export type PageDialog = {
  kind: "alert" | "confirm" | "prompt" | "beforeunload";
  message: string;
  /** What a `prompt` begins with. */
  defaultText: string;
  /** The address of the document that asks. */
  url: string;
  /** Aborts when there is nothing left to answer: somebody else did, or the page is gone. */
  gone: AbortSignal;
};
export type DialogAnswer = { accept: boolean; text?: string };

/** An open file chooser. It waits until it is given files or cancelled. */
export type FileChooser = {
  multiple: boolean;
  /** It asks for a folder. */
  directory: boolean;
  /** Types and endings it asks for, as the input's `accept` has them. */
  accept: string;
  /** The address of the document that asks. */
  url: string;
  gone: AbortSignal;
  /** Files at these paths of this machine; for a folder its path alone. @throws CdpError when the input is gone */
  give(paths: readonly string[]): Promise<void>;
  /** As if the chooser was closed. Never rejects. */
  cancel(): Promise<void>;
};

/** One entry of an open list. */
export type ListOption = { index: number; label: string; group: string | null; disabled: boolean; selected: boolean };
export type PickerType = "color" | "date" | "datetime-local" | "month" | "time" | "week";
/** What an open list or picker shows, as the page's document tells it. */
export type PickerContent = { label: string } & (
  | { kind: "select" | "suggestions"; options: ListOption[] }
  | { kind: "picker"; inputType: PickerType; value: string; min: string; max: string; step: string }
);

/** An open list of a `<select>`, a date, time or colour picker, or what a text field suggests. Headless browsers draw none of them. */
export type Picker = {
  content: PickerContent;
  /** Where its control lies, in CSS pixels of the page's viewport. */
  box: { x: number; y: number; width: number; height: number };
  origin: string;
  gone: AbortSignal;
  /** Chooses an option, or for a picker sets the value, and closes it. False when the control does not take it. @throws CdpError when it is gone */
  choose(choice: number | string): Promise<boolean>;
  /** Closes it as Escape does. Never rejects. */
  close(): Promise<void>;
};

export type AskedPermission = "geolocation" | "notifications" | "camera" | "microphone" | "clipboard-read";
export type PermissionAsk = { permission: AskedPermission; origin: string; gone: AbortSignal };

export type Credentials = { username: string; password: string };
/** A site, or the proxy on the way to it, that wants a name and a password before it shows anything (HTTP authentication). */
export type SignInAsk = {
  /** Whoever wants them. */
  origin: string;
  /** What it calls the part of it that is shut. */
  realm: string;
  /** How they are sent, in lower case: `basic` as they are, `digest`. */
  scheme: string;
  ofProxy: boolean;
  gone: AbortSignal;
};

/** Somebody who answers what pages ask in windows of the browser's own. None of these may throw. */
export type Attendant = {
  /** Null: answered as if nobody attended. */
  answerDialog(page: PageTarget, dialog: PageDialog): Promise<DialogAnswer | null>;
  /** Must end in `give` or `cancel`. */
  openFileChooser(page: PageTarget, chooser: FileChooser): void;
  /** Called again with the same `gone` when what it shows has changed. */
  openPicker(page: PageTarget, picker: Picker): void;
  /** Whether the page's site may from now on. */
  askPermission(page: PageTarget, ask: PermissionAsk): Promise<boolean>;
  /** What to sign in with; null for nothing. */
  signIn(page: PageTarget, ask: SignInAsk): Promise<Credentials | null>;
};
