import { CallerError } from "../../schema/values/caller-error";
import { alignPeriod } from "../../statistics/align";
import { type Calculated, calculate, type FormulaInput } from "../../statistics/formula/calculate";
import { AbsentObservation } from "../core/absence";
import { pinnedKey } from "../core/as-known";
import { observationKey } from "../core/observation-key";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import type * as st from "../core/statistics-ports";
import type { CalculatedIndicator } from "./calculated-indicator";
import { windowAbout } from "./group-reads";
import type { Figures, ReadValues } from "./read-values";

/** Periods read beyond those asked for, so that the newest one that every input has is among them. */
const BACK = 6;
const NO_BREAKDOWN: r.BreakdownRecord = { id: 0, code: "", members: [] };

/**
 * The figures of a formula for areas. The first indicator of the formula is the one whose periods are chosen and named in the answer;
 * for each other one `alignPeriod` finds the period that stands for it. The newest periods (`latest`) are the newest that every
 * indicator has, where there are such. Two readings, however many areas and indicators.
 */
export async function calculatedFigures(
  read: ReadValues,
  made: CalculatedIndicator,
  { areas, period, options }: Pick<st.FormulaRequest, "areas" | "period" | "options">,
): Promise<Figures> {
  const [anchor, ...others] = made.inputs as readonly [r.IndicatorRecord, ...r.IndicatorRecord[]];
  const newest = isNewest(period) && others.length > 0 ? (period.latest ?? 1) : undefined;
  const asked = { areas, breakdown: [], ...(options === undefined ? {} : { options }) };
  const first = await read({
    ...asked,
    indicators: [anchor],
    period: newest === undefined ? period : { ...period, latest: newest + BACK },
  });
  const window = windowOver(first.observations.map((each) => each.period));
  const rest =
    others.length === 0 || window === undefined
      ? { observations: [], uses: [] }
      : await read({ ...asked, indicators: others, period: window });
  const series = seriesOf([...first.observations, ...rest.observations]);
  const observations = areas.flatMap((area) => {
    const wanted = series.get(`${anchor.slug} ${area.code}`) ?? [];
    const rows = wanted.map((figure) => [
      { figure, why: undefined },
      ...others.map((other) => aligned(series.get(`${other.slug} ${area.code}`) ?? [], figure, other)),
    ]);
    return chosen(rows, newest).map((inputs) => resultOf(made, inputs));
  });
  return { observations, uses: [...first.uses, ...rest.uses] };
}

/** One indicator's figure for one result, and how its period came to stand for the result's where that is another. */
interface Input {
  readonly figure: r.ObservationRecord;
  readonly why: string | undefined;
}

function isNewest({ on, from, to, ids, latest }: p.PeriodSelection): boolean {
  return on === undefined && ids === undefined && ((from === undefined && to === undefined) || latest !== undefined);
}

function windowOver(periods: readonly r.PeriodRecord[]): p.PeriodSelection | undefined {
  const starts = periods.map(({ start }) => start).toSorted();
  const ends = periods.map(({ end }) => end).toSorted();
  const [start, end] = [starts[0], ends.at(-1)];
  return start === undefined || end === undefined ? undefined : windowAbout({ start, end });
}

/** Figures by indicator and area, in time order. Throws CallerError where an indicator has several for one period. */
function seriesOf(observations: readonly r.ObservationRecord[]): ReadonlyMap<string, readonly r.ObservationRecord[]> {
  const series = new Map<string, r.ObservationRecord[]>();
  for (const observation of observations) {
    const { indicator, area, breakdownOf } = observation;
    const key = `${indicator.slug} ${area.code}`;
    const own = series.get(key);
    if (own === undefined) series.set(key, [observation]);
    else if (own[0]?.breakdownOf.code === breakdownOf.code) own.push(observation);
    else throw severalSeries(indicator);
  }
  return series;
}

