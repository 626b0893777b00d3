/** A number as people write it ("1,234.5", "1.234,5", "50%", "$20"); null for what is none. Pure. */
export function numberOf(text: string): number | null {
  const digits = text.replace(/[\s'’_]/g, "").replace(/^[^\d.,+-]+|[^\d.,]+$/g, "");
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(digits)) return null;
  const [comma, point] = [digits.lastIndexOf(","), digits.lastIndexOf(".")];
  // The last of two different signs parts the decimals; one sign alone does, unless it stands before three digits each time.
  const decimal = comma >= 0 && point >= 0 ? (comma > point ? "," : ".") : isGrouping(digits) ? "" : comma >= 0 ? "," : ".";
  const plain = [...digits].filter((char) => /[\d+-]/.test(char) || char === decimal).join("");
  const value = Number(plain.replace(",", "."));
  return Number.isFinite(value) ? value : null;
}

const isGrouping = (digits: string): boolean => /^[+-]?\d{1,3}(,\d{3})+$/.test(digits) || /^[+-]?\d{1,3}(\.\d{3}){2,}$/.test(digits);

/** So many hundredths of a range, for values that are written as a share of it. */
export const isShare = (text: string): boolean => /%\s*$/.test(text);

/** A number that is asked for: with no more about it than a currency or a unit ("€ 20", "35 pixels per second"), so that no other words are lost. Pure. */
export const saidNumber = (text: string): number | null =>
  /^(?:\p{Sc}|\p{Lu}{2,3}(?=[\s\d]))?\s*[+-]?[\d.,'’\s]*\d[.,]?\s*[%\p{Sc}°]*(?:[^\s\d,;:!?]+(?:\s+[^\s\d,;:!?]+){0,2})?$/u.test(text.trim())
    ? numberOf(text)
    : null;
