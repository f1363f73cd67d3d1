import type { ObservationOrder, SortDirection } from "../../schema/values/enums";
import { decodeCursor, encodeCursor } from "./page";
import type { ObservationRecord } from "./records";

/**
 * A total order of observations that rests on what they are, never on where they stand, so that a cursor stays good while rows
 * are added. Equal values stand by area code, indicator slug, breakdown code, start of period and period id.
 */
export interface Keyed {
  readonly observation: ObservationRecord;
  /** What the order asked for compares first; null for blanks, which come last either way round. */
  readonly lead: number | string | null;
}

type Key = readonly (string | number | null)[];
const KEY_LENGTH = 6;

/** The parts that tell one observation from every other, in the order in which they compare. */
function identity({ area, indicator, breakdownOf, period }: ObservationRecord): readonly string[] {
  return [area.code, indicator.slug, breakdownOf.code, period.start, period.id];
}

/** What each order compares first. CHANGE needs the differences, by observation; a missing one counts as blank. */
export function keyed(
  observations: readonly ObservationRecord[],
  order: ObservationOrder,
  differences?: ReadonlyMap<ObservationRecord, number | null>,
): readonly Keyed[] {
  switch (order) {
    case "AREA":
      return observations.map((observation) => ({ observation, lead: observation.area.code }));
    case "PERIOD":
      return observations.map((observation) => ({ observation, lead: observation.period.start }));
    case "VALUE":
      return observations.map((observation) => ({ observation, lead: observation.value }));
    case "RANK": // 1 is the highest value, so rank ascending is value descending
      return observations.map((observation) => ({
        observation,
        lead: observation.value === null ? null : -observation.value,
      }));
    case "CHANGE":
      return observations.map((observation) => ({ observation, lead: differences?.get(observation) ?? null }));
  }
}

/** Compares by lead in the direction asked for, blanks last, then by identity ascending. */
export function comparator(direction: SortDirection): (a: Keyed, b: Keyed) => number {
  return (a, b) => compareLeads(a.lead, b.lead, direction) || compareIdentities(a.observation, b.observation);
}

/** As `compareKeys` compares identities, without making them: a sort compares many times. */
function compareIdentities(a: ObservationRecord, b: ObservationRecord): number {
  return (
    compareText(a.area.code, b.area.code) ||
    compareText(a.indicator.slug, b.indicator.slug) ||
    compareText(a.breakdownOf.code, b.breakdownOf.code) ||
    compareText(a.period.start, b.period.start) ||
    compareText(a.period.id, b.period.id)
  );
}

function compareText(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

function compareKeys(a: Key, b: Key, direction: SortDirection): number {
  const lead = compareLeads(a[0] ?? null, b[0] ?? null, direction);
  if (lead !== 0) return lead;
  for (let part = 1; part < KEY_LENGTH; part++) {
    const [left, right] = [String(a[part]), String(b[part])];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function compareLeads(a: string | number | null, b: string | number | null, direction: SortDirection): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return (a < b ? -1 : 1) * (direction === "ASC" ? 1 : -1);
}

function keyOf({ observation, lead }: Keyed): Key {
  return [lead, ...identity(observation)];
}

export function cursorOf(item: Keyed): string {
  return encodeCursor(keyOf(item));
}

/** Whether an item stands after the place that a cursor marks. Throws CallerError for a cursor of another list. */
export function standsAfter(cursor: string, direction: SortDirection): (item: Keyed) => boolean {
  const key = decodeCursor(cursor, KEY_LENGTH);
  return (item) => compareKeys(keyOf(item), key, direction) > 0;
}

/** The area code that an AREA cursor stands at. */
export function areaOfCursor(cursor: string): string {
  return String(decodeCursor(cursor, KEY_LENGTH)[1]);
}
