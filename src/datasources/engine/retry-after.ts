/**
 * How long a publisher asks to be left alone, in milliseconds from now: Retry-After in seconds or as a date, else RateLimit-Reset in
 * seconds. Undefined where it says neither in a way that can be read. A date that has passed is 0.
 */
export function retryAfter(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const after = headers["retry-after"]?.trim();
  if (after !== undefined) {
    if (/^\d{1,9}$/.test(after)) return Number(after) * 1000;
    const date = /^[A-Z][a-z]{2}, /.test(after) ? Date.parse(after) : Number.NaN;
    if (Number.isFinite(date)) return Math.max(0, date - now);
  }
  const reset = headers["ratelimit-reset"]?.trim();
  return reset !== undefined && /^\d{1,5}$/.test(reset) ? Number(reset) * 1000 : undefined;
}
