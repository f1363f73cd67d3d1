import type * as v from "../../../schema/values/enums";
import type * as p from "../../core/ports";
import type * as r from "../../core/records";
import type { Part } from "./shares";

/** The best first: people tell more of most figures than land. */
export const BASES: readonly v.WeightBasis[] = ["RESIDENT_POPULATION", "HOUSEHOLDS", "ADDRESSES", "LAND_AREA"];

/** A part of something, and the whole areas whose weights together are its own; `share` is the part of them that counts. */
export interface Piece {
  readonly area: r.AreaRecord;
  readonly made: readonly r.AreaRecord[];
  readonly share?: number | undefined;
}

/**
 * The pieces as parts of their sum, by one basis that all of them have, weighed on the newest day that all of them have; land is the same
 * on all days. Undefined where there is no such basis, or where it is not known what a piece is made of.
 */
export function weighed(
  catalogue: p.Catalogue,
  pieces: readonly Piece[],
  basis: v.WeightBasis | undefined,
): readonly Part[] | undefined {
  if (pieces.some(({ made }) => made.length === 0)) return undefined;
  for (const each of basis === undefined ? BASES : [basis]) {
    const found = weighedBy(catalogue, pieces, each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function weighedBy(
  catalogue: p.Catalogue,
  pieces: readonly Piece[],
  basis: v.WeightBasis,
): readonly Part[] | undefined {
  const lists = new Map(
    pieces.flatMap(({ made }) => made.map((area) => [area, catalogue.weightsOf(area, basis)] as const)),
  );
  const all = [...lists.values()];
  const shared = all[0]?.find(({ weighedAt }) => all.every((list) => list.some((one) => one.weighedAt === weighedAt)));
  const pick = (area: r.AreaRecord) => {
    const list = lists.get(area) ?? [];
    return shared === undefined ? list[0] : list.find((one) => one.weighedAt === shared.weighedAt);
  };
  if (shared === undefined && (basis !== "LAND_AREA" || all.some((list) => list.length === 0))) return undefined;
  const values = pieces.map(
    ({ made, share = 1 }) => share * made.reduce((sum, area) => sum + (pick(area)?.value ?? 0), 0),
  );
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return undefined;
  return pieces.map(({ area, made }, at) => {
    const told = made[0] === undefined ? undefined : pick(made[0]);
    return {
      area,
      weight: (values[at] ?? 0) / total,
      fit: "SHARED",
      basis,
      ...(told === undefined ? {} : { weighedAt: told.weighedAt, source: told.source }),
    };
  });
}
