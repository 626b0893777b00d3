import type { Json } from "../../contract/common.ts";

type Wanted = { type?: unknown; format?: unknown; enum?: unknown };

/** Page text as the schema's type; undefined when it cannot be read as that. Nothing is guessed. */
export function coerce(text: string, schema: Wanted): Json | undefined {
  const value = text.trim();
  if (value === "") return undefined;
  if (Array.isArray(schema.enum)) return (schema.enum as Json[]).find((option) => String(option).toLowerCase() === value.toLowerCase());
  switch (Array.isArray(schema.type) ? schema.type.find((type) => type !== "null") : schema.type) {
    case "number":
      return readNumber(value);
    case "integer": {
      const number = readNumber(value);
      return number !== undefined && Number.isInteger(number) ? number : undefined;
    }
    case "boolean":
      if (/^(yes|true|on|available|in stock|active|enabled|✓|✔)$/i.test(value)) return true;
      return /^(no|false|off|unavailable|out of stock|inactive|disabled|✗|✘|-)$/i.test(value) ? false : undefined;
    default:
      return schema.format === "date" ? readDate(value)?.slice(0, 10) : schema.format === "date-time" ? readDate(value) : value;
  }
}

/** The one number in a text: "$1,299.00", "1.299,00 €", "(12)", "4.5 of 5 stars" reads as 4.5. */
export function readNumber(text: string): number | undefined {
  const found = /[-−]?\d[\d.,'’\s\u00a0\u202f]*/
    .exec(text)?.[0]
    .replace(/[\s\u00a0\u202f'’]/g, "")
    .replace("−", "-");
  if (found === undefined) return undefined;
  const plain = found.replace(/[.,]+$/, "");
  const [comma, dot] = [plain.lastIndexOf(","), plain.lastIndexOf(".")];
  // The later of two kinds of mark is the decimal one; a lone mark before exactly three digits groups thousands.
  const decimal =
    comma >= 0 && dot >= 0
      ? comma > dot
        ? ","
        : "."
      : comma >= 0
        ? /,\d{3}$/.test(plain) || plain.indexOf(",") !== comma
          ? ""
          : ","
        : plain.indexOf(".") !== dot
          ? ""
          : ".";
  const digits = [...plain]
    .filter((char) => /[\d-]/.test(char) || char === decimal)
    .join("")
    .replace(decimal || "\0", ".");
  const number = Number(digits);
  return Number.isFinite(number) ? number : undefined;
}

/** A date that says its year, as ISO 8601. */
function readDate(text: string): string | undefined {
  if (!/\d{4}/.test(text)) return undefined;
  const iso = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(/\d:\d|Z$/.test(text) ? text : `${text} UTC`);
  return Number.isNaN(iso.getTime()) ? undefined : iso.toISOString();
}
