import type { LiveClientMessage } from "../../server/contract/live.ts";
import { MAX_INPUT_TEXT } from "../../server/contract/live-control.ts";
import { modifierBits } from "./input-mapping.ts";
import { type RemoteKey, remoteKey } from "./remote-key.ts";

/** Kept in the text box, so that a touch keyboard's delete key has something to delete and is noticed. */
const SENTINEL = "\u200b";
/** Keys that are pressed for another one's sake. */
const MODIFIERS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"]);

type KeyboardInputOptions = {
  /** The hidden text box that has the focus while the viewer types: it brings input methods and touch keyboards. */
  box: HTMLTextAreaElement;
  onMac: boolean;
  send: (message: LiveClientMessage) => void;
  /** Shift+Escape: the viewer wants the keyboard back. */
  onRelease: () => void;
  /** Pictures or other files that were pasted. */
  onFiles: (files: File[]) => void;
};

/** Sends what is typed, composed or pasted into the box to the page. Returns the way to stop. */
export function listenToKeyboard({ box, onMac, send, onRelease, onFiles }: KeyboardInputOptions): () => void {
  const stop = new AbortController();
  /** What the page was told of keys that are down, by the viewer's own. */
  const held = new Map<string, Pick<RemoteKey, "key" | "code">>();
  const dead = { pressed: false };

  const sendText = (text: string): void => {
    for (let from = 0; from < text.length; from += MAX_INPUT_TEXT) send({ type: "text", text: text.slice(from, from + MAX_INPUT_TEXT) });
  };
  const tap = (key: string): void => {
    for (const action of ["down", "up"] as const) send({ type: "key", action, key, code: key, modifiers: 0, repeat: false });
  };
  const reset = (): void => {
    box.value = SENTINEL;
    box.setSelectionRange(SENTINEL.length, SENTINEL.length);
  };
  const letGo = (): void => {
    dead.pressed = false;
    for (const { key, code } of held.values()) send({ type: "key", action: "up", key, code, modifiers: 0, repeat: false });
    held.clear();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, code } = event;
    // A dead key becomes a character with the next: the box is left to find out which, and it comes as text.
    if (key === "Dead") dead.pressed = true;
    // An input method or a touch keyboard is at work: its result comes as text.
    if (event.isComposing || key === "Process" || key === "Dead" || key === "Unidentified") return;
    if (key === "Escape" && event.shiftKey) {
      event.preventDefault();
      onRelease();
      return;
    }
    if (dead.pressed && !MODIFIERS.has(key)) {
      dead.pressed = false;
      if (!event.ctrlKey && !event.metaKey) return;
    }
    // Pasting: the text comes with the paste event.
    if ((event.ctrlKey || event.metaKey) && !event.altKey && key.toLowerCase() === "v") return;
    event.preventDefault();
    const told = remoteKey(event, onMac);
    held.set(code || key, told);
    send({ type: "key", action: "down", ...told, repeat: event.repeat });
  };
  const onKeyUp = (event: KeyboardEvent): void => {
    const { key, code } = event;
    const told = held.get(code || key);
    if (!told) return;
    held.delete(code || key);
    event.preventDefault();
    send({ type: "key", action: "up", key: told.key, code: told.code, modifiers: modifierBits(event, onMac), repeat: false });
    // macOS reports no key-up for keys released while command is held.
    if (key === "Meta") letGo();
  };
  const onInput = (event: Event): void => {
    if (!(event instanceof InputEvent) || event.isComposing) return;
    if (event.inputType === "deleteContentBackward") tap("Backspace");
    else if (event.inputType === "insertLineBreak" || event.inputType === "insertParagraph") tap("Enter");
    else if (event.inputType !== "insertFromComposition" && event.data !== null) sendText(event.data);
    reset();
  };
  const onPaste = (event: ClipboardEvent): void => {
    event.preventDefault();
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const html = event.clipboardData?.getData("text/html") ?? "";
    const files = [...(event.clipboardData?.files ?? [])];
    // What offices copy is a text with a picture of itself: the text is meant.
    if (text === "" && files.length > 0) onFiles(files);
    else if (text.length > MAX_INPUT_TEXT) sendText(text);
    else if (text !== "") send({ type: "paste", text, ...(html !== "" && text.length + html.length <= MAX_INPUT_TEXT && { html }) });
  };
  const compose = (action: "update" | "commit", text: string): void => {
    if (text.length > MAX_INPUT_TEXT) sendText(action === "commit" ? text : "");
    else send({ type: "compose", action, text, caret: text.length });
  };

  const listen = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void): void =>
    box.addEventListener(type, listener, { signal: stop.signal });
  listen("keydown", onKeyDown);
  listen("keyup", onKeyUp);
  listen("input", onInput);
  listen("compositionupdate", ({ data }) => compose("update", data));
  listen("compositionend", ({ data }) => {
    compose("commit", data);
    reset();
  });
  listen("paste", onPaste);
  listen("focus", reset);
  listen("blur", letGo);

  return () => {
    stop.abort();
    letGo();
  };
}
