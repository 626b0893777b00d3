/** Characters of a token in languages with letters: what tokenizers of today's models come to on pages, a little on the safe side. */
const LETTERS_A_TOKEN = 3.6;
/** Scripts whose signs are words or syllables of their own. */
const SIGNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/gu;

/** About how many tokens a model counts in the text; no tokenizer is the same as another, so this one is none of them. */
export function tokensOf(text: string): number {
  const signs = text.match(SIGNS)?.length ?? 0;
  return Math.ceil(signs + (text.length - signs) / LETTERS_A_TOKEN);
}
