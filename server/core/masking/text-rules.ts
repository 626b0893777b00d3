import { createFinder } from "../finder.ts";
import { withoutCardNumbers } from "./card-numbers.ts";
import { FORMATS } from "./formats.ts";
import { withoutMarkedUp } from "./markup.ts";
import { isSecretName, isSecretParameter } from "./names.ts";

/** What stands where a secret stood: valid in addresses, headers, JSON and text alike. */
export const MASK = "***";

/** Addresses stand in parameters of addresses, and those in others. */
const MOST_DEPTH = 3;

// Every repetition below is bounded or runs over what the next part cannot match: the time is linear in the text.

/** A parameter in an address or what looks like one, relative addresses and fragments included; or what a quote begins with. */
const PARAMETER = /([?&#;"'])([\w.%[\]-]{1,80})=([^\s&#"'<>;?]+)/g;
/** A password may hold an @ too: the last one before the path counts. */
const USER_IN_ADDRESS = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/?#"'<>]{1,300}@/gi;
/** A credential behind its scheme (RFC 9110, 11.6.2), also outside its header; a word behind "Basic" is none. */
const CREDENTIAL = /\b(Bearer|Basic)(\s{1,4})(?=[\w+/.~-]{0,400}[\d=+/]|[\w+/.~-]{20})[\w+/=.~-]{8,}/gi;
/** A header that is written out. Cookies are pairs, and Digest's parameters stand in quotes. */
const HEADER_LINE =
  /\b((?:proxy-)?authorization|(?:set-)?cookie(?=\\?["']?\s{0,5}:[^\r\n]{1,200}=)|x-api-key)(\\?["']?\s{0,5}:\s{0,5}\\?["']?)(?:Digest [^\r\n]{2,4000}|[^\r\n"'\\]{2,4000})/gi;
const SECRET_WORD =
  /((?:passw(?:or)?d(?!less)|passwort|kennwort|contrase\Sa|passphrase|passcode|secret(?!ar)|api[_-]?key|access[_-]?key|private[_-]?key|card[_-]?number|pwd|cvv|cvc)[\w-]{0,20}|token(?![\w-]))/;
/** In quotes (also quotes that stand in quotes, however deep), cut off or not; or up to what ends a word. */
const QUOTED_OR_BARE =
  /(?:(?<quote>\\{1,7}["'])(?<escaped>(?:(?!\k<quote>)[^\r\n])*)|"(?<double>[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*)|'(?<single>[^'\r\n]+)|`(?<back>[^`\r\n]+)|(?<bare>[^\s&;,"'`<>{}()[\]\\]{3,}))/;
/** A named value: `password=…`, `"apiKey": "…"`, `secret: …`, `"token" => …`. */
const NAMED = new RegExp(`${SECRET_WORD.source}(\\\\{0,7}["']?\\s{0,5}(?:=>|[:=])\\s{0,5})${QUOTED_OR_BARE.source}`, "gi");
/** What a name stands for that is no secret: `hasPassword: true`. */
const NOTHING_SAID = /^(?:true|false|null|undefined|none|yes|no)$/i;
/** A short word has no room for a secret: no name and value, no number of a card. */
const SHORT = 16;
const TELLING_SIGN = /[=:@<\d]/;
/** Characters that JSON may write in a longer way, but for those that have a meaning there. */
const ESCAPED = /(?<!\\)\\u00([2-7][0-9a-f])/gi;

/** The text with plain letters and signs where they are written as `\u0070`: names and values are known as they are read. */
export const withoutEscapes = (text: string): string =>
  text.includes("\\u00")
    ? text.replace(ESCAPED, (all, code: string) => {
        const character = String.fromCharCode(Number.parseInt(code, 16));
        return /["'\\\x7f]/.test(character) ? all : character;
      })
    : text;

/** Rules in the order in which they are applied, and words of which a text has one that they have to do with. */
const RULES: readonly { words: readonly string[]; hide: (text: string) => string }[] = [
  ...FORMATS.map(({ words, pattern }) => ({ words, hide: (text: string) => text.replace(pattern, MASK) })),
  { words: ["authorization", "cookie", "x-api-key"], hide: (text) => text.replace(HEADER_LINE, `$1$2${MASK}`) },
  { words: ["bearer", "basic"], hide: (text) => text.replace(CREDENTIAL, `$1$2${MASK}`) },
  {
    words: ["passw", "passphrase", "passcode", "kennwort", "contrase", "secret", "token", "pwd", "cvv", "cvc", "key", "number"],
    hide: (text) => text.replace(NAMED, named),
  },
];
const findRules = createFinder(
  RULES.map((item) => ({ words: item.words, item })),
  { anyCase: true },
);

/** The text without what is a secret by its form or by the name that it stands behind. */
export function withoutSecrets(text: string, depth = 0): string {
  if (text.length < SHORT && !TELLING_SIGN.test(text)) return text;
  let rest = text;
  if (rest.includes("=")) rest = rest.replace(PARAMETER, (all, ...found: string[]) => shownParameter(all, found, depth));
  if (rest.includes("@") && rest.includes("://")) rest = rest.replace(USER_IN_ADDRESS, `$1${MASK}@`);
  const apply = findRules(rest);
  if (apply.size > 0) rest = RULES.reduce((all, rule) => (apply.has(rule) ? rule.hide(all) : all), rest);
  return withoutCardNumbers(withoutMarkedUp(rest, MASK), MASK);
}

function shownParameter(all: string, [before = "", name = "", value = ""]: readonly string[], depth: number): string {
  const isQuoted = before === '"' || before === "'";
  if (isQuoted ? isSecretName(name) : isSecretParameter(name)) return `${before}${name}=${MASK}`;
  // Data in a parameter, or an address with parameters of its own.
  if (depth >= MOST_DEPTH || !/%(?:3[ad]|22|25)/i.test(value)) return all;
  const inner = decoded(value);
  const shown = inner === null ? null : withoutSecrets(inner, depth + 1);
  return shown === null || shown === inner ? all : `${before}${name}=${encodeURIComponent(shown)}`;
}

function named(all: string, name: string, between: string, ...rest: readonly unknown[]): string {
  const { quote, escaped, double, single, back, bare } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
  const value = escaped ?? double ?? single ?? back ?? bare ?? "";
  if (value === "" || value === MASK || NOTHING_SAID.test(value)) return all;
  const opening = quote ?? (bare === undefined ? all.charAt(name.length + between.length) : "");
  // The closing quote of a text in plain double quotes is not part of the match.
  return `${name}${between}${opening}${MASK}`;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
