import { createHash } from "node:crypto";
import { feature } from "topojson-client";
import type { Topology } from "topojson-specification";
import { z } from "zod";
import type { Drawing } from "../../datasources/core/drawing";
import { GEOMETRY_DETAILS, type GeometryDetail } from "../../schema/values/enums";
import { readDate } from "../../schema/values/period-dates";
import { plainBytes } from "../reading/bytes";
import { FileProblem } from "../reading/file-problem";
import type { Refusal } from "../tidy-observation";

/** One drawing on its way into the store. */
export interface DrawnArea {
  /** Place in the file, counting the first feature as 1. */
  readonly row: number;
  readonly code: string;
  readonly boundariesAt: string;
  readonly detail: GeometryDetail;
  readonly source: string;
  readonly drawing: Drawing;
}

/** A file of boundaries, read and checked. */
export interface BoundaryFile {
  readonly drawn: readonly DrawnArea[];
  readonly rowsRead: number;
  /** Of the plain bytes, in hex. */
  readonly sha256: string;
}

/** Larger files do not fit a JavaScript string: split them by level. */
const MOST_BYTES = 400 * 1024 ** 2;
/** Five decimals of a degree are about a metre: finer than any drawing of areas. */
const DECIMALS = 1e5;

const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)], z.number());
const Ring = z.array(Position).min(4, "a ring needs four positions");
const Geometry = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Polygon"), coordinates: z.array(Ring).min(1) }),
  z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(Ring).min(1)).min(1) }),
]);
const Described = z.looseObject({
  boundariesAt: z.string().optional(),
  detail: z.string().optional(),
  source: z.string().optional(),
});
const Body = z.union([
  z.looseObject({
    type: z.literal("FeatureCollection"),
    features: z.array(z.unknown()),
    outturn: Described.optional(),
  }),
  z.looseObject({
    type: z.literal("Topology"),
    arcs: z.array(z.unknown()),
    objects: z.record(z.string(), z.unknown()),
    outturn: Described.optional(),
  }),
]);
const Feature = z.looseObject({
  properties: z.record(z.string(), z.unknown()).nullish(),
  id: z.union([z.string(), z.number()]).nullish(),
  geometry: z.unknown(),
});

/**
 * Reads a GeoJSON FeatureCollection or a TopoJSON Topology (plain, `.gz` or `.br`) of polygons in degrees of WGS 84. Each feature names its
 * area: property `code` or `areacd`, any property such as `LAD25CD`, or the feature's id. The day whose boundaries are drawn
 * (`boundariesAt`), `detail` and `source` are properties of the feature, or of the file's member `outturn`. A feature that lacks one or is no
 * polygon is refused and told; an area that stands twice (a unitary authority on two levels) counts once. Throws FileProblem when the file is
 * neither.
 */
export async function readBoundaries(
  path: string,
  name: string,
  onRefusal: (refusal: Refusal) => void,
): Promise<BoundaryFile> {
  const { content, sha256 } = await jsonOf(path);
  const body = Body.safeParse(content);
  if (!body.success) throw new FileProblem("The file is neither a GeoJSON FeatureCollection nor a TopoJSON Topology.");
  const features = body.data.type === "Topology" ? unfolded(body.data as unknown as Topology) : body.data.features;
  const drawn = new Map<string, DrawnArea>();
  features.forEach((each, at) => {
    const read = readFeature(each, body.data.outturn ?? {}, at + 1);
    if ("reason" in read) onRefusal({ file: name, row: at + 1, ...read });
    else if (!drawn.has(read.code)) drawn.set(read.code, read);
  });
  return { drawn: [...drawn.values()], rowsRead: features.length, sha256 };
}

async function jsonOf(path: string): Promise<{ readonly content: unknown; readonly sha256: string }> {
  const hash = createHash("sha256");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of plainBytes(path)) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new FileProblem("The file unpacks to more than 400 MB. Send it a level at a time.");
    hash.update(chunk);
    chunks.push(chunk);
  }
  try {
    const content: unknown = JSON.parse(
      Buffer.concat(chunks)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    );
    return { content, sha256: hash.digest("hex") };
  } catch {
    throw new FileProblem("The file is not JSON.");
  }
}

function unfolded(topology: Topology): readonly unknown[] {
  try {
    return Object.values(topology.objects).flatMap((object) => {
      const made: unknown = feature(topology, object);
      const many = z.object({ features: z.array(z.unknown()) }).safeParse(made);
      return many.success ? many.data.features : [made];
    });
  } catch {
    throw new FileProblem("The topology's objects do not fit its arcs.");
  }
}

type Fault = Pick<Refusal, "column" | "found" | "reason">;

function readFeature(each: unknown, file: z.infer<typeof Described>, row: number): DrawnArea | Fault {
  const read = Feature.safeParse(each);
  if (!read.success) return { column: "", found: "", reason: "This is no GeoJSON feature." };
  const properties = read.data.properties ?? {};
  const code = codeOf(properties, read.data.id);
  if (code === undefined)
    return { column: "code", found: "", reason: "No property names the area, such as `code` or `LAD25CD`." };
  const said = (key: "boundariesAt" | "detail" | "source"): string => String(properties[key] ?? file[key] ?? "");
  const boundariesAt = said("boundariesAt");
  if (readDate(boundariesAt) === undefined)
    return {
      column: "boundariesAt",
      found: boundariesAt,
      reason: "Say the day whose boundaries are drawn, as yyyy-mm-dd.",
    };
  const detail = GEOMETRY_DETAILS.find((known) => known === said("detail"));
  if (detail === undefined)
    return { column: "detail", found: said("detail"), reason: `Write one of ${GEOMETRY_DETAILS.join(", ")}.` };
  const source = said("source");
  if (source === "" || source.length > 400)
    return {
      column: "source",
      found: source,
      reason: "Say who drew it and under which terms, in at most 400 characters.",
    };
  const geometry = Geometry.safeParse(read.data.geometry);
  if (!geometry.success)
    return {
      column: "geometry",
      found: code,
      reason: "The geometry must be a Polygon or MultiPolygon in degrees (longitude, latitude).",
    };
  return { row, code, boundariesAt, detail, source, drawing: rounded(geometry.data) };
}

/** A GSS code under whichever name its publisher gives: `code`, `areacd`, `LAD25CD`, `WD24CD` …, else the feature's id. */
function codeOf(
  properties: Readonly<Record<string, unknown>>,
  id: string | number | null | undefined,
): string | undefined {
  const named =
    properties.code ??
    properties.areacd ??
    Object.entries(properties).find(([key]) => /^[A-Z]{2,8}\d{2}CD$/i.test(key))?.[1] ??
    id;
  return typeof named === "string" && named.trim() !== "" ? named.trim() : undefined;
}

function rounded(drawing: z.infer<typeof Geometry>): Drawing {
  const ring = (positions: readonly (readonly number[])[]) =>
    positions.map(([longitude = 0, latitude = 0]) => [round(longitude), round(latitude)] as const);
  return drawing.type === "Polygon"
    ? { type: "Polygon", coordinates: drawing.coordinates.map(ring) }
    : { type: "MultiPolygon", coordinates: drawing.coordinates.map((polygon) => polygon.map(ring)) };
}

function round(degrees: number): number {
  return Math.round(degrees * DECIMALS) / DECIMALS;
}
