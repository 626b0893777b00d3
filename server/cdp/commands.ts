/** What names a command of CDP: answers carry it. */
export type CommandRef = { id: number; sessionId?: string };

/** The name of a command stands near its beginning in what every client sends. */
const NAME_WITHIN_BYTES = 512;
const NAME = /"method"\s*:\s*"(\w+\.\w+)"/;

/** The command if it is Browser.close, which every other text is too long for or does not name. */
export function browserClose(payload: Buffer): CommandRef | null {
  if (!payload.includes("Browser.close")) return null;
  try {
    const message: unknown = JSON.parse(payload.toString());
    if (typeof message !== "object" || message === null || !("method" in message) || message.method !== "Browser.close") return null;
    if (!("id" in message) || typeof message.id !== "number") return null;
    return { id: message.id, ...("sessionId" in message && typeof message.sessionId === "string" && { sessionId: message.sessionId }) };
  } catch {
    return null;
  }
}

/**
 * Whether the browser waits for this command from this client, and can show nothing to anybody until it comes: new tabs,
 * frames and workers stand still until each client that asked for it lets them run, intercepted requests until they are answered.
 */
export function isAwaited(payload: Buffer): boolean {
  const name = NAME.exec(payload.toString("latin1", 0, NAME_WITHIN_BYTES))?.[1] ?? "";
  return name === "Runtime.runIfWaitingForDebugger" || name.startsWith("Fetch.");
}
