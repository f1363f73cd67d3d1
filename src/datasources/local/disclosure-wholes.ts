import { kindsOf } from "../../schema/values/area-types";
import type { Additive } from "../../statistics/disclosure";
import { sumsAmong } from "../../statistics/subtotals";
import { grouped } from "../core/packing";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import { inTime } from "./catalogue-periods";
import { type Overlaps, overlapsOf } from "./disclosure-periods";
import { areasWithin } from "./within";

/** One count of an indicator: where it stands, and how many. Null where it is not known. */
export interface PlacedCount {
  readonly areaId: number;
  readonly periodId: number;
  readonly breakdownId: number;
  readonly amount: number | null;
}

/** Sums among counts, by their place; those from `counts.length` on are `made`: what nobody publishes but follows. Null: not known. */
export interface Wholes {
  readonly wholes: readonly Additive[];
  readonly made: readonly (number | null)[];
}

/** Of a whole that its parts may be off before they are no parts of it. */
const OFF_SHARE = 0.05;
/** Stretches of time up to which those that nobody publishes are told apart: thirty years of overlapping periods by quarter. */
const MOST_STRETCHES = 120;

/**
 * Which counts of one indicator are wholes of others: a total of the members of a dimension or a member of others, an area of the areas
 * in it or of those merged into it, one ground under two codes, a period of those in it. Parts may be off by `tolerance` or five per
 * cent of the whole (sums that nearly fit tell nearly as much); where some are not known, the rest must not exceed it. Yields often.
 */
export function* wholesOf(
  catalogue: Catalogue,
  counts: readonly PlacedCount[],
  tolerance: number,
): Generator<undefined, Wholes> {
  const at = new Map<string, number>();
  for (const [place, count] of counts.entries()) {
    at.set(keyOf(count), place);
    if (place % 1_000 === 0) yield;
  }
  const find: Find = (areaId, periodId, breakdownId) => at.get(`${areaId} ${periodId} ${breakdownId}`);
  const made: (number | null)[] = [];
  const wholes: Additive[] = [];
  const amount = (place: number) =>
    (place < counts.length ? counts[place]?.amount : made[place - counts.length]) ?? null;
  const make = (value: number | null) => counts.length + made.push(value) - 1;
  const sources = [
    ofBreakdowns(catalogue, counts, find, tolerance),
    ofAreas(catalogue, counts, find),
    ofGround(catalogue, counts, find),
    ofPeriods(catalogue, counts, find, make),
  ];
  for (const source of sources) {
    for (const additive of source) {
      yield;
      if (additive !== undefined && nearlyFits(additive, amount, tolerance)) wholes.push(additive);
    }
  }
  return { wholes, made };
}

type Find = (areaId: number, periodId: number, breakdownId: number) => number | undefined;
type Sums = Generator<Additive | undefined>;

function nearlyFits({ whole, parts }: Additive, amount: (place: number) => number | null, least: number): boolean {
  if (parts.length === 0) return false;
  const total = amount(whole);
  if (total === null) return true;
  const tolerance = Math.max(least, OFF_SHARE * total);
  let known = 0;
  let isWhole = true;
  for (const part of parts) {
    const own = amount(part);
    if (own === null) isWhole = false;
    else known += own;
  }
  return isWhole ? Math.abs(known - total) <= tolerance : known <= total + tolerance;
}

function keyOf({ areaId, periodId, breakdownId }: PlacedCount): string {
  return `${areaId} ${periodId} ${breakdownId}`;
}

