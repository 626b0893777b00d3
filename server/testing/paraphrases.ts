/**
 * Sentences with what they are to mean, out of a list of lines: steps in brief, and below them, indented, all that is
 * said for them. "⏎" stands for the end of a line within a sentence.
 */
export function paraphrases(list: string): [sentence: string, steps: string][] {
  let steps = "";
  return list.split("\n").flatMap((line): [string, string][] => {
    if (line.trim() === "") return [];
    if (line.startsWith("  ")) return [[line.trim().replaceAll(" ⏎ ", "\n"), steps]];
    steps = line;
    return [];
  });
}
