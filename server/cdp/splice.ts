import type { Duplex } from "node:stream";
import { closeFrame, FrameStream, OPCODE, serverFrame } from "./frames.ts";

/** Close codes of our own (RFC 6455 leaves 4000–4999 to applications) and of the protocol. */
export const CLOSE = { ended: 4000, notAllowed: 4401, stalled: 4008, goingAway: 1001, browserGone: 1011 } as const;

export type SpliceLimits = {
  /** With so many bytes waiting for the client nothing more is read from the browser, which then waits too. */
  maxWaitingBytes: number;
  /** A client that takes nothing for so long while bytes wait is cut. */
  stallMs: number;
  /** How often the client is asked for a sign of life, which also keeps proxies in between from closing. */
  pingMs: number;
  /** Without a sign of life for so long it is cut: longer than people leave a program at a breakpoint. */
  silenceMs: number;
  /** How long a closing connection may take. */
  closeMs: number;
};
export const SPLICE_LIMITS: SpliceLimits = { maxWaitingBytes: 4 * 1024 * 1024, stallMs: 30_000, pingMs: 30_000, silenceMs: 600_000, closeMs: 2_000 };

/** What must be seen (control frames, Browser.close) is shorter than nearly every other command: the rest is not looked at. */
const INSPECT_BYTES = 128;
const PING = serverFrame(OPCODE.ping, Buffer.alloc(0));

type Command = { id: number; sessionId?: string };
type SpliceParts = {
  client: Duplex;
  browser: Duplex;
  clientHead: Buffer;
  browserHead: Buffer;
  /** Called for each piece of data that passed, either way. */
  onTraffic: (bytes: number) => void;
  /** The client asked the browser to close: it is answered by us, the browser does not hear of it. */
  onBrowserClose: () => void;
  /** The browser ended the connection by itself. */
  onBrowserGone: () => void;
  limits?: SpliceLimits;
};

/**
 * Connects two upgraded sockets: bytes pass as they are, frames are counted but not decoded. What each side may leave
 * waiting is bounded by not reading from the other.
 */
export class Splice {
  /** Messages that passed, both ways. */
  messages = 0;
  /** Resolves with why it ended, when both sockets are gone. */
  readonly closed: Promise<string>;
  readonly #parts: SpliceParts;
  readonly #limits: SpliceLimits;
  readonly #fromClient: FrameStream;
  readonly #fromBrowser: FrameStream;
  readonly #pings: NodeJS.Timeout;
  #stall: NodeJS.Timeout | undefined;
  #why = "The client went away.";
  /** The client has been sent only a part of a frame: nothing of ours may go in between. */
  #midFrame = false;
  /** What waits for the client to catch up: the beginning of a frame, held so that the client is at a frame's end. */
  #tail: Buffer | null = null;
  #clientClosing = false;
  #over = false;
  #heardAt = performance.now();

  constructor(parts: SpliceParts) {
    const { client, browser } = parts;
    this.#parts = parts;
    this.#limits = parts.limits ?? SPLICE_LIMITS;
    const onMessage = (): void => {
      this.messages += 1;
    };
    this.#fromClient = new FrameStream({ inspectUpTo: INSPECT_BYTES, keep: (...frame) => this.#keep(...frame), onMessage });
    this.#fromBrowser = new FrameStream({ onMessage });
    this.closed = Promise.all([gone(client), gone(browser)]).then(() => {
      this.#finish();
      return this.#why;
    });
    this.#connect();
    this.#pings = setInterval(() => this.#ask(), this.#limits.pingMs);
  }

