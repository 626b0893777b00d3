/** What is written with these alone needs no look at letters of other scripts. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Lower case, without accents and punctuation; the sign before a channel's or a tag's name ("#news", "# news") is none of it. */
export function normalise(text: string): string {
  const letters = PLAIN.test(text)
    ? text.toLowerCase().replaceAll("'", "")
    : text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss").replace(/['’]/g, "");
  return letters
    .replace(PLAIN.test(letters) ? /[^a-z0-9@%$+#]+/g : /[^\p{L}\p{N}@%$€£+#]+/gu, " ")
    .replace(/(?<![^ ])# ?(?=\p{L})/gu, "")
    .trim();
}
