import type * as v from "../../../schema/values/enums";
import { asList, asObject, asText, json, unexpected } from "../../core/decode";
import { fetchOne, lookup, type Plan } from "../../core/plan";
import type { AreaRef } from "../../core/source";

const HOUR = 3_600_000;
const ENGLAND = 15;
const REGION = 6;

/** A level of areas, whatever the date of its boundaries. */
export type Level = "england" | "region" | "upper" | "lower" | "icb" | "sub-icb";

/** Words of Fingertips' names and short names of area types (seen 2020 to 2026-08; names were changed in 2025-10). */
const LEVELS: readonly (readonly [Level, RegExp])[] = [
  ["upper", /upper tier local auth|count(y|ies) & ?UAs?/i],
  ["lower", /lower tier local auth|districts? & ?UAs?/i],
  ["sub-icb", /sub[- ]?ICB|ICB sub/i],
  ["icb", /\bICBs?\b|integrated care board/i],
];

/** The kind of an area by its GSS code: Fingertips' rows say only which type of its own it is of. */
const PREFIXES: Readonly<Record<string, { readonly kind: v.AreaTypeCode; readonly levels: readonly Level[] }>> = {
  E92: { kind: "CTRY", levels: ["england"] },
  E12: { kind: "RGN", levels: ["region"] },
  E10: { kind: "CTY", levels: ["upper"] },
  E06: { kind: "UA", levels: ["upper", "lower"] },
  E08: { kind: "MD", levels: ["upper", "lower"] },
  E09: { kind: "LONB", levels: ["upper", "lower"] },
  E07: { kind: "NMD", levels: ["lower"] },
  E54: { kind: "ICB", levels: ["icb"] },
  E38: { kind: "SICBL", levels: ["sub-icb"] },
};

/** Kinds of area that Fingertips has figures for, with their classes. */
export const KINDS: readonly v.AreaTypeCode[] = [
  ...Object.values(PREFIXES).map(({ kind }) => kind),
  "UTLA",
  "LTLA",
  "LAD",
];

/** The levels that an area may be published at; none for areas that Fingertips does not have. */
export function levelsOf(code: string): readonly Level[] {
  return PREFIXES[code.slice(0, 3)]?.levels ?? [];
}

/** An area of a row, as the hub knows areas; undefined for practices, trusts and other areas without such a code. */
export function areaOf(code: string, name: string): AreaRef | undefined {
  const found = PREFIXES[code.slice(0, 3)];
  return found === undefined || !/^E\d{8}$/.test(code) ? undefined : { code, kind: found.kind, name };
}

/** An area type of Fingertips: its number stands for one level on boundaries of one date. */
export interface AreaType {
  readonly id: number;
  readonly level: Level;
  /** Year and month from which the boundaries hold: 2023.25 for April 2023; 0 where the name says none. */
  readonly since: number;
}

/** Area types of the levels that the hub has, looked up: numbers are versions, and new ones are added. */
export function* areaTypes(): Plan<readonly AreaType[]> {
  return yield* lookup("area-types", 24 * HOUR, function* () {
    const answer = yield* fetchOne({ path: "area_types", accept: "application/json" });
    const types = asList(json(answer), "the list of area types").flatMap((each) => {
      const type = asObject(each, "an area type");
      if (typeof type.Id !== "number") throw unexpected("an area type has no number");
      return levelled(type.Id, asText(type.Name, "an area type's name"), String(type.Short ?? ""));
    });
    if (types.length === 0) throw unexpected("no area type in it is known");
    return types;
  });
}

function levelled(id: number, name: string, short: string): readonly AreaType[] {
  if (id === ENGLAND) return [{ id, level: "england", since: 0 }];
  if (id === REGION) return [{ id, level: "region", since: 0 }];
  const level = LEVELS.find(([, words]) => words.test(name) || words.test(short))?.[0];
  return level === undefined ? [] : [{ id, level, since: Math.max(sinceOf(name), sinceOf(short)) }];
}

