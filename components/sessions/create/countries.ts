const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Countries by ISO 3166-1 alpha-2 code with their English names, as the browser's own data (CLDR) has them; sorted by name. */
export function listCountries(): { code: string; name: string }[] {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  return codes
    .filter((code) => !NOT_COUNTRIES.has(code))
    .flatMap((code) => {
      const name = names.of(code);
      return name ? [{ code, name }] : [];
    })
    .sort((one, other) => one.name.localeCompare(other.name, "en"));
}

/** Codes that CLDR names and that are no countries today: unions, former states, reserved and private ones. */
const NOT_COUNTRIES: ReadonlySet<string> = new Set(
  "EU EZ UN XA XB ZZ QO AC CP CQ DG EA IC TA AN BU CS DD DY FQ FX HV JT MI NH NQ NT PC PU PZ RH SU TP UK VD WK YD YU ZR".split(" "),
);
