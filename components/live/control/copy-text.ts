/** Puts a text on the viewer's clipboard. False when the browser wants a click for that, or does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  // On plain http addresses there is none: the older way works there, within a click.
  if (navigator.clipboard === undefined) return copyBySelection(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  if (!navigator.userActivation?.isActive) return false;
  const hadFocus = document.activeElement;
  const box = document.createElement("textarea");
  box.value = text;
  box.readOnly = true;
  box.className = "sr-only";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (hadFocus instanceof HTMLElement) hadFocus.focus({ preventScroll: true });
  return done;
}