/** For each dimension, others being equal: the total member, or no member of it, is the whole of the others; members of members. */
function* ofBreakdowns(catalogue: Catalogue, counts: readonly PlacedCount[], find: Find, tolerance: number): Sums {
  const families = familiesOf(catalogue, new Set(counts.map((count) => count.breakdownId)));
  if (families.length === 0) return;
  const spots = (yield* groupedSlowly(counts, ({ areaId, periodId }) => `${areaId} ${periodId}`)).flatMap((own) =>
    own.slice(0, 1),
  );
  for (const { wholes, parts } of families) {
    const all = [...parts, ...wholes];
    const figures = all.map((id) =>
      spots.map(({ areaId, periodId }) => counts[find(areaId, periodId, id) ?? -1]?.amount ?? null),
    );
    yield;
    const among = sumsAmong(figures, tolerance);
    let step = among.next();
    for (; step.done !== true; step = among.next()) yield;
    const sums = [
      ...wholes.map((id) => ({ whole: id, parts })),
      ...step.value.map((sum) => ({ whole: all[sum.whole] ?? -1, parts: sum.parts.map((part) => all[part] ?? -1) })),
    ];
    for (const { areaId, periodId } of spots)
      for (const sum of sums) {
        const whole = find(areaId, periodId, sum.whole);
        if (whole !== undefined) yield { whole, parts: sum.parts.flatMap((id) => find(areaId, periodId, id) ?? []) };
      }
  }
}

function familiesOf(catalogue: Catalogue, used: ReadonlySet<number>) {
  const families = new Map<string, { wholes: number[]; parts: number[]; rest: string }>();
  for (const id of used) {
    const members = catalogue.breakdownById(id)?.members ?? [];
    for (const member of members) {
      const rest = codesBut(members, member);
      const key = `${member.dimension.code}|${rest}`;
      const family = families.get(key) ?? { wholes: [], parts: [], rest };
      families.set(key, family);
      family[member.isTotal ? "wholes" : "parts"].push(id);
    }
  }
  const byRest = grouped([...families.values()], ({ rest }) => rest);
  for (const id of used)
    for (const family of byRest.get(codesBut(catalogue.breakdownById(id)?.members ?? [], undefined)) ?? [])
      family.wholes.push(id);
  return [...families.values()];
}

function codesBut(members: readonly r.DimensionMemberRecord[], but: r.DimensionMemberRecord | undefined): string {
  return members
    .filter((member) => member !== but)
    .map((member) => `${member.dimension.code}=${member.code}`)
    .sort()
    .join("|");
}

/** An area is the whole of the areas of each kind, and of each class of kinds, that lie in it; a ground with two codes is one of them. */
function* ofAreas(catalogue: Catalogue, counts: readonly PlacedCount[], find: Find): Sums {
  const times = (yield* groupedSlowly(counts, timeOf)).flatMap((own) => own.slice(0, 1));
  const ids = new Set(counts.map((count) => count.areaId));
  yield;
  const areas = [...ids].flatMap((id) => catalogue.areaById(id) ?? []);
  yield;
  const here = new Set(areas);
  for (const area of areas) {
    yield;
    const layers = new Map<string, r.AreaRecord[]>();
    const inside = areasWithin(catalogue, area, undefined);
    yield;
    for (const each of inside) {
      if (!here.has(each)) continue;
      const code = each.areaType.code;
      const classes = (["LTLA", "UTLA"] as const).filter((name) => kindsOf(name).includes(code));
      for (const name of new Set<string>([code, ...classes])) {
        const layer = layers.get(name);
        if (layer === undefined) layers.set(name, [each]);
        else layer.push(each);
      }
    }
    for (const members of layers.values()) {
      yield;
      for (const { periodId, breakdownId } of times) {
        const whole = find(area.id, periodId, breakdownId);
        if (whole === undefined) continue;
        const told = new Set<r.AreaRecord>();
        const parts: number[] = [];
        for (const member of members) {
          const part = find(member.id, periodId, breakdownId);
          if (part === undefined || member.sameGround.some((other) => told.has(other))) continue;
          told.add(member);
          parts.push(part);
        }
        yield { whole, parts };
      }
    }
  }
}

