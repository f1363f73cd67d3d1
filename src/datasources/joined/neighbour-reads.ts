import { kindsOf } from "../../schema/values/area-types";
import { CallerError } from "../../schema/values/caller-error";
import { improversAmong } from "../../statistics/improvers";
import { customNeighbours } from "../../statistics/neighbours";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import type * as st from "../core/statistics-ports";
import { changeFrom } from "../local/changes";
import { intervalOf } from "./group-reads";
import { newestPeriod, type OnePeriod } from "./one-period";
import type { ReadValues } from "./read-values";

/**
 * The nearest neighbours of an area by the caller's indicators and weights, nearest first: each indicator at the newest period that
 * any of the areas has. Areas that lack one of them have no distance and are left out.
 */
export async function neighboursBy(
  read: ReadValues,
  area: r.AreaRecord,
  others: readonly r.AreaRecord[],
  { weights }: st.NeighbourWeights,
): Promise<readonly st.CustomNeighbourRecord[]> {
  const areas = [area, ...others.filter((other) => other !== area)];
  const indicators = weights.map(({ indicator }) => indicator);
  const { observations } = await read({ indicators, areas, period: { latest: 1 }, breakdown: [] });
  const found = indicators.map((indicator) =>
    newestPeriod(
      observations.filter((each) => each.indicator.slug === indicator.slug),
      "weights",
    ),
  );
  const valuesOf = (of: r.AreaRecord) => found.map((one) => one?.byArea.get(of.code)?.value ?? null);
  const bySlug = new Map(indicators.map((indicator, place) => [indicator.slug, { indicator, figures: found[place] }]));
  const result = customNeighbours(
    { key: area.code, values: valuesOf(area) },
    areas.map((each) => ({ key: each.code, values: valuesOf(each) })),
    weights.map(({ indicator, weight }) => ({ key: indicator.slug, weight })),
  );
  const byCode = new Map(areas.map((each) => [each.code, each]));
  const leftOut = result.leftOut.map(({ indicator, why }) => `${indicator}: ${why}`);
  return result.neighbours.flatMap(({ key, rank, distance, parts }) => {
    const neighbour = byCode.get(key);
    if (neighbour === undefined) return [];
    const explained = parts.flatMap(({ indicator: slug, difference, share }) => {
      const used = bySlug.get(slug);
      const [own, its] = [used?.figures?.byArea.get(area.code), used?.figures?.byArea.get(key)];
      if (used === undefined || own === undefined || its === undefined) return [];
      return [{ indicator: used.indicator, difference, share, own, neighbours: its }];
    });
    return [{ area: neighbour, rank, distance, model: "CUSTOM_WEIGHTS" as const, parts: explained, leftOut }];
  });
}

/** The kinds of area that an area is looked for among: its own tier of council, or its own kind. */
export function alike(area: r.AreaRecord): r.AreaTypeRecord["code"] {
  const type = area.areaType.code;
  return (["LTLA", "UTLA"] as const).find((tier) => kindsOf(tier).includes(type)) ?? type;
}

/** Who improved most from the newest period that `from` finds to the newest that `to` finds, the most first. */
export async function improvers(read: ReadValues, request: st.ImproversRequest): Promise<readonly st.ImproverRecord[]> {
  const { indicator, breakdown, similarStartTo: like } = request;
  const areas = like === undefined || request.areas.includes(like) ? request.areas : [...request.areas, like];
  const asked = { indicators: [indicator], areas, breakdown };
  const [starts, ends] = await Promise.all([
    read({ ...asked, period: request.from }),
    read({ ...asked, period: request.to }),
  ]);
  const start = newestPeriod(starts.observations, "breakdown");
  const end = newestPeriod(ends.observations, "breakdown");
  if (start === undefined || end === undefined) return [];
  if (start.period.start >= end.period.start) {
    const said = `\`from\` means ${start.period.label} and \`to\` means ${end.period.label}.`;
    throw new CallerError(said, "from", "a period before the one that `to` means");
  }
  const between = await seriesBetween(read, asked, start, end);
  const changes = new Map(
    areas.flatMap((area) => {
      const [from, to] = [start.byArea.get(area.code), end.byArea.get(area.code)];
      return from === undefined || to === undefined
        ? []
        : [[area.code, { from, to, change: changeFrom(from, to, between.get(area.code) ?? []) }] as const];
    }),
  );
  const found = improversAmong(
    areas.map(({ code }) => {
      const { from, to, change } = changes.get(code) ?? {};
      return { key: code, start: intervalOf(from), end: intervalOf(to), notComparable: change?.why ?? null };
    }),
    indicator.polarity,
    like?.code,
  );
  const wanted = new Map(request.areas.map((area) => [area.code, area]));
  return found.improvers.flatMap(({ key, rank, improvement }) => {
    const [area, moved] = [wanted.get(key), changes.get(key)];
    if (area === undefined || moved === undefined) return [];
    const { from, to, change } = moved;
    return [{ area, rank, start: from, end: to, improvement, change, compared: found.compared }];
  });
}

/** All figures from the start to the end, by area: a break in the series may be marked on one in between. */
async function seriesBetween(
  read: ReadValues,
  asked: Omit<p.ObservationSelection, "period">,
  start: OnePeriod,
  end: OnePeriod,
): Promise<ReadonlyMap<string, readonly r.ObservationRecord[]>> {
  const { observations } = await read({ ...asked, period: { from: start.period.start, to: end.period.start } });
  const series = new Map<string, r.ObservationRecord[]>();
  for (const observation of observations) {
    const own = series.get(observation.area.code);
    if (own === undefined) series.set(observation.area.code, [observation]);
    else own.push(observation);
  }
  return series;
}
