/** Sentences for people about publishers: no address, key or body ever stands in one. */

/** "2 seconds", "1 minute", "3 hours": rounded up, so that waiting so long is enough. */
export function duration(millis: number): string {
  const seconds = Math.max(1, Math.ceil(millis / 1000));
  if (seconds < 120) return counted(seconds, "second");
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? counted(minutes, "minute") : counted(Math.ceil(minutes / 60), "hour");
}

/** "1 request", "25,000 cells". */
export function counted(count: number, thing: string): string {
  const plural = thing === "series" ? thing : `${thing}s`;
  return `${count.toLocaleString("en-GB")} ${count === 1 ? thing : plural}`;
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "3 November 2025", from milliseconds since 1970. */
export function day(millis: number): string {
  return DAY.format(new Date(millis));
}
