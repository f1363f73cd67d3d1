import type { GeoJsonProperties } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, GeometryObject, Topology } from "topojson-specification";
import type { Drawing } from "../../datasources/core/drawing";
import type { AreaRegister } from "./areas/register";
import type { SourceFolder } from "./files";

const FILE = "boundaries/uk-topo.json";

/** The newest change that the file has: Barnsley and Sheffield under their codes of 2025. Ended areas are drawn as they stood at their end. */
const DRAWN_AT = "2025-04-01";
const SOURCE =
  "Office for National Statistics licensed under the Open Government Licence v3.0. Contains OS data © Crown copyright and database right";

/** Levels in the order of the file; unitary authorities stand on two of them and are kept on the lower one. */
const LEVELS = ["uk", "ctry", "rgn", "cauth", "mcty", "cty", "ltla"] as const;

/** The drawings of the set: one file in TopoJSON, and each of them unfolded by its area's code. */
export interface DrawnLevels {
  readonly topology: string;
  readonly count: number;
  readonly byCode: ReadonlyMap<string, { readonly boundariesAt: string; readonly drawing: Drawing }>;
}

type Properties = { readonly areacd: string };

/**
 * The boundaries of the publisher's application, every level on one set of lines, with our own properties: the code, and the day for an area
 * that has ended. Drawings of areas that the register has not are refused and told.
 */
export function drawnLevels(folder: SourceFolder, register: AreaRegister): DrawnLevels {
  const given = folder.json<Topology>(FILE, (each) =>
    Object.values(each.objects).reduce((sum, object) => sum + geometriesOf(object).length, 0),
  );
  const byCode = new Map<string, { boundariesAt: string; drawing: Drawing }>();
  const objects: Record<string, GeometryObject<GeoJsonProperties>> = {};
  for (const level of LEVELS) {
    const kept = [];
    for (const geometry of geometriesOf(given.objects[level])) {
      const code = (geometry.properties as Properties | undefined)?.areacd ?? "";
      const area = register.areas.get(code);
      if (area === undefined) {
        folder.report.refuse(FILE, "the area is in no list", `${level} ${code}`);
        continue;
      }
      if (byCode.has(code)) continue;
      const boundariesAt = area.endDate ?? DRAWN_AT;
      byCode.set(code, { boundariesAt, drawing: drawingOf(given, geometry) });
      kept.push({ ...geometry, properties: area.endDate === null ? { code } : { code, boundariesAt } });
    }
    objects[level] = { type: "GeometryCollection", geometries: kept };
  }
  const outturn = { boundariesAt: DRAWN_AT, detail: "ULTRA_GENERALISED", source: SOURCE };
  const topology = JSON.stringify({ type: "Topology", outturn, transform: given.transform, objects, arcs: given.arcs });
  return { topology: `${topology}\n`, count: byCode.size, byCode };
}

function geometriesOf(
  object: GeometryObject<GeoJsonProperties> | undefined,
): GeometryCollection<GeoJsonProperties>["geometries"] {
  return object?.type === "GeometryCollection" ? object.geometries : [];
}

function drawingOf(topology: Topology, geometry: GeometryObject<GeoJsonProperties>): Drawing {
  const made = feature(topology, geometry);
  if (made.type !== "Feature" || (made.geometry.type !== "Polygon" && made.geometry.type !== "MultiPolygon"))
    throw new Error("A boundary is no polygon.");
  return made.geometry as unknown as Drawing; // GeoJSON's type lets positions have any length; this file's have two
}
