import { AbsentObservation } from "./absence";
import type * as r from "./records";

const WHEN = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** An instant as people write it: "31 March 2026 at 09:30 UTC". */
export function instantInWords(instant: string): string {
  return `${WHEN.format(new Date(instant)).replace(", ", " at ")} UTC`;
}

/** What stands between an observation's key and the instant that it was known at. */
const MARK = "@";
const PINNED = /^(.*)@(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/s;

/** The key of a figure as it was known at an instant (ISO 8601, UTC, milliseconds): another thing than the figure of today. */
export function pinnedKey(key: string, asOf: string): string {
  return `${key}${MARK}${asOf}`;
}

/** A key of `pinnedKey` in its parts; without `asOf`, the key of a figure of today. */
export function readPinnedKey(key: string): { readonly key: string; readonly asOf?: string } {
  const [, own, asOf] = PINNED.exec(key) ?? [];
  return own === undefined || asOf === undefined || Number.isNaN(Date.parse(asOf)) ? { key } : { key: own, asOf };
}

/** An observation as the answer to a question about an earlier instant: pinned to it, and a blank says that the hub knew nothing then. */
export function asKnown(observation: r.ObservationRecord, asOf: string): r.ObservationRecord {
  const { publishedFor, release, fetched } = observation;
  return {
    nodeType: "Observation",
    key: pinnedKey(observation.key, asOf),
    indicator: observation.indicator,
    area: observation.area,
    ...(publishedFor === undefined ? {} : { publishedFor }),
    period: observation.period,
    breakdownOf: observation.breakdownOf,
    value: observation.value,
    missing: observation.missing,
    lowerCI95: observation.lowerCI95,
    upperCI95: observation.upperCI95,
    count: observation.count,
    numerator: observation.numerator,
    denominator: observation.denominator,
    statusMask: observation.statusMask,
    notes: notLearnt(observation)
      ? [...observation.notes, `The hub had not learnt this figure by ${instantInWords(asOf)}.`]
      : observation.notes,
    ...(release === undefined ? {} : { release }),
    ...(fetched === undefined ? {} : { fetched }),
    asOf,
  };
}

/** A blank that nobody published, and that a later load or answer may fill. */
function notLearnt(observation: r.ObservationRecord): boolean {
  return observation instanceof AbsentObservation && observation.missing !== "AREA_DID_NOT_EXIST";
}
