/** A verb as it is said to someone: "klicke", "klick", "klicken Sie". Those on -ern and -eln end with n alone. */
export function verb(...stems: readonly string[]): string {
  const forms = stems.flatMap((stem) => {
    const short = /[^ie]e[rl]$/.test(stem);
    const eln = /[^ie]el$/.test(stem) ? [`${stem.slice(0, -2)}le`] : [];
    return [`${stem}e`, stem, ...eln, `${stem}${short ? "n" : "en"} sie`];
  });
  return `(${forms.join("|")})`;
}

/** Verbs whose vowel changes ("gib", "geben Sie") beside those that are regular. */
export const strong = (pairs: Readonly<Record<string, string>>, ...stems: readonly string[]): string =>
  `(${Object.entries(pairs)
    .flatMap(([said, infinitive]) => [said, `${infinitive} sie`])
    .join("|")}${stems.length > 0 ? `|${verb(...stems).slice(1, -1)}` : ""})`;
