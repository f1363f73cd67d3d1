import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { topology } from "topojson-server";
import { kindsOf } from "../../schema/values/area-types";
import { AREA_TYPE_CODES, GEOMETRY_DETAILS, type GeometryDetail } from "../../schema/values/enums";
import { readDate } from "../../schema/values/period-dates";
import { wasLive } from "../core/life";
import type { StoredBoundaries } from "./boundaries";
import type { Catalogues } from "./catalogue-cache";

/** What a level of boundaries is asked by, as it stands in an address. */
export interface LevelRequest {
  /** A kind of area in small letters: `ltla`, `utla`, `rgn`. */
  readonly level: string;
  readonly format: "topojson" | "geojson";
  readonly on?: string | undefined;
  readonly detail?: string | undefined;
}

/** A level as text, or what would be right to ask. */
export type LevelAnswer =
  | { readonly body: string; readonly etag: string; readonly areas: number }
  | { readonly status: 400 | 404; readonly message: string };

/** Whole levels that are kept as text: each has some hundreds of kilobytes. */
const KEPT = 24;
/** Steps of TopoJSON's grid across a level: about 30 metres for the whole of the United Kingdom. */
const GRID = 50_000;

/**
 * Every drawn area of a kind on a day, as one TopoJSON (object `areas`) or GeoJSON file; properties are code, name, kind and the day that is
 * drawn, and `outturn` says who drew it. Made once for a version of the store, and kept.
 */
export class BoundaryLevels {
  readonly #catalogues: Catalogues;
  readonly #stored: StoredBoundaries;
  readonly #kept = new LRUCache<string, Promise<LevelAnswer>>({ max: KEPT });

  constructor(catalogues: Catalogues, stored: StoredBoundaries) {
    this.#catalogues = catalogues;
    this.#stored = stored;
  }

  async level(request: LevelRequest): Promise<LevelAnswer> {
    const kind = AREA_TYPE_CODES.find((code) => code.toLowerCase() === request.level);
    if (kind === undefined)
      return {
        status: 404,
        message: `There is no level ${request.level.slice(0, 40)}: name a kind of area, such as ltla.`,
      };
    const on = request.on ?? "";
    if (on !== "" && readDate(on) === undefined)
      return { status: 400, message: "`on` must be a date that exists, as yyyy-mm-dd." };
    const detail = GEOMETRY_DETAILS.find((known) => known === (request.detail ?? "GENERALISED"));
    if (detail === undefined)
      return { status: 400, message: `\`detail\` must be one of ${GEOMETRY_DETAILS.join(", ")}.` };
    const catalogue = await this.#catalogues.current();
    const day = on === "" ? catalogue.today() : on;
    const kinds = new Set(kindsOf(kind));
    const areas = catalogue.areas.filter((area) => kinds.has(area.areaType.code) && wasLive(area, day));
    // By the areas and not by the day: most days of a year have the same ones, and nobody can make the hub draw each day anew.
    const which = createHash("sha256")
      .update(areas.map(({ id }) => id).join())
      .digest("base64url");
    const key = `${catalogue.version} ${request.format} ${detail} ${which}`;
    const found = this.#kept.get(key);
    if (found !== undefined) return found;
    const made = this.#make(areas, request.format, detail);
    this.#kept.set(key, made);
    made.catch(() => this.#kept.delete(key));
    return made;
  }

  async #make(
    areas: readonly {
      readonly id: number;
      readonly code: string;
      readonly name: string;
      readonly areaType: { readonly code: string };
    }[],
    format: LevelRequest["format"],
    detail: GeometryDetail,
  ): Promise<LevelAnswer> {
    const drawn = await this.#stored.of(
      areas.map(({ id }) => id),
      detail,
    );
    const features = areas.flatMap(({ id, code, name, areaType }) => {
      const boundary = drawn.get(id);
      if (boundary === undefined) return [];
      const { boundariesAt, detail: drawnIn, box } = boundary;
      const properties = { code, name, kind: areaType.code, boundariesAt, detail: drawnIn };
      return [{ type: "Feature" as const, id: code, properties, bbox: box, geometry: boundary.drawing }];
    });
    if (features.length === 0) return { status: 404, message: "No area of this level is drawn for that day." };
    // Coarser drawings can stand for each other, and say so; nothing stands for the full detail.
    if (detail === "FULL" && features.every(({ properties }) => properties.detail !== "FULL"))
      return { status: 400, message: "`detail`: no boundary of this level is held in FULL; ask for GENERALISED." };
    const sources = [...new Set([...drawn.values()].map(({ source }) => source))];
    const outturn = { sources };
    const collection = { type: "FeatureCollection" as const, features };
    const file =
      format === "geojson"
        ? { ...collection, outturn }
        : { ...topology({ areas: collection as never }, GRID), outturn };
    const body = JSON.stringify(file);
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    return { body, etag, areas: features.length };
  }
}
