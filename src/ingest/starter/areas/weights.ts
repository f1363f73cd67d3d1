import { type Drawing, squareKilometres } from "../../../datasources/core/drawing";
import type { WeightBasis } from "../../../schema/values/enums";
import { cellOf, type SourceFolder } from "../files";
import { AUTHORITIES } from "./alternative-names";
import type { AreaRegister } from "./register";

/** How much of something an area held on a day. */
export type DraftWeight = readonly [area: string, basis: WeightBasis, date: string, value: number, source: string];

/** The register's populations are the mid-year estimates of 2020. */
const MID_2020 = "2020-06-30";
const POPULATIONS = "ONS mid-year estimates of 2020, by way of mySociety's register of UK local authorities";
const DRAWN = "Measured on the boundaries of ONS as drawn for maps of the country; contains OS data © Crown copyright";

/**
 * What figures are shared out by where authorities were split or one asks for the parts of a merged one: residents of mid-2020, which
 * the register has for every authority that stood then, and the land of every authority that is drawn.
 */
export function areaWeights(
  register: AreaRegister,
  folder: SourceFolder,
  drawings: ReadonlyMap<string, { readonly boundariesAt: string; readonly drawing: Drawing }>,
): readonly DraftWeight[] {
  const weights: DraftWeight[] = [];
  for (const row of folder.rows(AUTHORITIES)) {
    const [code, residents] = [cellOf(row, "gss-code"), cellOf(row, "pop-2020")];
    if (residents === "" || !register.areas.has(code)) continue; // councils.ts reports those without an area
    weights.push([code, "RESIDENT_POPULATION", MID_2020, Number(residents), POPULATIONS]);
  }
  for (const [code, { boundariesAt, drawing }] of drawings)
    weights.push([code, "LAND_AREA", boundariesAt, Math.round(squareKilometres(drawing) * 10) / 10, DRAWN]);
  return weights;
}