function severalSeries(indicator: r.IndicatorRecord): CallerError {
  const said = `${indicator.slug} has no total over its dimensions, so it cannot stand in a formula.`;
  return new CallerError(said, "formula", "indicators that have one series for an area");
}

/** The figure of another indicator that stands beside the anchor's. */
function aligned(
  series: readonly r.ObservationRecord[],
  { area, period }: r.ObservationRecord,
  indicator: r.IndicatorRecord,
): Input {
  const published = series.filter((each) => !(each instanceof AbsentObservation));
  const absence = series[0];
  if (published.length === 0 && absence !== undefined) return { figure: absence, why: undefined };
  const found = alignPeriod(
    published.map((each) => each.period),
    period,
  );
  const figure = published.find((each) => each.period === found.period);
  if (figure === undefined) {
    const about = { missing: "NOT_AVAILABLE", note: found.why } as const;
    return { figure: new AbsentObservation({ indicator, area }, period, NO_BREAKDOWN, about), why: undefined };
  }
  return { figure, why: found.rule === "SAME_PERIOD" ? undefined : `${indicator.slug}: ${found.why}` };
}

/** The rows asked for: of `newest` ones the newest for which every input was published, or the newest where there are none. */
function chosen(rows: readonly (readonly Input[])[], newest: number | undefined): readonly (readonly Input[])[] {
  if (newest === undefined) return rows;
  const whole = rows.filter((inputs) => inputs.every(({ figure }) => !(figure instanceof AbsentObservation)));
  return whole.length === 0 ? rows.slice(-newest) : whole.slice(-newest);
}

function resultOf({ formula, inputs: indicators, indicator, text }: CalculatedIndicator, inputs: readonly Input[]) {
  const figures = new Map(inputs.map(({ figure }, place) => [indicators[place]?.slug ?? "", inputOf(figure)]));
  const slugs = indicators.map(({ slug }) => slug);
  const result = calculate(formula, slugs, figures);
  const [{ figure: anchor }] = inputs as readonly [Input];
  return derived(indicator, anchor, inputs, result, text);
}

function inputOf({ value, missing, lowerCI95, upperCI95, statusMask }: r.ObservationRecord): FormulaInput {
  return { value, missing, lower: lowerCI95, upper: upperCI95, statusMask };
}

function derived(
  indicator: r.IndicatorRecord,
  { area, period, asOf }: r.ObservationRecord,
  inputs: readonly Input[],
  { value, missing, lower, upper, statusMask, why, aboutLimits, receipts }: Calculated,
  text: string,
): r.ObservationRecord {
  const treated = receipts.flatMap(({ treatment, indicator: slug }) =>
    treatment === "USED" ? [] : [`${slug}: ${TREATMENTS[treatment]}`],
  );
  const rules = inputs.flatMap((input) => input.why ?? []);
  const limits = lower === null || aboutLimits === null ? [] : [`The hub's own limits: ${aboutLimits}`];
  const key = observationKey(indicator, area, period.id, "");
  return {
    nodeType: "Observation",
    key: asOf === undefined ? key : pinnedKey(key, asOf),
    indicator,
    area,
    period,
    breakdownOf: NO_BREAKDOWN,
    value,
    missing,
    lowerCI95: lower,
    upperCI95: upper,
    count: null,
    numerator: null,
    denominator: null,
    statusMask,
    notes: [...(why === null ? [] : [why]), ...treated, ...rules, ...limits],
    ...(asOf === undefined ? {} : { asOf }),
    derived: {
      method: "CALCULATED",
      formula: text,
      asked: { formula: text, label: indicator.name },
      inputs: inputs.map(({ figure }) => figure),
    },
  };
}

const TREATMENTS = {
  LEFT_OUT_AS_NOT_APPLICABLE: "not applicable, left out of sums.",
  SUPPRESSES_THE_RESULT: "not open, so the result is not either.",
  MISSING: "has no value.",
} as const;
