import type { Json } from "../../contract/common.ts";
import { createVeil, type Veil } from "../veil.ts";
import { withoutSecretFields } from "./multipart.ts";
import { isSecretBelow, isSecretHeader, isSecretName } from "./names.ts";
import type { MaskPattern } from "./patterns.ts";
import { MASK, withoutEscapes, withoutSecrets } from "./text-rules.ts";

/** So many values that were seen are remembered; the oldest are forgotten first. */
const MOST_VALUES = 200;
/** What is seen in headers is remembered from this length on: short values are everyday words. */
const SHORTEST_CREDENTIAL = 12;
const DATA_ADDRESS_SHOWN = 80;
/** Lists of names and values: what says the name in them. */
const NAMING_KEYS = ["name", "key", "field", "header"] as const;

/** Takes secrets out of what is stored, told or exported about a session. */
export type Masker = ReturnType<typeof createMasker>;

/**
 * Makes a session's masker. Hidden are: values of variables (as `%name%`), values typed into password and card fields,
 * credentials seen in headers, and what is a secret by its form (card numbers, JWTs), by its name (`token=…`,
 * `"password": …`) or by a configured pattern. Every method takes linear time; callers cut what is long AFTER masking,
 * or leave so much more that no secret straddles the cut.
 * @param veil knows the values of variables; the session's own
 */
export function createMasker({ veil = createVeil(), patterns = [] }: { veil?: Pick<Veil, "hide" | "hideIn">; patterns?: readonly MaskPattern[] } = {}) {
  const seen = createVeil({ most: MOST_VALUES, shows: () => MASK });

  const known = (text: string): string => seen.hide(veil.hide(text));
  const configured = (all: string): string => patterns.reduce((rest, pattern) => pattern.replaceIn(rest), all);
  const text = (all: string): string => configured(withoutSecrets(known(withoutEscapes(all))));
  const json = (data: Json): Json => {
    if (typeof data === "string") return text(data);
    if (typeof data === "number") return text(String(data)) === String(data) ? data : text(String(data));
    if (Array.isArray(data)) return isSecretPair(data) ? [data[0] as Json, MASK] : data.map(json);
    if (typeof data !== "object" || data === null) return data;
    const namesValue = "value" in data && NAMING_KEYS.some((key) => typeof data[key] === "string" && isSecretName(data[key]));
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => {
        if (isSecretBelow(key) || (namesValue && key === "value")) return [key, masked(value)];
        return [text(key), isSecretName(key) && holdsScalars(value) ? masked(value) : json(value)];
      }),
    );
  };
  const learn = (value: string): void => {
    seen.learn({ value });
    // Pages write card numbers without the spaces that people type.
    const digits = value.replace(/[ -]/g, "");
    if (digits !== value && /^\d+$/.test(digits)) seen.learn({ value: digits });
  };
  /** A credential stands in what pages say of themselves too: `console.log(document.cookie)`. */
  const learnCredential = (value: string): void => {
    if (value.length >= SHORTEST_CREDENTIAL) learn(value);
  };
  const header = (name: string, value: string): string => {
    const lower = name.toLowerCase();
    if (lower === "cookie")
      return value.replace(/(^|;\s*)([^=;]+)=([^;]*)/g, (_, before: string, key: string, secret: string) => `${before}${key}=${hidden(secret)}`);
    if (lower === "set-cookie") return value.replace(/^([^=;\r\n]+)=([^;\r\n]*)/gm, (_, key: string, secret: string) => `${key}=${hidden(secret)}`);
    if (!isSecretHeader(lower)) return text(value);
    const [, scheme = "", credential = value] = /^(\w[\w-]* )(.*)$/s.exec(value) ?? [];
    return scheme + hidden(credential);
  };
  const hidden = (secret: string): string => {
    learnCredential(secret);
    return secret === "" ? "" : MASK;
  };

  return {
    /** From here on a value that was typed into a password or card field is hidden. Values under three characters are not. */
    learn,
    /** Hides known values only, for what must stay usable as it is: an address to be opened again. */
    known,
    /** The same for every text within data. */
    knownIn: (data: Json): Json => seen.hideIn(veil.hideIn(data)),
    /** Hides what the configured patterns find, and no more: for what a page shows to people. Null where there are none. */
    configured: patterns.length === 0 ? null : configured,
    /** A line of text: a message, a title, an instruction. */
    text,
    /** An address; the content of a `data:` address is left out. */
    url: (url: string): string => (url.startsWith("data:") && url.length > DATA_ADDRESS_SHOWN ? `${text(url.slice(0, DATA_ADDRESS_SHOWN))}…` : text(url)),
    /** Headers by name. Names stay, of cookies too, and attributes of cookies; a credential's scheme stays. */
    headers: (headers: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, header(name, value)])),
    /** Data: every text in it, and what stands under a name that tells of a secret. */
    json,
    /** A body by its MIME type: forms and JSON by the names of their fields, all else as text. */
    body: (body: string, mimeType: string): string => {
      if (/json/i.test(mimeType)) return jsonBody(body, json) ?? text(body);
      if (/x-www-form-urlencoded/i.test(mimeType)) return text(`&${body}`).slice(1);
      if (/multipart\/form-data/i.test(mimeType)) return text(withoutSecretFields(body, MASK));
      return text(body);
    },
  };
}

const isScalar = (value: Json | undefined): boolean => value !== null && (typeof value === "string" || typeof value === "number");
const holdsScalars = (value: Json): boolean => (Array.isArray(value) ? value.every(isScalar) : isScalar(value));
/** `["password", "…"]`, as entries of objects and of headers are written. */
const isSecretPair = (data: Json[]): boolean => data.length === 2 && typeof data[0] === "string" && typeof data[1] === "string" && isSecretName(data[0]);

/** Data with the mask for every text and number in it. */
function masked(data: Json): Json {
  if (isScalar(data)) return data === "" ? data : MASK;
  if (Array.isArray(data)) return data.map(masked);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, tellsKind(key, value) ? value : masked(value)]));
}

/** A schema's field may be called after a secret: `{ "password": { "type": "string" } }`. */
const tellsKind = (key: string, value: Json): boolean => /^(type|format)$/.test(key) && typeof value === "string" && /^[a-z-]{1,20}$/.test(value);

/** Null for what is no JSON after all. */
function jsonBody(body: string, mask: (data: Json) => Json): string | null {
  try {
    return JSON.stringify(mask(JSON.parse(body) as Json));
  } catch {
    return null;
  }
}
