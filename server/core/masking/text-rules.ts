import { withoutCardNumbers } from "./card-numbers.ts";
import { isSecretParameter } from "./names.ts";

/** What stands where a secret stood: valid in addresses, headers, JSON and text alike. */
export const MASK = "***";

// Every repetition below is bounded or runs over what the next part cannot match: the time is linear in the text.

/** A parameter in an address or what looks like one, relative addresses and fragments included. */
const PARAMETER = /([?&#;])([\w.%[\]-]{1,80})=([^\s&#"'<>;?]+)/g;
const USER_IN_ADDRESS = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/?#@"'<>]{1,300}@/gi;
/** Three base64url parts, the first of which is a JSON object (RFC 7519). */
const JWT = /\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?/g;
/** A credential behind its scheme (RFC 9110, 11.6.2), also outside its header; a word behind "Basic" is none. */
const CREDENTIAL = /\b(Bearer|Basic)(\s{1,4})(?=[\w+/.~-]{0,400}[\d=+/])[\w+/=.~-]{8,}/gi;
/** A header that is written out. */
const HEADER_LINE = /\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key)(\\?["']?\s{0,5}:\s{0,5}\\?["']?)[^\r\n"'\\]{2,4000}/gi;
const SECRET_WORD =
  /((?:passw(?:or)?d|passphrase|passcode|secret|api[_-]?key|access[_-]?key|private[_-]?key|card[_-]?number|pwd|cvv|cvc)[\w-]{0,20}|token(?![\w-]))/;
/** In quotes (also quotes that stand in quotes), cut off or not; or up to what ends a word. */
const QUOTED_OR_BARE = /(?:\\"([^"\\\r\n]*(?:\\(?!")[^"\\\r\n]*)*)|"([^"\\\r\n]*(?:\\.[^"\\\r\n]*)*)|'([^'\r\n]+)|([^\s&;,"'<>{}()[\]\\]{3,}))/;
/** A named value: `password=…`, `"apiKey": "…"`, `secret: …`. */
const NAMED = new RegExp(`${SECRET_WORD.source}(\\\\?["']?\\s{0,5}[:=]\\s{0,5})${QUOTED_OR_BARE.source}`, "gi");

/** The text without what is a secret by its form or by the name that it stands behind. */
export function withoutSecrets(text: string): string {
  let rest = text;
  if (rest.includes("=")) rest = rest.replace(PARAMETER, (all, before: string, name: string) => (isSecretParameter(name) ? `${before}${name}=${MASK}` : all));
  if (rest.includes("@")) rest = rest.replace(USER_IN_ADDRESS, `$1${MASK}@`);
  if (rest.includes("eyJ")) rest = rest.replace(JWT, MASK);
  rest = rest.replace(HEADER_LINE, `$1$2${MASK}`).replace(CREDENTIAL, `$1$2${MASK}`).replace(NAMED, named);
  return withoutCardNumbers(rest, MASK);
}

function named(all: string, name: string, between: string, ...values: readonly (string | undefined)[]): string {
  const value = values.slice(0, 4).find((one) => one !== undefined);
  return value === undefined || value === "" || value === MASK ? all : `${name}${between}${all.slice(name.length + between.length).replace(value, () => MASK)}`;
}
