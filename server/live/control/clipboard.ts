import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { withTimeout } from "../../core/time.ts";
import type { Page } from "../../driver/page.ts";

const CLIPBOARD_LIMIT_MS = 2_000;
/** The page hears of a copy as soon as the key has reached it. */
const COPY_HEARD_LIMIT_MS = 800;
const MAX_DEPTH = 10;
/** What a viewer's message may bring into a page's clipboard event as files. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;
const PICTURES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
};

/** The name under which our own world keeps what the next copy gives. */
const COPIED = "perchCopied";
/**
 * Waits for the page's copy or cut and keeps what it puts on the clipboard: what a script of the page gave, else what is
 * selected. Heard last, at the window. A password field gives nothing, as in any browser.
 */
const LISTEN_FOR_COPY = `(() => {
  const selected = (el) => {
    if (el instanceof HTMLInputElement || el instanceof HTMLTextAreaElement) {
      if (el.type === "password" || el.selectionStart === null) return "";
      return el.value.slice(el.selectionStart, el.selectionEnd);
    }
    return String(getSelection());
  };
  const target = (event) => event.composedPath()[0];
  // A key before this one that copied nothing must not be told what this one does.
  globalThis.${COPIED}Stop?.();
  globalThis.${COPIED} = new Promise((resolve) => {
    const before = { text: "" };
    const onCapture = (event) => { before.text = selected(target(event)); };
    const done = (text) => {
      clearTimeout(timer);
      for (const type of ["copy", "cut"]) {
        removeEventListener(type, onCapture, { capture: true });
        removeEventListener(type, onBubble);
      }
      resolve(text);
    };
    const onBubble = (event) => {
      const el = target(event);
      if (el instanceof HTMLInputElement && el.type === "password") return done("");
      done(event.defaultPrevented ? event.clipboardData.getData("text/plain") : before.text);
    };
    const timer = setTimeout(() => done(""), ${COPY_HEARD_LIMIT_MS});
    globalThis.${COPIED}Stop = () => done("");
    for (const type of ["copy", "cut"]) {
      addEventListener(type, onCapture, { capture: true });
      addEventListener(type, onBubble);
    }
  });
  return true;
})()`;

/** A paste event where the caret is. False when the page has done something of its own with it. */
const PASTE = (data: { text: string; html: string; files: { name: string; type: string; base64: string }[] }): string => `(() => {
  const { text, html, files } = ${JSON.stringify(data)};
  const data = new DataTransfer();
  if (text !== "") data.setData("text/plain", text);
  if (html !== "") data.setData("text/html", html);
  for (const { name, type, base64 } of files) data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
  let el = document.activeElement ?? document.body;
  while (el?.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
  return (el ?? document).dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true }));
})()`;

/** The frame of a page that has the keyboard. */
async function focusedFrame(page: Page): Promise<string> {
  let frameId = page.mainFrameId;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const inner: string | null = await focusedChild(page, frameId);
    if (inner === null) return frameId;
    frameId = inner;
  }
  return frameId;
}

async function focusedChild(page: Page, frameId: string): Promise<string | null> {
  const { value: isFrame } = await page.evaluate<boolean>(`/^i?frame$/.test(document.activeElement?.localName ?? "")`, { frameId, world: "isolated" });
  if (!isFrame) return null;
  for (const child of page.frames()) {
    if (child.parentFrameId !== frameId) continue;
    const owner = await page.frameOwner(child.frameId);
    const has = owner && (await page.element(owner).call<boolean>("function () { return this.ownerDocument.activeElement === this }"));
    if (has) return child.frameId;
  }
  return null;
}

/**
 * Listens where the keyboard is. Once that is ready the key may be pressed; the function that it gives then waits for what
 * was copied or cut, empty where that is nothing. @throws AppError TIMEOUT | BROWSER_CRASHED
 */
export async function listenForCopy(page: Page, signal: AbortSignal): Promise<() => Promise<string>> {
  const listen = async (limit: AbortSignal): Promise<string> => {
    const frameId = await focusedFrame(page);
    await page.evaluate(LISTEN_FOR_COPY, { frameId, world: "isolated", signal: limit });
    return frameId;
  };
  const frameId = await withTimeout(CLIPBOARD_LIMIT_MS, "getting ready for a copy", listen, signal);
  return async () => (await page.evaluate<string>(`globalThis.${COPIED}`, { frameId, world: "isolated", timeoutMs: CLIPBOARD_LIMIT_MS, signal })).value;
}

/** Tells the page of a paste. False when it has done something of its own with it. @throws AppError TIMEOUT | BROWSER_CRASHED */
export async function paste(page: Page, { text, html = "" }: { text: string; html?: string | undefined }, signal: AbortSignal): Promise<boolean> {
  return send(page, PASTE({ text, html, files: [] }), signal);
}

/** Tells the page of pasted pictures, by their paths on this machine. @throws AppError TIMEOUT | BROWSER_CRASHED, or what reading throws */
export async function pasteFiles(page: Page, paths: readonly string[], signal: AbortSignal): Promise<void> {
  const files = await Promise.all(
    paths.map(async (path) => {
      const content = await readFile(path, { signal });
      if (content.length > MAX_FILE_BYTES) return null;
      return { name: basename(path), type: PICTURES[extname(path).toLowerCase()] ?? "application/octet-stream", base64: content.toString("base64") };
    }),
  );
  await send(page, PASTE({ text: "", html: "", files: files.filter((file) => file !== null) }), signal);
}

function send(page: Page, script: string, signal: AbortSignal): Promise<boolean> {
  const work = async (limit: AbortSignal): Promise<boolean> =>
    (await page.evaluate<boolean>(script, { frameId: await focusedFrame(page), world: "isolated", userGesture: true, signal: limit })).value;
  return withTimeout(CLIPBOARD_LIMIT_MS, "pasting", work, signal);
}