/** One ground under an old code and a new; a new area of those merged into it; an old one of those that it was split into. */
function* ofGround(catalogue: Catalogue, counts: readonly PlacedCount[], find: Find): Sums {
  const times = (yield* groupedSlowly(counts, timeOf)).flatMap((own) => own.slice(0, 1));
  for (const id of new Set(counts.map((count) => count.areaId))) {
    const area = catalogue.areaById(id);
    if (area === undefined) continue;
    const others = (changes: readonly r.AreaChangeRecord[], end: "from" | "to") => [
      ...new Set(
        changes.flatMap((change) => (change.kind === "RECODED" || change[end] === area ? [] : change[end].id)),
      ),
    ];
    const several = [others(area.predecessors, "from"), others(area.successors, "to")];
    const sums = [...area.sameGround.map((other) => [other.id]), ...several.filter((parts) => parts.length > 1)];
    for (const ids of sums)
      for (const { periodId, breakdownId } of times) {
        const whole = find(id, periodId, breakdownId);
        const parts = ids.flatMap((part) => find(part, periodId, breakdownId) ?? []);
        if (whole !== undefined && parts.length === ids.length) yield { whole, parts };
      }
  }
}

/** Periods are wholes of those in them, and of stretches that nobody publishes alone. */
function* ofPeriods(
  catalogue: Catalogue,
  counts: readonly PlacedCount[],
  find: Find,
  make: (value: number | null) => number,
): Sums {
  const series = yield* groupedSlowly(counts, ({ areaId, breakdownId }) => `${areaId} ${breakdownId}`);
  const known = new Map<string, { periods: readonly r.PeriodRecord[]; overlaps: Overlaps | undefined }>();
  for (const own of series) {
    yield;
    const [{ areaId, breakdownId } = { areaId: -1, breakdownId: -1 }] = own;
    const key = own.map(({ periodId }) => periodId).join();
    const plan = known.get(key) ?? planOf(catalogue, own);
    known.set(key, plan);
    const { periods, overlaps } = plan;
    if (overlaps === undefined) continue;
    const placeOf = (at: number) => find(areaId, periods[at]?.storeId ?? -1, breakdownId) ?? -1;
    const amountOf = (at: number) => own.find(({ periodId }) => periodId === periods[at]?.storeId)?.amount ?? null;
    const left = overlaps.differences.flatMap((difference) => {
      const [longer, shorter] = [amountOf(difference.longer), amountOf(difference.shorter)];
      return longer === null || shorter === null || longer < shorter
        ? []
        : [{ ...difference, amount: longer - shorter }];
    });
    const byStretch = new Map(left.map((each) => [each.stretch, each.amount]));
    const stretches = overlaps.stretches.map(({ published }, at) =>
      published === undefined ? make(byStretch.get(at) ?? null) : placeOf(published),
    );
    if (stretches.length <= MOST_STRETCHES)
      for (const sum of overlaps.sums)
        yield { whole: placeOf(sum.period), parts: sum.stretches.map((at) => stretches[at] ?? -1) };
    for (const { longer, shorter, stretch, amount } of left) {
      const rest = stretch === undefined ? make(amount) : (stretches[stretch] ?? -1);
      yield { whole: placeOf(longer), parts: [placeOf(shorter), rest] };
    }
  }
}

function timeOf({ periodId, breakdownId }: PlacedCount): string {
  return `${periodId} ${breakdownId}`;
}

/** Counts by key, in the order in which the keys first come, with pauses. */
function* groupedSlowly(
  counts: readonly PlacedCount[],
  key: (count: PlacedCount) => string,
): Generator<undefined, readonly (readonly PlacedCount[])[]> {
  const groups = new Map<string, PlacedCount[]>();
  for (const [place, count] of counts.entries()) {
    if (place % 1_000 === 0) yield;
    const own = groups.get(key(count));
    if (own === undefined) groups.set(key(count), [count]);
    else own.push(count);
  }
  return [...groups.values()];
}

function planOf(catalogue: Catalogue, own: readonly PlacedCount[]) {
  const periods = own.flatMap(({ periodId }) => catalogue.periodById(periodId) ?? []).sort(inTime);
  return { periods, overlaps: overlapsOf(periods) };
}
