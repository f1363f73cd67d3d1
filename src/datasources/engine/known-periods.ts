import { type PeriodValue, readIsoPeriod } from "../../schema/values/period";

/** How many are remembered: all that a statistics service has ever published fit. */
const MOST = 20_000;
const known = new Map<string, PeriodValue | undefined>();

/** `readIsoPeriod`, once for each text: an answer of 100,000 cells names a few periods again and again. */
export function knownPeriod(id: string): PeriodValue | undefined {
  if (known.has(id)) return known.get(id);
  if (known.size >= MOST) known.clear();
  const read = readIsoPeriod(id);
  known.set(id, read);
  return read;
}
