import { kindsOf } from "../../schema/values/area-types";
import type { Additive } from "../../statistics/disclosure";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import { inTime } from "./catalogue-periods";
import { areasWithin } from "./within";

/** One count of an indicator: where it stands, and how many. Null where it is not known. */
export interface PlacedCount {
  readonly areaId: number;
  readonly periodId: number;
  readonly breakdownId: number;
  readonly amount: number | null;
}

/**
 * Which counts of one indicator are wholes of others: a total of the members of a dimension, an area of the areas in it, a year of its
 * quarters or months. Parts must add up to the whole to within `tolerance` (sums that only nearly fit tell nearly as much); where some
 * are not known, the rest must not exceed it. Places are those of `counts`.
 */
export function wholesOf(catalogue: Catalogue, counts: readonly PlacedCount[], tolerance: number): readonly Additive[] {
  const at = new Map(counts.map((count, place) => [keyOf(count), place]));
  const find = (areaId: number, periodId: number, breakdownId: number) =>
    at.get(`${areaId} ${periodId} ${breakdownId}`);
  const candidates = [
    ...ofBreakdowns(catalogue, counts, find),
    ...ofAreas(catalogue, counts, find),
    ...ofPeriods(catalogue, counts, find),
  ];
  return candidates.filter(({ whole, parts }) => {
    if (parts.length === 0) return false;
    const known = parts.reduce((sum, part) => sum + (counts[part]?.amount ?? 0), 0);
    const total = counts[whole]?.amount ?? null;
    if (total === null) return true;
    const isWhole = parts.every((part) => counts[part]?.amount !== null);
    return isWhole ? Math.abs(known - total) <= tolerance : known <= total + tolerance;
  });
}

type Find = (areaId: number, periodId: number, breakdownId: number) => number | undefined;

function keyOf({ areaId, periodId, breakdownId }: PlacedCount): string {
  return `${areaId} ${periodId} ${breakdownId}`;
}

/** For each dimension, others being equal: the total member, or no member of it, is the whole of the other members. */
function* ofBreakdowns(catalogue: Catalogue, counts: readonly PlacedCount[], find: Find): Generator<Additive> {
  const used = new Set(counts.map((count) => count.breakdownId));
  const families = new Map<string, { wholes: number[]; parts: number[] }>();
  const family = (key: string) => {
    const known = families.get(key) ?? { wholes: [], parts: [] };
    families.set(key, known);
    return known;
  };
  for (const id of used) {
    const members = catalogue.breakdownById(id)?.members ?? [];
    for (const member of members) {
      const key = `${member.dimension.code}|${codesBut(members, member)}`;
      family(key)[member.isTotal ? "wholes" : "parts"].push(id);
    }
  }
  for (const id of used) {
    const code = codesBut(catalogue.breakdownById(id)?.members ?? [], undefined);
    for (const [key, { wholes }] of families) if (key.slice(key.indexOf("|") + 1) === code) wholes.push(id);
  }
  const places = new Map<string, PlacedCount>();
  for (const count of counts) places.set(`${count.areaId} ${count.periodId}`, count);
  for (const { areaId, periodId } of places.values()) {
    for (const { wholes, parts } of families.values()) {
      const found = parts.flatMap((id) => find(areaId, periodId, id) ?? []);
      for (const id of wholes) {
        const whole = find(areaId, periodId, id);
        if (whole !== undefined) yield { whole, parts: found };
      }
    }
  }
}

function codesBut(members: readonly r.DimensionMemberRecord[], but: r.DimensionMemberRecord | undefined): string {
  return members
    .filter((member) => member !== but)
    .map((member) => `${member.dimension.code}=${member.code}`)
    .sort()
    .join("|");
}

/** An area is the whole of the areas of each kind, and of each class of kinds, that lie in it. */
function* ofAreas(catalogue: Catalogue, counts: readonly PlacedCount[], find: Find): Generator<Additive> {
  const times = new Map<string, PlacedCount>();
  for (const count of counts) times.set(`${count.periodId} ${count.breakdownId}`, count);
  const areas = [...new Set(counts.map((count) => count.areaId))].flatMap((id) => catalogue.areaById(id) ?? []);
  const here = new Set(areas);
  for (const area of areas) {
    const inside = [...areasWithin(catalogue, area, undefined)].filter((each) => here.has(each));
    if (inside.length === 0) continue;
    const layers = new Map<string, r.AreaRecord[]>();
    for (const each of inside) {
      const code = each.areaType.code;
      const classes = (["LTLA", "UTLA"] as const).filter((name) => kindsOf(name).includes(code));
      for (const name of new Set<string>([code, ...classes])) layers.set(name, [...(layers.get(name) ?? []), each]);
    }
    for (const members of layers.values()) {
      for (const { periodId, breakdownId } of times.values()) {
        const whole = find(area.id, periodId, breakdownId);
        if (whole === undefined) continue;
        yield { whole, parts: members.flatMap((member) => find(member.id, periodId, breakdownId) ?? []) };
      }
    }
  }
}

/** A period is the whole of shorter ones of one kind that follow each other from its first day to its last. */
function* ofPeriods(catalogue: Catalogue, counts: readonly PlacedCount[], find: Find): Generator<Additive> {
  const periods = [...new Set(counts.map((count) => count.periodId))]
    .flatMap((id) => catalogue.periodById(id) ?? [])
    .sort(inTime);
  const made = periods.flatMap((whole) =>
    [...new Set(periods.map((period) => period.duration))].flatMap((duration) => {
      const parts = periods.filter(
        (each) => each !== whole && each.duration === duration && each.start >= whole.start && each.end <= whole.end,
      );
      return parts.length > 1 && isUnbroken(whole, parts) ? [{ whole, parts }] : [];
    }),
  );
  if (made.length === 0) return;
  const places = new Map<string, PlacedCount>();
  for (const count of counts) places.set(`${count.areaId} ${count.breakdownId}`, count);
  for (const { areaId, breakdownId } of places.values()) {
    for (const { whole, parts } of made) {
      const place = find(areaId, whole.storeId ?? -1, breakdownId);
      if (place === undefined) continue;
      const found = parts.flatMap((part) => find(areaId, part.storeId ?? -1, breakdownId) ?? []);
      if (found.length === parts.length) yield { whole: place, parts: found };
    }
  }
}

const DAY = 86_400_000;

function isUnbroken(whole: r.PeriodRecord, parts: readonly r.PeriodRecord[]): boolean {
  const starts = parts.toSorted((a, b) => (a.start < b.start ? -1 : 1));
  let next = whole.start;
  for (const part of starts) {
    if (part.start !== next) return false;
    next = new Date(Date.parse(part.end) + DAY).toISOString().slice(0, 10);
  }
  return starts.at(-1)?.end === whole.end;
}
