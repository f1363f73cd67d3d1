import { CallerError } from "../../schema/values/caller-error";
import { midYearsOf, perHead } from "../../statistics/per-head";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { madeFigure } from "./made-figure";
import type { ReadValues } from "./read-values";

/** Slug of the indicator of mid-year populations (30 June): of the starter set, or imported under this name. */
const POPULATION = "population-count";
const MOST_PER = 100_000_000;

/**
 * `options.perPopulation`: counts and sums of money as rates per so many people, with the mid-year population of their own period
 * (`perHead`). Other kinds of figure are blank and say why. One more reading, of the populations of all areas.
 */
export function perPopulation(catalogue: p.Catalogue, next: ReadValues): ReadValues {
  return async (selection) => {
    const per = selection.options?.perPopulation;
    if (per === undefined) return next(selection);
    const population = checked(catalogue, per);
    const found = await next(selection);
    const years = found.observations
      .filter((figure) => figure.value !== null && isCountable(figure.indicator))
      .flatMap((figure) => [...midYearsOf(figure.period)])
      .toSorted((a, b) => a - b);
    const [first, last] = [years[0], years.at(-1)];
    const people =
      first === undefined || last === undefined
        ? { observations: [], uses: [] }
        : await next({
            ...selection,
            indicators: [population],
            period: { from: `${first}-01-01`, to: `${last}-12-31` },
            breakdown: [],
          });
    const byArea = populations(people.observations);
    const rates = new Map<r.IndicatorRecord, r.IndicatorRecord>();
    const observations = found.observations.map((figure) => {
      const { indicator } = figure;
      const rate = rates.get(indicator) ?? perHeadIndicator(indicator, per);
      rates.set(indicator, rate);
      return rateFigure(figure, rate, byArea.get(figure.area.code) ?? new Map(), per);
    });
    return { observations, uses: [...found.uses, ...people.uses] };
  };
}

function checked(catalogue: p.Catalogue, per: number): r.IndicatorRecord {
  const argument = "options.perPopulation";
  if (per < 1 || per > MOST_PER)
    throw new CallerError(`\`${argument}\` is ${per}.`, argument, `a number of people from 1 to ${MOST_PER}`);
  const population = catalogue.indicatorBySlug(POPULATION);
  if (population === undefined)
    throw new CallerError(
      "This hub holds no mid-year populations, so it cannot give figures per population.",
      argument,
      `an indicator of the slug ${POPULATION}, which \`outturn import\` loads`,
    );
  return population;
}

/** Counts, and sums of money that may be added up. A rate, a mean or a median per head would mean nothing. */
function isCountable({ valueType, isAggregatable }: r.IndicatorRecord): boolean {
  return valueType === "COUNT" || (valueType === "CURRENCY" && isAggregatable);
}

type Populations = ReadonlyMap<number, r.ObservationRecord>;

/** Mid-year populations by area code and year. */
function populations(figures: readonly r.ObservationRecord[]): ReadonlyMap<string, Populations> {
  const byArea = new Map<string, Map<number, r.ObservationRecord>>();
  for (const figure of figures) {
    const { start, end } = figure.period;
    if (figure.value === null || start !== end || !start.endsWith("-06-30")) continue;
    const own = byArea.get(figure.area.code) ?? new Map<number, r.ObservationRecord>();
    byArea.set(figure.area.code, own.set(Number(start.slice(0, 4)), figure));
  }
  return byArea;
}

function rateFigure(figure: r.ObservationRecord, rate: r.IndicatorRecord, people: Populations, per: number) {
  const made = { what: `per=${per}`, indicator: rate };
  if (!isCountable(figure.indicator)) {
    const why = "Only counts and sums of money are given per population; this is another kind of figure.";
    return madeFigure(figure, { ...made, value: null, factor: null, why, inputs: [figure] });
  }
  const counts = new Map([...people].map(([year, { value }]) => [year, value ?? 0] as const));
  const scale = poundsIn(figure.indicator);
  const whole = figure.value === null ? null : figure.value * scale;
  const { value, denominator, years, why } = perHead(whole, figure.period, counts, per);
  const used = value === null ? [] : years.flatMap((year) => people.get(year) ?? []);
  const factor = value === null || denominator === null ? 0 : (scale * per) / denominator;
  const parts =
    figure.indicator.valueType === "COUNT" && value !== null ? { numerator: figure.value, denominator } : {};
  return madeFigure(figure, { ...made, value, factor, why, inputs: [figure, ...used], ...parts });
}

/** Pounds that one in a figure of money stands for: sums in thousands or millions are given per head in pounds. 1 for other figures. */
function poundsIn({ valueType, unit }: r.IndicatorRecord): number {
  return valueType === "CURRENCY" && unit.prefix === "£" ? (unit.multiplier ?? 1) : 1;
}

/** "pounds sterling, thousands" as "pounds sterling"; what else the unit says of them stays. */
function inPounds({ code, label, ...unit }: r.UnitRecord): r.UnitRecord {
  return {
    ...unit,
    code: code.replace(/-(?:thousand|million|billion)\b/, ""),
    label: label.replace(/,? (?:thousand|million|billion)s?\b/, ""),
    multiplier: 1,
  };
}

/** The indicator of a count's rates; of what cannot be one, the indicator itself. */
export function perHeadIndicator(indicator: r.IndicatorRecord, per: number): r.IndicatorRecord {
  if (!isCountable(indicator)) return indicator;
  const unit = poundsIn(indicator) === 1 ? indicator.unit : inPounds(indicator.unit);
  const words = per === 1 ? " a person" : ` per ${per.toLocaleString("en-GB")} people`;
  const { prefix, multiplier } = unit;
  return {
    ...indicator,
    key: `${indicator.key}~per=${per}`, // the option is in its id, because its unit is another
    unit: {
      code: `${unit.code}-per-${per}`,
      label: `${unit.label}${words}`,
      suffix: words,
      ...(prefix === undefined ? {} : { prefix }),
      ...(multiplier === undefined ? {} : { multiplier }),
    },
    valueType: indicator.valueType === "COUNT" ? "CRUDE_RATE" : indicator.valueType,
    decimalPlaces: Math.max(2, indicator.decimalPlaces),
    denominator: "Mid-year population",
    isAggregatable: false,
    isStandardised: true,
  };
}