  /** Tells the client why, where it is at a frame's end, and ends both connections. Idempotent. */
  close(code: number, reason: string): void {
    if (this.#over) return;
    this.#why = reason;
    this.#end(this.#midFrame ? null : closeFrame(code, reason));
  }

  #end(lastFrame: Buffer | null): void {
    const { client, browser } = this.#parts;
    this.#finish();
    browser.destroy();
    if (lastFrame) client.write(lastFrame);
    client.end();
    // What the client still sends is read and dropped, so that its own closing frame can arrive.
    client.removeAllListeners("data").resume();
    const cut = setTimeout(() => client.destroy(), this.#limits.closeMs);
    client.once("close", () => clearTimeout(cut));
  }

  #finish(): void {
    this.#over = true;
    clearInterval(this.#pings);
    clearInterval(this.#stall);
  }

  #connect(): void {
    const { client, browser, clientHead, browserHead } = this.#parts;
    client.on("data", (chunk: Buffer) => this.#toBrowser(chunk));
    browser.on("data", (chunk: Buffer) => this.#toClient(chunk));
    browser.on("drain", () => client.resume());
    client.on("drain", () => this.#resume());
    // A socket that fails is closed by that, which is what counts.
    client.on("error", () => {});
    browser.on("error", () => {});
    client.once("end", () => client.destroy());
    client.once("close", () => browser.destroy());
    browser.once("end", () => browser.destroy());
    browser.once("close", () => {
      if (this.#over) return;
      // Who said goodbye has been answered by the browser.
      if (this.#clientClosing) this.#end(null);
      else this.#parts.onBrowserGone();
    });
    if (clientHead.length > 0) this.#toBrowser(clientHead);
    if (browserHead.length > 0) this.#toClient(browserHead);
  }

  #toBrowser(chunk: Buffer): void {
    const { client, browser, onTraffic } = this.#parts;
    this.#heardAt = performance.now();
    let room = true;
    if (this.#fromClient.passes(chunk)) {
      onTraffic(chunk.length);
      room = browser.write(chunk);
    } else {
      const { whole, begun } = this.#fromClient.take(chunk);
      for (const bytes of begun ? [...whole, begun] : whole) {
        onTraffic(bytes.length);
        room = browser.write(bytes);
      }
    }
    if (!room) client.pause();
  }

  #toClient(chunk: Buffer): void {
    const { client, onTraffic } = this.#parts;
    onTraffic(chunk.length);
    if (this.#fromBrowser.passes(chunk)) {
      client.write(chunk);
      if (client.writableLength > this.#limits.maxWaitingBytes) this.#wait();
      return;
    }
    const { whole, begun } = this.#fromBrowser.take(chunk);
    for (const bytes of whole) {
      client.write(bytes);
      this.#midFrame = false;
    }
    const full = client.writableLength > this.#limits.maxWaitingBytes;
    if (begun && full && !this.#midFrame) this.#tail = begun;
    else if (begun) {
      client.write(begun);
      this.#midFrame = true;
    }
    if (full) this.#wait();
  }

  /** Reads nothing from the browser until the client has taken what waits; one that takes nothing is cut. */
  #wait(): void {
    const { client, browser } = this.#parts;
    browser.pause();
    let waiting = client.writableLength;
    clearInterval(this.#stall);
    this.#stall = setInterval(() => {
      if (client.writableLength >= waiting) this.close(CLOSE.stalled, `The client read nothing for ${this.#limits.stallMs} ms.`);
      waiting = client.writableLength;
    }, this.#limits.stallMs);
  }

  #resume(): void {
    clearInterval(this.#stall);
    if (this.#over) return;
    const tail = this.#tail;
    this.#tail = null;
    if (tail) {
      this.#parts.client.write(tail);
      this.#midFrame = true;
    }
    this.#parts.browser.resume();
  }

  /** Answers to our own pings stay here, and so does the wish to close the browser, which is for the session to do. */
  #keep(opcode: number, payload: Buffer, final: boolean): boolean {
    if (opcode === OPCODE.pong) return false;
    if (opcode === OPCODE.close) this.#clientClosing = true;
    const command = opcode === OPCODE.text && final ? browserClose(payload) : null;
    if (command === null) return true;
    const answer = { id: command.id, result: {}, ...(command.sessionId !== undefined && { sessionId: command.sessionId }) };
    if (!this.#midFrame) this.#parts.client.write(serverFrame(OPCODE.text, Buffer.from(JSON.stringify(answer))));
    this.#parts.onBrowserClose();
    return false;
  }

  #ask(): void {
    const { client } = this.#parts;
    // While the browser is slow to take what the client sent, the client is not listened to.
    if (client.isPaused()) return;
    if (performance.now() - this.#heardAt > this.#limits.silenceMs) {
      this.#why = "The client gave no sign of life.";
      client.destroy();
      return;
    }
    if (!this.#midFrame && client.writableLength === 0) client.write(PING);
  }
}

const gone = (socket: Duplex): Promise<void> => new Promise((resolve) => (socket.closed ? resolve() : socket.once("close", () => resolve())));

/** The command if it is Browser.close, which every other text is too long for or does not name. */
function browserClose(payload: Buffer): Command | null {
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
