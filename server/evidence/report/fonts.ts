import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A font file that a text needs: its name, its rule for a style sheet, and its bytes. */
export type FontFile = { name: string; rule: string; bytes: Buffer };

/** Families in the order in which a letter is looked for; what none has comes from the machine (emoji, other scripts). */
export const FONT_FAMILY = '"Report Sans", "Noto Sans JP Variable", "Noto Sans Arabic Variable", "Noto Color Emoji", "DejaVu Sans", sans-serif';
export const MONO_FAMILY = '"Report Mono", "Noto Sans JP Variable", "DejaVu Sans Mono", monospace';

/** One file for each weight: of a file for all weights Chromium makes drawings in a PDF, not letters. */
const OWN = [
  { family: "Report Sans", weights: "100 500", folder: "geist-sans", file: "Geist-Regular.woff2" },
  { family: "Report Sans", weights: "501 900", folder: "geist-sans", file: "Geist-SemiBold.woff2" },
  { family: "Report Mono", weights: "100 900", folder: "geist-mono", file: "GeistMono-Regular.woff2" },
] as const;
const PACKAGES = ["@fontsource-variable/noto-sans-jp", "@fontsource-variable/noto-sans-arabic"] as const;
const FACE = /@font-face\s*\{[^}]*font-family:\s*'([^']+)'[^}]*src:\s*url\(\.\/files\/([^)]+)\)[^}]*unicode-range:\s*([^;}]+)[;}]/g;
const LATIN_END = 0x24f;

/** Not all of them let their files be resolved by name. */
const packageFolder = (name: string): string => join(import.meta.dirname, "../../../node_modules", name);

/** Fonts with the letters of a text, so that it looks the same on a machine without any; only the parts that it needs. */
export async function fontsFor(text: string): Promise<FontFile[]> {
  const letters = new Set([...text].map((letter) => letter.codePointAt(0) ?? 0).filter((point) => point > LATIN_END));
  const own = await Promise.all(
    OWN.map(({ family, weights, folder, file }) =>
      fontFile({ family, name: file, weights, range: null }, join(packageFolder("geist"), "dist/fonts", folder, file)),
    ),
  );
  const others = letters.size === 0 ? [] : await Promise.all(PACKAGES.map((name) => slicesFor(name, letters)));
  return [...own, ...others.flat()];
}

async function slicesFor(name: string, letters: ReadonlySet<number>): Promise<FontFile[]> {
  const folder = packageFolder(name);
  const css = await readFile(join(folder, "index.css"), "utf8");
  const needed = [...css.matchAll(FACE)].flatMap(([, family, file, range]) =>
    family && file && range && covers(range, letters) ? [{ family, file, range }] : [],
  );
  return Promise.all(needed.map(({ family, file, range }) => fontFile({ family, name: file, weights: "100 900", range }, join(folder, "files", file))));
}

type Face = { family: string; name: string; weights: string; range: string | null };

async function fontFile({ family, name, weights, range }: Face, path: string): Promise<FontFile> {
  const limits = range === null ? "" : `unicode-range: ${range};`;
  return {
    name,
    rule: `@font-face { font-family: "${family}"; font-weight: ${weights}; src: url("/fonts/${name}") format("woff2"); ${limits} }`,
    bytes: await readFile(path),
  };
}

/** Whether a CSS unicode-range (CSS Fonts 4, 4.5) holds one of the letters. Pure. */
export function covers(range: string, letters: ReadonlySet<number>): boolean {
  return range.split(",").some((part) => {
    const [from = "", to = from] = part.trim().replace(/^U\+/i, "").split("-");
    const [first, last] = [Number.parseInt(from.replaceAll("?", "0"), 16), Number.parseInt(to.replaceAll("?", "f"), 16)];
    return [...letters].some((letter) => letter >= first && letter <= last);
  });
}
