import { CallerError } from "../../schema/values/caller-error";
import { addUp, type WholeFigure, wayOfAdding } from "../../statistics/adding-up";
import { withoutNoise } from "../../statistics/precision";
import { AbsentObservation } from "../core/absence";
import { pinnedKey } from "../core/as-known";
import { observationKey } from "../core/observation-key";
import { choosePeriods } from "../core/period-choice";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { inTime } from "../local/catalogue-periods";
import type { ReadValues } from "./read-values";
import { byAreaAndIndicator } from "./selection-parts";
import { type SmallerAreas, SmallerAreasFinder } from "./smaller-areas";

/** Most figures of smaller areas that one selection may add up: England's LSOAs, three times. */
const MOST_ADDED = 101_265;
/** What a key ends with whose figure the hub added up: another thing than the blank that stands there as published. */
const MARK = "~rollUp";

/** A blank that smaller areas may fill, and what would fill it. */
interface Gap {
  readonly blank: r.ObservationRecord;
  readonly made: SmallerAreas;
}

/**
 * `options.rollUp`: where an indicator has no figure for an area's kind and has figures for smaller areas that make it up, their sum.
 * What cannot be added truly stays blank and says what would be needed.
 */
export function rollUp(catalogue: p.Catalogue, next: ReadValues): ReadValues {
  return async (selection) => {
    if (selection.options?.rollUp !== true) return next(selection);
    const published = await next(selection);
    const finder = new SmallerAreasFinder(catalogue);
    const refused: r.ObservationRecord[] = [];
    const gaps: Gap[] = [];
    for (const blank of published.observations) {
      if (blank.missing !== "NOT_COLLECTED_AT_THIS_GEOGRAPHY" || blank.release !== undefined) continue;
      const made = finder.of(blank.area, blank.indicator);
      if (made === undefined) continue;
      const way = wayOfAdding(blank.indicator);
      if (way.way === "NONE") refused.push(refusal(blank, way.why));
      else gaps.push({ blank, made });
    }
    if (gaps.length === 0 && refused.length === 0) return published;
    const filled = gaps.length === 0 ? { observations: [], uses: [] } : await fill(selection, gaps, next);
    const answered = new Set([...filled.observations, ...refused].map(seriesOf));
    const kept = published.observations.filter((observation) => !answered.has(seriesOf(observation)));
    const all = [...kept, ...refused, ...filled.observations];
    return { observations: byAreaAndIndicator(all, selection), uses: [...published.uses, ...filled.uses] };
  };
}

/** The key of a figure in its two parts: what is asked for, and whether it was added up. */
export function readRolledKey(key: string): { readonly key: string; readonly rolledUp: boolean } {
  return key.endsWith(MARK) ? { key: key.slice(0, -MARK.length), rolledUp: true } : { key, rolledUp: false };
}

async function fill(selection: p.ObservationSelection, gaps: readonly Gap[], next: ReadValues) {
  const areas = [...new Set(gaps.flatMap((gap) => gap.made.areas))];
  const indicators = [...new Set(gaps.map((gap) => gap.blank.indicator))];
  if (areas.length * indicators.length > MOST_ADDED) {
    throw new CallerError(
      `\`options.rollUp\` would add up the figures of ${areas.length} areas for ${indicators.length} indicators.`,
      "options.rollUp",
      `fewer areas or indicators at a time: at most ${MOST_ADDED} figures are added up`,
    );
  }
  const figures = await next({ ...selection, areas, indicators });
  const series = new Map<string, r.ObservationRecord[]>();
  for (const figure of figures.observations) {
    const key = seriesOf(figure);
    const known = series.get(key);
    if (known === undefined) series.set(key, [figure]);
    else known.push(figure);
  }
  const observations = gaps.flatMap((gap) => whole(selection, gap, series));
  return { observations, uses: figures.uses };
}

