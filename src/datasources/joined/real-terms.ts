import { CallerError } from "../../schema/values/caller-error";
import { type DeflatorPoint, inRealTerms } from "../../statistics/real-terms";
import { AbsentObservation } from "../core/absence";
import { choosePeriods } from "../core/period-choice";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { madeFigure } from "./made-figure";
import type { ReadValues } from "./read-values";

/** Slug of the deflator: HM Treasury's GDP deflator or another index of prices, imported under this name for the United Kingdom. */
const DEFLATOR = "gdp-deflator";
const UNITED_KINGDOM = "K02000001";
/** Words of indicators whose money already is in the prices of one year. */
const ALREADY_REAL = /chained[- ]volume|constant[- ]prices|real[- ]terms/i;

/**
 * `options.adjustForInflationTo`: money in the prices of the year that contains the day, by a deflator that the store holds as an
 * indicator (`inRealTerms`). Other figures are blank and say why; a day outside the deflator's years is refused.
 */
export function inPricesOf(catalogue: p.Catalogue, next: ReadValues): ReadValues {
  return async (selection) => {
    const day = selection.options?.adjustForInflationTo;
    if (day === undefined) return next(selection);
    const [found, deflator] = [await next(selection), await deflators(catalogue, next, selection)];
    const periods = deflator.figures.map(({ period }) => period);
    if (containing(periods, day) === undefined) throw outside(day, periods);
    const points = deflator.figures.map(({ period, value }) => ({ period, index: value ?? Number.NaN }));
    const real = new Map<string, r.IndicatorRecord>();
    const observations = found.observations.map((figure) => {
      const base = baseFor(figure.period, day, periods);
      const key = `${figure.indicator.key} ${base.id}`;
      const adjusted = real.get(key) ?? realIndicator(figure.indicator, base);
      real.set(key, adjusted);
      return realFigure(figure, adjusted, day, base, deflator.figures, points);
    });
    return { observations, uses: [...found.uses, ...deflator.uses] };
  };
}

const ARGUMENT = "options.adjustForInflationTo";

async function deflators(catalogue: p.Catalogue, next: ReadValues, { options }: p.ObservationSelection) {
  const indicator = catalogue.indicatorBySlug(DEFLATOR);
  const area = catalogue.areaByCode(UNITED_KINGDOM);
  if (indicator === undefined || area === undefined)
    throw new CallerError(
      "This hub holds no deflator, so it cannot adjust for inflation.",
      ARGUMENT,
      `an indicator of the slug ${DEFLATOR} with figures for ${UNITED_KINGDOM}, such as HM Treasury's GDP deflators, which \`outturn import\` loads`,
    );
  const known = options?.asOf === undefined ? {} : { options: { allowStale: true, asOf: options.asOf } };
  const selection = { indicators: [indicator], areas: [area], period: { from: "1800-01-01" }, breakdown: [], ...known };
  const { observations, uses } = await next(selection);
  return { figures: observations.filter((each) => !(each instanceof AbsentObservation) && each.value !== null), uses };
}

function containing(periods: readonly r.PeriodRecord[], day: string): r.PeriodRecord | undefined {
  return periods[choosePeriods(periods, { on: day })[0] ?? -1];
}

function outside(day: string, periods: readonly r.PeriodRecord[]): CallerError {
  const [first, last] = [periods[0]?.label, periods.at(-1)?.label];
  const reach =
    first === undefined ? "the deflator has no figure yet" : `the deflator reaches from ${first} to ${last ?? first}`;
  return new CallerError(
    `No period of the deflator contains ${day}: ${reach}.`,
    ARGUMENT,
    "a day within the deflator's periods",
  );
}

/** The base period: of the figure's own kind of year where the deflator has it, else the one that contains the day. */
function baseFor(period: r.PeriodRecord, day: string, periods: readonly r.PeriodRecord[]): r.PeriodRecord {
  const own = periods.filter(({ type }) => type === period.type);
  return (containing(own, day) ?? containing(periods, day)) as r.PeriodRecord; // one was found before
}

function isMoney({ unit, slug, name }: r.IndicatorRecord): boolean {
  return (unit.prefix === "£" || unit.code.startsWith("gbp")) && !ALREADY_REAL.test(`${slug} ${name}`);
}

function realFigure(
  figure: r.ObservationRecord,
  indicator: r.IndicatorRecord,
  day: string,
  base: r.PeriodRecord,
  deflator: readonly r.ObservationRecord[],
  points: readonly DeflatorPoint[],
): r.ObservationRecord {
  const made = { what: `prices=${day}`, indicator };
  if (!isMoney(figure.indicator)) {
    const why = "Only money at the prices of its own time can be adjusted for inflation; this figure is none.";
    return madeFigure(figure, { ...made, value: null, factor: null, why, inputs: [figure] });
  }
  const { value, factor, from, base: to, why } = inRealTerms(figure.value, figure.period, base, points);
  const used = [from, to].flatMap((point) => deflator.find((each) => each.period === point?.period) ?? []);
  const inputs = [figure, ...new Set(used)];
  return madeFigure(figure, { ...made, value, factor: factor ?? 0, why: `In prices of ${base.label}: ${why}`, inputs });
}

/** The indicator of money in the prices of a period; of what is not money, the indicator itself. */
export function realIndicator(indicator: r.IndicatorRecord, base: r.PeriodRecord): r.IndicatorRecord {
  if (!isMoney(indicator)) return indicator;
  const { unit } = indicator;
  const code = `${unit.code}-${base.id}`;
  return {
    ...indicator,
    key: `${indicator.key}~prices=${base.id}`,
    unit: { ...unit, code, label: `${unit.label}, in prices of ${base.label}` },
  };
}
