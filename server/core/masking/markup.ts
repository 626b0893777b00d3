import { isSecretName } from "./names.ts";

/** An element that is called after a secret, and what it holds: `<wsse:Password Type="…">x</…`. */
const ELEMENT =
  /(<(?:[\w.-]{1,40}:)?[\w.-]{0,30}(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|pin|cvv|cvc)(?:\s[^<>]{0,300})?>)([^<>]{1,4000})(?=<\/)/gi;
/** Tags of HTML that carry a value beside its name. */
const CARRIER = /<(?:input|meta|button|param|option)\b[^<>]{1,2000}>/gi;
const NAMING = /\b(?:name|id|type|property|http-equiv|autocomplete)\s{0,3}=\s{0,3}["']?([^\s"'>]{1,100})/gi;
const CARRIED = /(\b(?:value|content)\s{0,3}=\s{0,3})("[^"]+"|'[^']+'|[^\s"'>]+)/gi;

/** Text of HTML or XML without what stands in elements and fields that are called after a secret. */
export function withoutMarkedUp(text: string, mask: string): string {
  if (!text.includes("<")) return text;
  const rest = text.includes("</") ? text.replace(ELEMENT, `$1${mask}`) : text;
  return rest.replace(CARRIER, (tag) => {
    const names = [...tag.matchAll(NAMING)].map(([, name = ""]) => name);
    if (!names.some(isSecretName)) return tag;
    return tag.replace(CARRIED, (_, before: string, value: string) => {
      const quote = /^["']/.exec(value)?.[0] ?? "";
      return `${before}${quote}${mask}${quote}`;
    });
  });
}
