import DataLoader from "dataloader";
import { feature, mergeArcs } from "topojson-client";
import { topology } from "topojson-server";
import type { GeometryDetail } from "../../../schema/values/enums";
import { boxOf, centroidOf, type Drawing, type Position } from "../../core/drawing";
import { wasLive } from "../../core/life";
import type * as p from "../../core/ports";
import type * as r from "../../core/records";
import type { StoredBoundaries, StoredBoundary } from "../../local/boundaries";
import { areasAround } from "../../local/within";
import { coversOf } from "./covers";
import { codesOf } from "./ground";
import { Shares } from "./shares";

interface Wanted {
  readonly area: r.AreaRecord;
  readonly detail: GeometryDetail;
}

/** Boundaries of one operation: drawings, what lies at a point, and areas on other boundaries. */
export class BoundaryReads implements p.BoundaryReads {
  readonly #catalogue: p.Catalogue;
  readonly #stored: StoredBoundaries;
  readonly #shares: Shares;
  readonly #drawings: DataLoader<Wanted, p.GeometryRecord | undefined, string>;

  constructor(catalogue: p.Catalogue, stored: StoredBoundaries) {
    this.#catalogue = catalogue;
    this.#stored = stored;
    this.#shares = new Shares(catalogue);
    this.#drawings = new DataLoader((wanted) => this.#read(wanted), {
      cacheKeyFn: ({ area, detail }) => `${area.code} ${detail}`,
    });
  }

  rebased(area: r.AreaRecord, day: string): readonly r.AreaShareRecord[] {
    const found = this.#shares.rebased(area, day);
    return "parts" in found ? found.parts : [];
  }

  geometry(area: r.AreaRecord, detail: GeometryDetail): Promise<p.GeometryRecord | undefined> {
    return this.#drawings.load({ area, detail });
  }

  /** Drawn areas of any time that hold the point, each as the area that its ground is on the day; and what those lie in. */
  async areasAt(point: Position, on: string | undefined): Promise<readonly r.AreaRecord[]> {
    const day = on ?? this.#catalogue.today();
    const found = new Set<r.AreaRecord>();
    for (const id of await this.#stored.holding(point)) {
      const drawn = this.#catalogue.areaById(id);
      if (drawn === undefined) continue;
      const standing = codesOf(drawn).filter((code) => wasLive(code, day));
      // What a split area became is not told by its drawing: only a whole successor holds the same point for certain.
      const heirs = standing.length > 0 ? standing.map((area) => ({ area, weight: 1 })) : this.rebased(drawn, day);
      if (heirs.length === 1 || standing.length > 0) for (const { area } of heirs) found.add(area);
    }
    for (const area of [...found])
      for (const around of areasAround(area, day)) if (wasLive(around, day)) found.add(around);
    return [...found].toSorted(smallestFirst);
  }

  async #read(wanted: readonly Wanted[]): Promise<(p.GeometryRecord | undefined)[]> {
    const answers = new Map<Wanted, p.GeometryRecord>();
    for (const detail of new Set(wanted.map((each) => each.detail))) {
      const mine = wanted.filter((each) => each.detail === detail);
      const wholes = new Map(mine.map((each) => [each, codesOf(each.area)] as const));
      const made = new Map(mine.map((each) => [each, partsOf(each.area, this.#shares)] as const));
      const areas = new Set([...wholes.values(), ...made.values()].flat());
      const drawn = await this.#stored.of(
        [...areas].map(({ id }) => id),
        detail,
      );
      for (const each of mine) {
        const own = (wholes.get(each) ?? []).flatMap((code) => drawn.get(code.id) ?? [])[0];
        const record = own === undefined ? merged(each.area, made.get(each) ?? [], drawn) : asRecord(own);
        if (record !== undefined) answers.set(each, record);
      }
    }
    return wanted.map((each) => answers.get(each));
  }
}

/** The whole areas that a proposed area is to be made of; none for areas in being or ended, which are drawn or not. */
function partsOf(area: r.AreaRecord, shares: Shares): readonly r.AreaRecord[] {
  if (area.status !== "PROPOSED" || area.startDate === undefined) return [];
  const exact = coversOf(area, area.startDate, shares, undefined).covers.find(({ parts }) =>
    parts.every(({ weight, fit }) => weight === 1 && fit === "EXACT"),
  );
  return exact?.parts.map((part) => part.area) ?? [];
}

function merged(
  area: r.AreaRecord,
  parts: readonly r.AreaRecord[],
  drawn: ReadonlyMap<number, StoredBoundary>,
): p.GeometryRecord | undefined {
  const pieces = parts.flatMap(({ id }) => drawn.get(id) ?? []);
  const [first] = pieces;
  if (first === undefined || pieces.length !== parts.length) return undefined;
  const features = pieces.map(({ drawing }) => ({ type: "Feature" as const, properties: {}, geometry: drawing }));
  const joint = topology({ parts: { type: "FeatureCollection", features } as never });
  const { parts: collection } = joint.objects;
  if (collection?.type !== "GeometryCollection") return undefined;
  const geometry = feature(joint, mergeArcs(joint, collection.geometries as never)).geometry as unknown as Drawing;
  return {
    boundariesAt: area.startDate ?? first.boundariesAt,
    detail: first.detail,
    bbox: boxOf(geometry),
    centroid: centroidOf(geometry),
    source: `Made by the hub of ${pieces.length} areas. ${first.source}`,
    drawing: geometry,
  };
}

function asRecord({ boundariesAt, detail, box, centroid, source, drawing }: StoredBoundary): p.GeometryRecord {
  return { boundariesAt, detail, bbox: box, centroid, source, drawing };
}

function smallestFirst(a: r.AreaRecord, b: r.AreaRecord): number {
  const level = (b.areaType.level ?? -1) - (a.areaType.level ?? -1);
  if (level !== 0) return level;
  return a.code < b.code ? -1 : 1;
}