/** The figures of one gap, one a breakdown and period that any of its areas has; none where none has any. */
function whole(
  selection: p.ObservationSelection,
  { blank, made }: Gap,
  series: ReadonlyMap<string, readonly r.ObservationRecord[]>,
): readonly r.ObservationRecord[] {
  const { indicator } = blank;
  const figures = made.areas.map((area) => series.get(`${area.code} ${indicator.slug}`) ?? []);
  const breakdowns = new Map<string, Map<string, r.PeriodRecord>>();
  for (const { breakdownOf, period, release, fetched } of figures.flat()) {
    if (release === undefined && fetched === undefined) continue;
    const periods = breakdowns.get(breakdownOf.code) ?? new Map<string, r.PeriodRecord>();
    breakdowns.set(breakdownOf.code, periods.set(period.id, period));
  }
  return [...breakdowns].sort().flatMap(([breakdown, periods]) => {
    const times = [...periods.values()].sort(inTime);
    const byPeriod = figures.map(
      (own) => new Map(own.filter((its) => its.breakdownOf.code === breakdown).map((its) => [its.period.id, its])),
    );
    return choosePeriods(times, selection.period).flatMap((place) => {
      const period = times[place];
      if (period === undefined) return [];
      const parts = made.areas.map((_area, at) => byPeriod[at]?.get(period.id) ?? lacking(figures[at]));
      return [rolledUp(selection, { blank, made }, period, parts)];
    });
  });
}

/** What stands for an area without a figure of the period: its own explained blank, or nothing at all. */
function lacking(own: readonly r.ObservationRecord[] | undefined): r.ObservationRecord | undefined {
  return own?.find(({ release, fetched }) => release === undefined && fetched === undefined);
}

function rolledUp(
  selection: p.ObservationSelection,
  { blank, made }: Gap,
  period: r.PeriodRecord,
  parts: readonly (r.ObservationRecord | undefined)[],
): r.ObservationRecord {
  const { area, indicator } = blank;
  const inputs = parts.filter((part) => part !== undefined);
  const sum = addUp(
    indicator,
    parts.map((part) => part ?? NOTHING),
    made.inWords,
  );
  const breakdownOf = inputs.find((part) => part.period.id === period.id)?.breakdownOf ?? blank.breakdownOf;
  const asOf = selection.options?.asOf;
  const key = observationKey(indicator, area, period.id, breakdownOf.code) + MARK;
  const release = newest(inputs);
  return {
    nodeType: "Observation",
    key: asOf === undefined ? key : pinnedKey(key, asOf),
    indicator,
    area,
    period,
    breakdownOf,
    ...figuresOf(sum),
    lowerCI95: null,
    upperCI95: null,
    statusMask: sum.value === null ? 0 : inputs.reduce((mask, part) => mask | part.statusMask, 0),
    notes: [noteOf(sum, made)],
    ...(release === undefined ? {} : { release }),
    derived: {
      method: "AGGREGATED",
      boundaryMethod: made.fit,
      boundariesAt: made.on,
      formula: formulaOf(indicator, made),
      inputs,
    },
    ...(asOf === undefined ? {} : { asOf }),
  };
}

const NOTHING = { value: null, missing: "NOT_AVAILABLE", count: null, numerator: null, denominator: null } as const;

function figuresOf(sum: WholeFigure) {
  const { value, missing } = sum;
  if (value === null) return { value, missing, count: null, numerator: null, denominator: null };
  const { count, numerator, denominator } = sum;
  return { value: withoutNoise(value), missing, count, numerator, denominator };
}

function noteOf(sum: WholeFigure, { inWords, fit }: SmallerAreas): string {
  if (sum.value === null) return sum.why;
  const fitted = fit === "BEST_FIT" ? ", which fit this area best and not exactly" : "";
  return `Added up by the hub from the figures of ${inWords}${fitted}. It is a sum and may differ from a published total.`;
}

function formulaOf(indicator: r.IndicatorRecord, { inWords }: SmallerAreas): string {
  return wayOfAdding(indicator).way === "SUM"
    ? `sum of the values of ${inWords}`
    : `sum of the numerators of ${inWords}, over the sum of their denominators`;
}

/** The release that was learnt last among those that the parts came with. */
function newest(inputs: readonly r.ObservationRecord[]): r.ReleaseRecord | undefined {
  let found: r.ReleaseRecord | undefined;
  for (const { release } of inputs)
    if (release !== undefined && (found === undefined || release.learntAt > found.learntAt)) found = release;
  return found;
}

function refusal(blank: r.ObservationRecord, why: string): r.ObservationRecord {
  const { missing, notes } = blank;
  const note = [...notes, why].join(" ");
  return new AbsentObservation(blank, blank.period, blank.breakdownOf, { missing: missing ?? "NOT_AVAILABLE", note });
}

function seriesOf({ area, indicator }: r.ObservationRecord): string {
  return `${area.code} ${indicator.slug}`;
}
