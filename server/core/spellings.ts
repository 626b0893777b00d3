/** From this length on a value is known in base64 and hexadecimal too: shorter ones stand there by chance. */
const SHORTEST_ENCODED = 8;
/** What base64 writes for the bytes of a value depends on how many came before it. */
const OFFSETS = [0, 1, 2] as const;

/**
 * How a value may be written: as it is, as JSON and HTML write it, percent-encoded once and twice, as a form's field, and
 * as part of anything in base64 or hexadecimal. Pure.
 */
export function spellingsOf(value: string): string[] {
  const plain = value.trim().toWellFormed();
  const asked = new URLSearchParams({ "": plain }).toString().slice(1);
  const html = plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  const encoded = encodeURIComponent(plain);
  const forms = [
    value.trim(),
    JSON.stringify(plain).slice(1, -1),
    encodeURI(plain),
    encoded,
    encodeURIComponent(encoded),
    asked,
    html,
    html.replaceAll("'", "&#39;"),
  ];
  return [...new Set([...forms, ...encodedForms(plain)])];
}

function encodedForms(plain: string): string[] {
  const bytes = Buffer.from(plain);
  if (bytes.length < SHORTEST_ENCODED) return [];
  const inBase64 = OFFSETS.flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // Characters that share bits with what stands before or behind the value are not its own.
    const own = text.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + bytes.length) * 4) / 3));
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [...inBase64, bytes.toString("hex")];
}
