import { kindsOf } from "../../schema/values/area-types";
import type { AreaTypeCode } from "../../schema/values/enums";
import { wasLive } from "../core/life";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { areasWithin } from "../local/within";

/**
 * Kinds of area that together make up larger ones, each a partition of some ground. Where several would serve, the one of which there
 * are fewest is added up: rounding and perturbation of the parts grow with their number.
 */
const LAYERS: readonly (readonly AreaTypeCode[])[] = [
  ["CTRY"],
  ["RGN"],
  kindsOf("UTLA"),
  kindsOf("LTLA"),
  ["WD"],
  ["MSOA"],
  ["LSOA"],
  ["DATA_ZONE"],
  ["OA"],
];
const LOWER_TIER: ReadonlySet<AreaTypeCode> = new Set(kindsOf("LTLA"));

/** Census areas nest in census areas and in local authorities. In everything else they lie by best fit, as the ONS look-ups have it. */
const CENSUS: ReadonlySet<AreaTypeCode> = new Set(["OA", "LSOA", "MSOA", "DATA_ZONE"]);
const NO_EXACT_FIT: ReadonlySet<AreaTypeCode> = new Set([
  "WD",
  "PAR",
  "CED",
  "PCON",
  "SENEDD_CONSTITUENCY",
  "ICB",
  "SICBL",
  "LSIP",
  "NATURAL_NEIGHBOURHOOD",
]);

/** The areas that a larger one is made of. */
export interface SmallerAreas {
  readonly areas: readonly r.AreaRecord[];
  /** As people call them, with their number: "295 LSOAs". */
  readonly inWords: string;
  readonly fit: "EXACT_AGGREGATION" | "BEST_FIT";
  /** yyyy-mm-dd: the day whose boundaries and memberships were used. */
  readonly on: string;
}

/**
 * The smaller areas with figures of an indicator that make up an area, on today's boundaries (of an ended area, on those of its last
 * day). Undefined where no kind that the indicator covers fills the area: England's regions do not make up the United Kingdom.
 */
export class SmallerAreasFinder {
  readonly #catalogue: p.Catalogue;
  readonly #inside = new Map<r.AreaRecord, ReadonlyMap<AreaTypeCode, readonly r.AreaRecord[]>>();

  constructor(catalogue: p.Catalogue) {
    this.#catalogue = catalogue;
  }

  of(area: r.AreaRecord, indicator: r.IndicatorRecord): SmallerAreas | undefined {
    const covered = new Set(indicator.coverage.map((coverage) => coverage.areaType.code));
    if (covered.has(area.areaType.code)) return undefined;
    const inside = this.#insideOf(area);
    const authorities = kindsOf("LTLA").flatMap((kind) => inside.get(kind) ?? []);
    let best: readonly r.AreaRecord[] | undefined;
    for (const layer of LAYERS) {
      const present = layer.filter((kind) => (inside.get(kind)?.length ?? 0) > 0);
      if (present.length === 0 || !present.every((kind) => covered.has(kind))) continue;
      const members = present.flatMap((kind) => inside.get(kind) ?? []);
      if (best !== undefined && best.length <= members.length) continue;
      if (this.#fill(members, authorities)) best = members;
    }
    return best === undefined ? undefined : this.#described(area, best);
  }

  /** Whether members leave no local authority of the ground out. */
  #fill(members: readonly r.AreaRecord[], authorities: readonly r.AreaRecord[]): boolean {
    if (authorities.length === 0) return true;
    const filled = new Set<r.AreaRecord>();
    for (const member of members) {
      if (LOWER_TIER.has(member.areaType.code)) filled.add(member);
      else if (isSmall(member)) for (const around of ancestorsOf(member)) filled.add(around);
      else
        for (const kind of kindsOf("LTLA")) for (const each of this.#insideOf(member).get(kind) ?? []) filled.add(each);
    }
    return authorities.every((authority) => filled.has(authority));
  }

  #insideOf(area: r.AreaRecord): ReadonlyMap<AreaTypeCode, readonly r.AreaRecord[]> {
    const known = this.#inside.get(area);
    if (known !== undefined) return known;
    const on = this.#dayOf(area);
    const byKind = new Map<AreaTypeCode, r.AreaRecord[]>();
    for (const each of areasWithin(this.#catalogue, area, on)) {
      if (!wasLive(each, on)) continue;
      const kind = each.areaType.code;
      const others = byKind.get(kind);
      if (others === undefined) byKind.set(kind, [each]);
      else others.push(each);
    }
    this.#inside.set(area, byKind);
    return byKind;
  }

  #dayOf(area: r.AreaRecord): string {
    return area.status === "LIVE" ? this.#catalogue.today() : (area.endDate ?? this.#catalogue.today());
  }

  #described(area: r.AreaRecord, areas: readonly r.AreaRecord[]): SmallerAreas {
    const kinds = [...new Set(areas.map((each) => each.areaType))];
    const [first] = kinds;
    const name = kinds.length === 1 && first !== undefined ? plural(first) : "areas";
    const best = NO_EXACT_FIT.has(area.areaType.code) && kinds.some(({ code }) => CENSUS.has(code));
    return {
      areas: areas.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
      inWords: `${areas.length} ${name}`,
      fit: best ? "BEST_FIT" : "EXACT_AGGREGATION",
      on: this.#dayOf(area),
    };
  }
}

const SHORT: Readonly<Partial<Record<AreaTypeCode, string>>> = {
  LSOA: "LSOAs",
  MSOA: "MSOAs",
  OA: "output areas",
  WD: "wards",
  CTRY: "countries",
  RGN: "regions",
};

function plural({ code, label }: r.AreaTypeRecord): string {
  return SHORT[code] ?? (kindsOf("UTLA").includes(code) || LOWER_TIER.has(code) ? "authorities" : `areas (${label})`);
}

function isSmall(area: r.AreaRecord): boolean {
  return CENSUS.has(area.areaType.code) || area.areaType.code === "WD";
}

function ancestorsOf(area: r.AreaRecord): ReadonlySet<r.AreaRecord> {
  const reached = new Set<r.AreaRecord>([area]);
  for (const at of reached) for (const link of at.parentLinks) reached.add(link.parent);
  return reached;
}
