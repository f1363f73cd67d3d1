import booleanPointInPolygon from "@turf/boolean-point-in-polygon";
import type { GeometryDetail } from "../../schema/values/enums";
import type { Box, Drawing, Position } from "../core/drawing";
import { idList, select } from "./select";
import type { Store } from "./store";

/** One drawing of one area as the store has it. */
export interface StoredBoundary {
  readonly areaId: number;
  /** yyyy-mm-dd */
  readonly boundariesAt: string;
  readonly detail: GeometryDetail;
  readonly box: Box;
  readonly centroid: Position;
  readonly source: string;
  readonly drawing: Drawing;
}

interface Row {
  area_id: number;
  boundaries_at: string;
  detail: GeometryDetail;
  west: number;
  south: number;
  east: number;
  north: number;
  centroid_longitude: number;
  centroid_latitude: number;
  source: string;
  geometry: string;
}

const COLUMNS =
  "area_id, boundaries_at, detail, west, south, east, north, centroid_longitude, centroid_latitude, source, geometry";

/** What stands in for a detail that an area is not drawn in, the best first. */
const INSTEAD: Readonly<Record<GeometryDetail, readonly GeometryDetail[]>> = {
  FULL: ["FULL", "GENERALISED", "ULTRA_GENERALISED"],
  GENERALISED: ["GENERALISED", "FULL", "ULTRA_GENERALISED"],
  ULTRA_GENERALISED: ["ULTRA_GENERALISED", "GENERALISED", "FULL"],
};

/** Reads drawings of areas. */
export class StoredBoundaries {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The newest drawing of each area, in the detail asked for or the nearest to it. One statement for the boxes, one for the drawings. */
  async of(areaIds: readonly number[], detail: GeometryDetail): Promise<ReadonlyMap<number, StoredBoundary>> {
    type Key = Pick<Row, "area_id" | "boundaries_at" | "detail">;
    const sql = `SELECT area_id, boundaries_at, detail FROM boundary WHERE area_id IN (${idList(areaIds)})`;
    const chosen = new Map<number, Key>();
    for (const row of await select<Key>(this.#store, sql)) {
      const before = chosen.get(row.area_id);
      if (before === undefined || isBetter(row, before, detail)) chosen.set(row.area_id, row);
    }
    const found = new Map<number, StoredBoundary>();
    for (const [key, ids] of grouped([...chosen.values()])) {
      const [boundariesAt = "", drawn = ""] = key.split(" ");
      const wanted = `SELECT ${COLUMNS} FROM boundary WHERE boundaries_at = ? AND detail = ? AND area_id IN (${idList(ids)})`;
      for (const row of await select<Row>(this.#store, wanted, [boundariesAt, drawn]))
        found.set(row.area_id, read(row));
    }
    return found;
  }

  /** Ids of the areas with a drawing that holds a point: boxes first, by the store's index, then the lines themselves. */
  async holding([longitude, latitude]: Position): Promise<ReadonlySet<number>> {
    const sql = `SELECT area_id, geometry FROM boundary WHERE west <= ? AND east >= ? AND south <= ? AND north >= ?`;
    const rows = await select<Pick<Row, "area_id" | "geometry">>(this.#store, sql, [
      longitude,
      longitude,
      latitude,
      latitude,
    ]);
    const inside = rows.filter(({ geometry }) => booleanPointInPolygon([longitude, latitude], JSON.parse(geometry)));
    return new Set(inside.map((row) => row.area_id));
  }
}

function isBetter(
  row: Pick<Row, "boundaries_at" | "detail">,
  than: Pick<Row, "boundaries_at" | "detail">,
  detail: GeometryDetail,
): boolean {
  const order = INSTEAD[detail];
  const [own, other] = [order.indexOf(row.detail), order.indexOf(than.detail)];
  return own === other ? row.boundaries_at > than.boundaries_at : own < other;
}

/** Ids by day and detail: most drawings of a store share both. */
function grouped(
  keys: readonly Pick<Row, "area_id" | "boundaries_at" | "detail">[],
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const { area_id, boundaries_at, detail } of keys) {
    const key = `${boundaries_at} ${detail}`;
    const ids = groups.get(key);
    if (ids === undefined) groups.set(key, [area_id]);
    else ids.push(area_id);
  }
  return groups;
}

function read(row: Row): StoredBoundary {
  return {
    areaId: row.area_id,
    boundariesAt: row.boundaries_at,
    detail: row.detail,
    box: [row.west, row.south, row.east, row.north],
    centroid: [row.centroid_longitude, row.centroid_latitude],
    source: row.source,
    drawing: JSON.parse(row.geometry) as Drawing,
  };
}