/** "(post 4/23)", "(4/21 - 3/23)", "(from Apr 2023)", "(2021/22-2022/23)": when boundaries began; "(pre 4/19)" is before all. */
function sinceOf(name: string): number {
  if (/\bpre\b|prior to/i.test(name)) return -1;
  const short = /(\d{1,2})\/(\d{2})\b/.exec(name);
  if (short !== null && !/\d{4}\/\d{2}/.test(name)) return 2000 + Number(short[2]) + Number(short[1]) / 12;
  const year = /(20\d{2})/.exec(name);
  return year === null ? 0 : Number(year[1]) + 4 / 12;
}

/** Numbers of area types that each indicator is published for, by indicator; looked up once for all indicators. */
export function* availability(): Plan<Readonly<Record<string, readonly number[]>>> {
  return yield* lookup("available-data", 24 * HOUR, function* () {
    const answer = yield* fetchOne({ path: "available_data", accept: "application/json", maxBytes: 64_000_000 });
    const types: Record<string, number[]> = Object.create(null);
    for (const each of asList(json(answer), "the list of available data")) {
      const { IndicatorId, AreaTypeId } = asObject(each, "an entry of available data");
      if (typeof IndicatorId !== "number" || typeof AreaTypeId !== "number")
        throw unexpected("an entry has no numbers");
      const known = types[IndicatorId];
      if (known === undefined) types[IndicatorId] = [AreaTypeId];
      else if (!known.includes(AreaTypeId)) known.push(AreaTypeId);
    }
    return types;
  });
}

/** The newest area type of a level that an indicator is published for. */
export function typeAt(level: Level, types: readonly AreaType[], available: readonly number[]): number | undefined {
  return types
    .filter((type) => type.level === level && available.includes(type.id))
    .sort((a, b) => b.since - a.since || b.id - a.id)[0]?.id;
}

/** Whether an area lies in both tiers of local government: unitary authorities and boroughs. */
function isInBothTiers(area: AreaRef): boolean {
  return levelsOf(area.code).length > 1;
}

function isAbove(area: AreaRef): boolean {
  return ["england", "region"].includes(levelsOf(area.code)[0] ?? "");
}

/** The child area types that some of these areas leave no choice about: counties, districts, health boards. */
export function forcedTypes(
  areas: readonly AreaRef[],
  types: readonly AreaType[],
  available: readonly number[],
): readonly number[] {
  const forced = areas
    .filter((area) => !isInBothTiers(area) && !isAbove(area))
    .flatMap((area) => levelsOf(area.code))
    .flatMap((level) => typeAt(level, types, available) ?? []);
  return [...new Set(forced)];
}

/**
 * The child area types to ask for so that all these areas come, as few as they can be, each with the areas that it is to answer for.
 * One answer holds England, its regions and all areas of the child type: so these two are asked for by themselves only where nothing
 * below them is. Areas that are in both tiers go with whichever tier is asked for anyway, for this indicator or (`elsewhere`) for
 * others of the same call; upper before lower.
 */
export function typesToAsk(
  areas: readonly AreaRef[],
  types: readonly AreaType[],
  available: readonly number[],
  elsewhere: readonly number[],
): ReadonlyMap<number, readonly AreaRef[]> {
  const asks = new Map<number, AreaRef[]>(forcedTypes(areas, types, available).map((type) => [type, []]));
  const order = (area: AreaRef) => (isAbove(area) ? 2 : isInBothTiers(area) ? 1 : 0);
  for (const area of [...areas].sort((a, b) => order(a) - order(b))) {
    const fitting = levelsOf(area.code).flatMap((level) => typeAt(level, types, available) ?? []);
    const below = isAbove(area) ? [...asks.keys()][0] : undefined;
    const type =
      below ?? fitting.find((each) => asks.has(each)) ?? fitting.find((each) => elsewhere.includes(each)) ?? fitting[0];
    if (type !== undefined) asks.set(type, [...(asks.get(type) ?? []), area]);
  }
  return asks;
}
