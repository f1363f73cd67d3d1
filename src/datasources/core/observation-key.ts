import type * as r from "./records";

/** What names one observation for ever: `<indicator>|<area code>|<period>|<breakdown code>`; the last part may hold more bars. */
export function observationKey(
  indicator: r.IndicatorRecord,
  area: r.AreaRecord,
  periodId: string,
  breakdown: string,
): string {
  return `${indicator.slug}|${area.code}|${periodId}|${breakdown}`;
}
