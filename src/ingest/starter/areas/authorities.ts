import type { AreaTypeCode } from "../../../schema/values/enums";
import type { SourceFolder } from "../files";
import { codeHistory, type Stretch } from "./code-history";
import type { AreaRegister } from "./register";
import { welshAmong } from "./welsh";

/** GSS prefixes of the areas whose whole history is read, and their kind. */
export const HISTORY_PREFIXES: readonly (readonly [string, AreaTypeCode])[] = [
  ["E92", "CTRY"],
  ["W92", "CTRY"],
  ["S92", "CTRY"],
  ["N92", "CTRY"],
  ["E12", "RGN"],
  ["E47", "CAUTH"],
  ["E11", "MCTY"],
  ["E10", "CTY"],
  ["E06", "UA"],
  ["W06", "UA"],
  ["E08", "MD"],
  ["E09", "LONB"],
  ["E07", "NMD"],
  ["S12", "CA"],
  ["N09", "LGD"],
];

/** Countries above the history's: the codes that statistics use for the United Kingdom and its groupings. */
const GROUPINGS: readonly (readonly [string, string, AreaTypeCode])[] = [
  ["K02000001", "United Kingdom", "UK"],
  ["K03000001", "Great Britain", "CUSTOM"],
  ["K04000001", "England and Wales", "CUSTOM"],
];

/** The code that the history gives as the parent of an area in July 2024, or at its end. */
export type Parents = ReadonlyMap<string, string>;

/**
 * Adds countries, regions, counties, combined authorities and every local authority, live or ended, from the Code
 * History Database of July 2024, with names of earlier stretches as OLD and alternatives as ALTERNATIVE. Answers the
 * parents that the history states.
 */
export function addAuthorities(register: AreaRegister, folder: SourceFolder): Parents {
  const parents = new Map<string, string>();
  for (const [code, name, type] of GROUPINGS)
    register.add({ code, name, nameWelsh: null, type, status: "LIVE", startDate: null, endDate: null });
  for (const [prefix, type] of HISTORY_PREFIXES)
    for (const [code, stretches] of codeHistory(folder, prefix)) {
      addOne(register, code, type, stretches);
      const parent = stretches[0]?.parent;
      if (parent !== undefined) parents.set(code, parent);
    }
  return parents;
}

function addOne(register: AreaRegister, code: string, type: AreaTypeCode, stretches: readonly Stretch[]): void {
  const newest = stretches[0];
  const oldest = stretches.at(-1);
  if (newest === undefined || oldest === undefined) return;
  const alternatives = [...new Set(stretches.flatMap((each) => each.nm_alt ?? []))];
  const english = stretches.map((each) => each.nm);
  register.add({
    code,
    name: newest.nm,
    nameWelsh: welshAmong(code, alternatives, english),
    type,
    status: newest.status === "live" ? "LIVE" : "TERMINATED",
    startDate: oldest.date.s,
    endDate: newest.date.e ?? null,
  });
  for (const { nm, date } of stretches.slice(1))
    register.addName({ area: code, name: nm, kind: "OLD", startDate: date.s, endDate: date.e ?? null });
  for (const name of alternatives)
    register.addName({ area: code, name, kind: "ALTERNATIVE", startDate: null, endDate: null });
}
