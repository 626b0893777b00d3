import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "../core/errors.ts";
import type { Identity } from "./resolve-actor.ts";

const ALPHABET = "0123456789abcdefghijklmnopqrstuv";
const MAC_BYTES = 16;
/** DNS (RFC 1035): a label has at most 63 characters. */
const LABEL_LENGTH = 60;
const HOST = /^((?:[0-9a-v]{1,63}\.)+)cdp\./;
const BODY = /^(?<expiresAtS>\d+) (?<sessionId>\w+) (?<workspaceId>\w+) (?<kind>[uk]) (?<id>\S+)$/;

/** What a debugger host stands for, as a debugger link does. `expiresAtMs` is in milliseconds since the epoch. */
export type DebuggerHost = { sessionId: string; identity: Identity; expiresAtMs: number };

/**
 * The part of a host's name that names a session and lets its bearer in, signed as a link is: for clients that are given
 * a host and a port and nothing else (Selenium's `debuggerAddress`). Host names know no upper case: base 32 (RFC 4648).
 */
export function signDebuggerHost(key: Uint8Array, { sessionId, identity, expiresAtMs }: DebuggerHost): string {
  const { userId, workspaceId, keyId } = identity;
  const who = keyId === null ? `u ${userId}` : `k ${keyId}`;
  const body = Buffer.from(`${Math.floor(expiresAtMs / 1000)} ${sessionId} ${workspaceId} ${who}`);
  const text = toBase32(Buffer.concat([macOf(key, body), body]));
  const labels = Array.from({ length: Math.ceil(text.length / LABEL_LENGTH) }, (_, i) => text.slice(i * LABEL_LENGTH, (i + 1) * LABEL_LENGTH));
  return `${labels.join(".")}.cdp`;
}

/** Whether a Host header has the shape of a debugger host, genuine or not. */
export const isDebuggerHost = (host: string | undefined): boolean => host !== undefined && HOST.test(host.toLowerCase());

/** The host below which a debugger host is; any other as it is. */
export const withoutToken = (host: string): string => host.toLowerCase().replace(HOST, "");

/**
 * Reads the host's name again; its signature is compared in constant time.
 * @throws AppError UNAUTHENTICATED when it is expired or forged
 */
export function readDebuggerHost(key: Uint8Array, host: string): DebuggerHost {
  const bytes = fromBase32((HOST.exec(host.toLowerCase())?.[1] ?? "").replaceAll(".", ""));
  const mac = bytes.subarray(0, MAC_BYTES);
  const body = bytes.subarray(MAC_BYTES);
  const { expiresAtS, sessionId, workspaceId, kind, id } = BODY.exec(body.toString())?.groups ?? {};
  const isGenuine = mac.length === MAC_BYTES && timingSafeEqual(mac, macOf(key, body));
  if (!isGenuine || sessionId === undefined || workspaceId === undefined || id === undefined)
    throw new AppError("UNAUTHENTICATED", "This debugger address is not valid.");
  const expiresAtMs = Number(expiresAtS) * 1000;
  if (expiresAtMs <= Date.now()) throw new AppError("UNAUTHENTICATED", "This debugger address has expired; ask for a new one.");
  return { sessionId, expiresAtMs, identity: { workspaceId, userId: kind === "u" ? id : "", keyId: kind === "k" ? id : null } };
}

/** The purpose is part of what is signed: the same key signs other things. */
const macOf = (key: Uint8Array, body: Buffer): Buffer => createHmac("sha256", key).update("debugger-host\n").update(body).digest().subarray(0, MAC_BYTES);

function toBase32(bytes: Buffer): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(value >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text) {
    value = ((value << 5) | ALPHABET.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}
