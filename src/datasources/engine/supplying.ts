import type { AreaSupplies, SupplyTerms } from "../core/engine";
import { areasOf } from "../core/packing";
import { type AreaRef, type NationalSource, SourceFault, type Want } from "../core/source";

/** Wants that can be asked, and why some areas are not among them. */
export interface Supplied {
  readonly wants: readonly Want[];
  /** By area's code: boundaries that could not be had. */
  readonly failed: ReadonlyMap<string, SourceFault>;
}

const NONE: ReadonlyMap<string, SourceFault> = new Map();

/**
 * The wants with what the source needs of each area. Areas without a boundary that is needed are left out, and wants that are left
 * without areas; one without a population stays, since counts need none. Throws MISCONFIGURED where the hub has no supplies,
 * UNAVAILABLE where they fail altogether.
 */
export async function supplied(
  source: NationalSource,
  wants: readonly Want[],
  supplies: AreaSupplies | undefined,
  terms: SupplyTerms,
): Promise<Supplied> {
  const needs = source.needs ?? [];
  if (needs.length === 0) return { wants, failed: NONE };
  const failed = new Map<string, SourceFault>();
  const onFault = (codes: readonly string[], fault: SourceFault) => {
    for (const code of codes) failed.set(code, told(source, fault));
  };
  const areas = areasOf(wants);
  const missing = (has: (area: AreaRef) => boolean) => areas.filter((area) => !has(area)).map((area) => area.code);
  const forBoundary = needs.includes("boundary") ? missing((area) => area.boundary !== undefined) : [];
  const forPopulation = needs.includes("population") ? missing((area) => area.population !== undefined) : [];
  if (supplies === undefined && forBoundary.length > 0) {
    throw new SourceFault(
      "MISCONFIGURED",
      `${source.name} needs the boundaries of areas, which this hub does not hold.`,
    );
  }
  try {
    const [boundaries, populations] = await Promise.all([
      forBoundary.length === 0 ? undefined : supplies?.boundaries(forBoundary, { ...terms, onFault }),
      forPopulation.length === 0 ? undefined : supplies?.populations(forPopulation),
    ]);
    const complete = (area: AreaRef): AreaRef[] => {
      const boundary = area.boundary ?? boundaries?.get(area.code);
      const population = area.population ?? populations?.get(area.code);
      if (needs.includes("boundary") && boundary === undefined) return [];
      return [
        {
          ...area,
          ...(boundary === undefined ? {} : { boundary }),
          ...(population === undefined ? {} : { population }),
        },
      ];
    };
    const able = wants
      .map((want) => ({ ...want, areas: want.areas.flatMap(complete) }))
      .filter((want) => want.areas.length > 0);
    return { wants: able, failed };
  } catch (error) {
    throw told(source, error);
  }
}

/** That another publisher's answer cannot be read says nothing of this source's. */
function told(source: NationalSource, error: unknown): SourceFault {
  if (error instanceof SourceFault && error.code !== "BAD_SHAPE") return error;
  return new SourceFault("UNAVAILABLE", `The boundaries that ${source.name} needs could not be read.`);
}
