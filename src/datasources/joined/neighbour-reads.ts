import { kindsOf } from "../../schema/values/area-types";
import { customNeighbours } from "../../statistics/neighbours";
import type * as r from "../core/records";
import type * as st from "../core/statistics-ports";
import { newestPeriod } from "./one-period";
import type { ReadValues } from "./read-values";

/**
 * The nearest neighbours of an area by the caller's indicators and weights, nearest first: each indicator at the newest period that
 * any of the areas has. Areas that lack one of them have no distance: they are named, as are indicators that cannot be used.
 */
export async function neighboursBy(
  read: ReadValues,
  area: r.AreaRecord,
  others: readonly r.AreaRecord[],
  { weights }: st.NeighbourWeights,
): Promise<st.NeighbourhoodRecord> {
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
  const neighbours = result.neighbours.flatMap(({ key, rank, distance, parts }): st.CustomNeighbourRecord[] => {
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
  return {
    neighbours,
    leftOut: result.leftOut.flatMap(({ indicator: slug, why }) => {
      const indicator = bySlug.get(slug)?.indicator;
      return indicator === undefined ? [] : [{ indicator, why }];
    }),
    incomplete: result.incomplete.flatMap((code) => byCode.get(code) ?? []),
    why: others.some((other) => other !== area) ? result.why : "There is no other area to look through.",
  };
}

/** The kinds of area that an area is looked for among: its own tier of council, or its own kind. */
export function alike(area: r.AreaRecord): r.AreaTypeRecord["code"] {
  const type = area.areaType.code;
  return (["LTLA", "UTLA"] as const).find((tier) => kindsOf(tier).includes(type)) ?? type;
}
