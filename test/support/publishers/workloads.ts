import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { AreaRef, Want } from "../../../src/datasources/core/source";

/** The questions that packing is measured with. */
export const WORKLOADS = [
  "1 area x 40 indicators",
  "318 lower-tier areas x 3 indicators",
  "50 areas x 10 indicators x 5 years",
  "sparse keys",
  "5,000 LSOAs",
  "repeat after a minute",
] as const;
export type Workload = (typeof WORKLOADS)[number];

/** One workload for one source. `least` is the least possible number of requests under the publisher's limits, worked out by hand. */
export interface WorkloadFor {
  readonly wants: readonly Want[];
  /** Requests for figures; `lookups` apart. */
  readonly least: number;
  /** Requests that a cold start needs once for code lists and the like. */
  readonly lookups: number;
  /** The working, in a sentence. */
  readonly why: string;
}

/** A made-up figure, the same wherever it is asked for: so that an answer can be checked whatever way it came. One decimal place. */
export function madeFigure(indicator: string, area: string, period: string, breakdown = ""): number {
  let hash = 2166136261;
  for (const letter of `${indicator}|${area}|${period}|${breakdown}`) {
    hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619) >>> 0;
  }
  return (hash % 10_000) / 10;
}

let areas: readonly AreaRef[] | undefined;

/** The areas of the starter set, by code. */
function starterAreas(): readonly AreaRef[] {
  if (areas !== undefined) return areas;
  const file = join(__dirname, "../../../data/starter/areas.csv.br");
  const rows: Record<string, string>[] = parse(brotliDecompressSync(readFileSync(file)), { columns: true });
  areas = rows
    .filter((row) => row.status === "LIVE")
    .map((row) => ({ code: String(row.code), kind: row.area_type as AreaRef["kind"], name: String(row.name) }));
  return areas;
}

/** The 318 lower-tier areas of England and Wales in being. */
export function lowerTierAreas(): readonly AreaRef[] {
  const kinds = ["UA", "NMD", "MD", "LONB"];
  return starterAreas().filter((area) => /^[EW]/.test(area.code) && kinds.includes(area.kind));
}

/** So many LSOAs of England, by code. */
export function lsoas(count: number): readonly AreaRef[] {
  return starterAreas()
    .filter((area) => area.kind === "LSOA" && area.code.startsWith("E01"))
    .slice(0, count);
}

/** Areas of any kind by code, in the order asked. Throws for a code that the starter set does not have. */
export function areasByCode(...codes: readonly string[]): readonly AreaRef[] {
  return codes.map((code) => {
    const found = starterAreas().find((area) => area.code === code);
    if (found === undefined) throw new Error(`The starter set has no area ${code}.`);
    return found;
  });
}
