import type { Protocol } from "devtools-protocol";
import { isSecretName } from "../core/masking/names.ts";
import { MASK } from "../core/masking/text-rules.ts";

type Remote = Protocol.Runtime.RemoteObject;
type Preview = Protocol.Runtime.ObjectPreview;

/** A script's text may be of any length; more than this of one value is not looked at. */
const MOST_OF_ONE = 16_000;
const FORMAT = /%([sdifoOc%])/g;

/** The arguments of a console call as the console shows them: formats filled in, objects by what they hold. */
export function textOfArguments([first, ...rest]: readonly Remote[]): string {
  if (!first) return "";
  if (first.type !== "string" || !String(first.value).includes("%")) return joined([first, ...rest]);
  const waiting = [...rest];
  const filled = String(first.value).replace(FORMAT, (all, kind: string) => {
    if (kind === "%") return "%";
    const value = waiting.shift();
    if (value === undefined) return all;
    if (kind === "c") return "";
    const text = textOfRemote(value);
    if (kind === "d" || kind === "i") return String(Number.parseInt(text, 10));
    return kind === "f" ? String(Number.parseFloat(text)) : text;
  });
  return [filled, ...waiting.map(textOfRemote)].join(" ").slice(0, MOST_OF_ONE);
}

/** Arguments one behind the other; a value behind the name of a secret is one: `console.log("password", value)`. */
const joined = (args: readonly Remote[]): string => args.map((arg, i) => (isNamedSecret(args[i - 1], arg) ? MASK : textOfRemote(arg))).join(" ");

function isNamedSecret(before: Remote | undefined, { type }: Remote): boolean {
  if (before?.type !== "string" || (type !== "string" && type !== "number")) return false;
  const [, name] = /^\s*([\w-]{2,40})\s*[:=]?\s*$/.exec(String(before.value).slice(0, 60)) ?? [];
  return name !== undefined && isSecretName(name);
}

/** One value of a page as the console shows it. */
export function textOfRemote(value: Remote): string {
  if (value.type === "string") return String(value.value).slice(0, MOST_OF_ONE);
  if (value.unserializableValue !== undefined) return value.unserializableValue;
  if (value.subtype === "error" || value.type === "function" || value.type === "symbol") return (value.description ?? value.type).slice(0, MOST_OF_ONE);
  if (value.preview) return textOfPreview(value.preview).slice(0, MOST_OF_ONE);
  return value.value === undefined ? (value.description ?? value.type) : (JSON.stringify(value.value) ?? value.type);
}

function textOfPreview({ description = "", subtype, properties, entries, overflow }: Preview): string {
  if (subtype === "date" || subtype === "regexp" || subtype === "node" || subtype === "error" || subtype === "promise") return description;
  const more = overflow ? ["…"] : [];
  if (entries) {
    const pairs = entries.map(({ key, value }) => (key ? `${nested(key)} => ${nested(value)}` : nested(value)));
    return `${description} {${[...pairs, ...more].join(", ")}}`;
  }
  const isList = subtype === "array" || subtype === "typedarray";
  const parts = properties.map((property) => {
    const shown = property.valuePreview ? textOfPreview(property.valuePreview) : shownAs(property.type, property.value ?? "", property.subtype);
    return isList && /^\d+$/.test(property.name) ? shown : `${property.name}: ${shown}`;
  });
  const body = [...parts, ...more].join(", ");
  if (isList) return `${/^Array\(/.test(description) ? "" : `${description} `}[${body}]`;
  return `${description === "Object" ? "" : `${description} `}{${body}}`;
}

const nested = (preview: Preview): string =>
  preview.type === "object" ? textOfPreview(preview) : shownAs(preview.type, preview.description ?? "", preview.subtype);

function shownAs(type: string, value: string, subtype: string | undefined): string {
  if (type === "string") return JSON.stringify(value);
  if (type === "function") return "ƒ";
  if (type === "object" && value === "Object" && subtype === undefined) return "{…}";
  return value === "" ? type : value;
}
