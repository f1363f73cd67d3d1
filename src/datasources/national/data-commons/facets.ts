import { readIsoPeriod } from "../../../schema/values/period";
import { asList, asObject, asText, unexpected } from "../../core/decode";
import type { Cell, RemoteIndicator } from "../../core/source";

/** One source's version of a series, as Data Commons calls it: who measured it, how, and in what. */
export interface Facet {
  readonly importName: string;
  readonly measurementMethod: string;
  /** Empty where the figure has none (a count). */
  readonly unit: string;
  /** What the figure was multiplied by ("100" for some shares); empty where it was not. */
  readonly scalingFactor: string;
  /** "P1Y", "P1M", "Annual"; empty where the source does not say. */
  readonly observationPeriod: string;
}

/** What pins one series down among its facets: all of these must fit, so that an indicator has one unit and one length of period. */
export interface Pinned {
  readonly unit: string;
  readonly scalingFactor: string;
  /** P1Y, P1M or P1D. */
  readonly length: string;
}

/** The pin that an indicator carries in its facts. Throws where it has none: such an indicator was not made by this source. */
export function pinnedOf(indicator: RemoteIndicator): Pinned {
  const { unit, scalingFactor, length } = indicator.facts ?? {};
  if (typeof unit !== "string" || typeof scalingFactor !== "string" || typeof length !== "string")
    throw new Error(`The indicator ${indicator.upstreamId} lacks the facts that pin its facet.`);
  return { unit, scalingFactor, length };
}

/** The facets of an answer, by id. Throws BAD_SHAPE. */
export function facetsOf(body: Readonly<Record<string, unknown>>): ReadonlyMap<string, Facet> {
  const facets = body.facets === undefined ? {} : asObject(body.facets, "the list of facets");
  return new Map(
    Object.entries(facets).map(([id, value]) => {
      const facet = asObject(value, "a facet");
      const text = (name: string): string => (typeof facet[name] === "string" ? facet[name] : "");
      return [
        id,
        {
          importName: text("importName"),
          measurementMethod: text("measurementMethod"),
          unit: text("unit"),
          scalingFactor: text("scalingFactor"),
          observationPeriod: text("observationPeriod"),
        },
      ];
    }),
  );
}

/** The facets of one series in the service's order of preference, each with what the answer says of it. Throws BAD_SHAPE. */
export function orderedFacets(series: unknown, facets: ReadonlyMap<string, Facet>) {
  const ordered = asObject(series, "a series").orderedFacets;
  if (ordered === undefined) return [];
  return asList(ordered, "the facets of a series").map((each) => {
    const said = asObject(each, "a facet of a series");
    const facet = facets.get(asText(said.facetId, "a facet's id"));
    if (facet === undefined) throw unexpected("a series has a facet that the answer does not describe");
    return { facet, said };
  });
}

/**
 * How long the periods of a facet are: P1Y, P1M or P1D, by the shape of a date ("2024", "2024-06", "2024-06-30"). Undefined where the
 * date and the stated length do not go together: a month that stands for a quarter may be its first or its last.
 */
export function lengthOf({ observationPeriod }: Facet, date: string): string | undefined {
  const shape = SHAPES.find(([pattern]) => pattern.test(date));
  return shape?.[2].includes(observationPeriod) ? shape[1] : undefined;
}

const SHAPES: readonly (readonly [pattern: RegExp, length: string, stated: readonly string[]])[] = [
  [/^\d{4}$/, "P1Y", ["", "P1Y", "Annual"]],
  [/^\d{4}-(?:0[1-9]|1[0-2])$/, "P1M", ["", "P1M"]],
  [/^\d{4}-\d{2}-\d{2}$/, "P1D", ["", "P1D"]],
];

/**
 * The figures of one series: of the first facet that has the pinned unit, scaling and length of period, and of no other, so that a
 * series is one source's from end to end. None where no facet fits. Throws BAD_SHAPE.
 */
export function cellsOfSeries(
  series: unknown,
  facets: ReadonlyMap<string, Facet>,
  pinned: Pinned,
  about: { readonly indicator: string; readonly area: string },
): readonly Cell[] {
  for (const { facet, said } of orderedFacets(series, facets)) {
    if (facet.unit !== pinned.unit || facet.scalingFactor !== pinned.scalingFactor) continue;
    const observations = asList(said.observations ?? [], "the figures of a facet").map((each) =>
      asObject(each, "a figure"),
    );
    const dates = observations.map((observation) => asText(observation.date, "a figure's date"));
    if (dates.length === 0 || dates.some((date) => lengthOf(facet, date) !== pinned.length)) continue;
    if (typeof said.obsCount === "number" && said.obsCount !== dates.length)
      throw unexpected(`it says ${said.obsCount} figures of a series and has ${dates.length}`);
    if (new Set(dates).size !== dates.length) throw unexpected("it has two figures for one period");
    const notes = facet.importName === "" ? {} : { notes: [`Data Commons has this series from ${originOf(facet)}.`] };
    return observations.map((observation, place) => ({
      ...about,
      period: periodOf(dates[place] ?? "", pinned.length),
      ...figureOf(observation.value),
      ...notes,
    }));
  }
  return [];
}

function originOf({ importName, measurementMethod }: Facet): string {
  return measurementMethod === "" ? importName : `${importName} (${measurementMethod})`;
}

function periodOf(date: string, length: string): string {
  const start = length === "P1Y" ? `${date}-01-01` : length === "P1M" ? `${date}-01` : date;
  const read = readIsoPeriod(length === "P1D" ? start : `${start}/${length}`);
  if (read === undefined) throw unexpected("a date is none of the calendar");
  return read.id;
}

/** The service may leave the value of a point out, and writes what is not a number as "NaN". */
function figureOf(value: unknown): Pick<Cell, "value" | "missing"> {
  if (value === undefined || value === null || value === "NaN") return { value: null, missing: "NOT_AVAILABLE" };
  if (typeof value !== "number" || !Number.isFinite(value)) throw unexpected("a figure is not a number");
  return { value };
}
