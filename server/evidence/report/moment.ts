/** A moment in a zone, to the millisecond, as in `2026-11-21 16:51:10.123`; the zone is an IANA name. */
export function momentIn(timezone: string): (instant: string) => string {
  const days = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" });
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
  return (instant) => `${days.format(new Date(instant))} ${clock.format(new Date(instant)).replace(",", ".")}`;
}
