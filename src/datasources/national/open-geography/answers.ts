import { isGssCode } from "../../../schema/values/area-code";
import type { AreaTypeCode } from "../../../schema/values/enums";
import { asList, asObject, asText, json, unexpected } from "../../core/decode";
import type { Answer } from "../../core/plan";
import { type AreaBoundary, SourceFault } from "../../core/source";

type Fields = Readonly<Record<string, unknown>>;

/** One page of rows. `exceeded`: there are more. */
export interface RowPage {
  readonly rows: readonly Fields[];
  readonly exceeded: boolean;
}

/** The body of an answer. The portal's errors come with status 200: RATE_LIMITED, UNAVAILABLE, MISCONFIGURED or REFUSED is thrown. */
export function bodyOf(answer: Answer): Fields {
  const body = asObject(json(answer), "the answer");
  if (body.error === undefined) return body;
  const { code } = asObject(body.error, "what went wrong");
  if (code === 429)
    throw new SourceFault("RATE_LIMITED", "The Open Geography Portal asks for a pause: too many requests.");
  if (code === 498 || code === 499)
    throw new SourceFault("MISCONFIGURED", "The Open Geography Portal asks for a key where it never did.");
  if (typeof code === "number" && code >= 500)
    throw new SourceFault("UNAVAILABLE", "The Open Geography Portal says that it failed inside.");
  throw new SourceFault(
    "REFUSED",
    "The Open Geography Portal refused the question: a layer or a column has another name.",
  );
}

/** The rows of a table (`f=json`). The flag of more rows stands at the top. */
export function rowsIn(answer: Answer): RowPage {
  const body = bodyOf(answer);
  const rows = asList(body.features, "the list of rows").map((feature) =>
    asObject(asObject(feature, "a row").attributes, "a row's columns"),
  );
  return { rows, exceeded: body.exceededTransferLimit === true };
}

export interface BoundaryPage {
  readonly boundaries: readonly Omit<AreaBoundary, "on">[];
  readonly exceeded: boolean;
}

/**
 * The boundaries of a GeoJSON answer. The flag of more stands under `properties`, or at the top. Throws BAD_SHAPE for coordinates that are
 * not longitude and latitude (the portal's downloads come in EPSG:27700 as well), and for features without a code or a polygon.
 */
export function boundariesIn(answer: Answer, column: string): BoundaryPage {
  const body = bodyOf(answer);
  if (body.type !== "FeatureCollection") throw unexpected("it is not a collection of features");
  if (body.crs !== undefined && body.crs !== null && !isWgs84(body.crs))
    throw unexpected("its coordinates are not longitude and latitude");
  const properties = body.properties === undefined ? {} : asObject(body.properties, "the answer's properties");
  const boundaries = asList(body.features, "the list of features").map((each) => {
    const feature = asObject(each, "a feature");
    const fields = asObject(feature.properties, "a feature's columns");
    const code = asText(fields[column], "a feature's code");
    return { code, polygons: polygonsIn(asObject(feature.geometry, "a feature's geometry")) };
  });
  return { boundaries, exceeded: properties.exceededTransferLimit === true || body.exceededTransferLimit === true };
}

function isWgs84(crs: unknown): boolean {
  const properties = asObject(asObject(crs, "the coordinates' system").properties, "the coordinates' system");
  return /(^|:)(EPSG:(.*:)?4326|CRS84)$/i.test(asText(properties.name, "the coordinates' system"));
}

function polygonsIn(geometry: Fields): AreaBoundary["polygons"] {
  const { type, coordinates } = geometry;
  if (type === "Polygon") return [ringsIn(coordinates)];
  if (type === "MultiPolygon") return asList(coordinates, "the polygons").map(ringsIn);
  throw unexpected("a feature is no polygon");
}

function ringsIn(coordinates: unknown): AreaBoundary["polygons"][number] {
  const rings = asList(coordinates, "a polygon's rings").map((ring) => asList(ring, "a ring").map(positionIn));
  for (const ring of rings) {
    const [first, last] = [ring[0], ring.at(-1)];
    if (first === undefined || last === undefined || ring.length < 4 || first[0] !== last[0] || first[1] !== last[1])
      throw unexpected("a ring is not closed");
  }
  if (rings.length === 0) throw unexpected("a polygon has no ring");
  return rings;
}

/** The United Kingdom lies well within these; metres of the National Grid do not. */
function positionIn(position: unknown): readonly [number, number] {
  const [longitude, latitude] = asList(position, "a position");
  if (
    typeof longitude !== "number" ||
    typeof latitude !== "number" ||
    Math.abs(longitude) > 20 ||
    !(latitude > 48 && latitude < 62)
  )
    throw unexpected("a position is not in or near the United Kingdom");
  return [longitude, latitude];
}

const KINDS: ReadonlyMap<string, AreaTypeCode> = new Map([
  ["E01", "LSOA"],
  ["W01", "LSOA"],
  ["E02", "MSOA"],
  ["W02", "MSOA"],
  ["E05", "WD"],
  ["W05", "WD"],
  ["S13", "WD"],
  ["N08", "WD"],
  ["E06", "UA"],
  ["W06", "UA"],
  ["E07", "NMD"],
  ["E08", "MD"],
  ["E09", "LONB"],
  ["S12", "CA"],
  ["N09", "LGD"],
  ["E10", "CTY"],
  ["E11", "MCTY"],
  ["E12", "RGN"],
  ["E23", "PFA"],
  ["W15", "PFA"],
  ["E47", "CAUTH"],
  ["E92", "CTRY"],
  ["W92", "CTRY"],
  ["S92", "CTRY"],
  ["N92", "CTRY"],
  ["K02", "UK"],
]);

/** An area as a row names it; undefined for a blank, a pseudo code (E99999999) and kinds that the hub does not have. */
export function areaIn(row: Fields, column: string) {
  const code = row[column];
  const name = row[column.replace(/CD$/i, (end) => (end === "cd" ? "nm" : "NM"))];
  const welsh = row[column.replace(/CD$/i, (end) => (end === "cd" ? "nmw" : "NMW"))];
  if (code === null || code === undefined || (typeof code === "string" && code.trim() === "")) return undefined;
  const read = asText(code, "an area's code").trim();
  const kind = KINDS.get(read.slice(0, 3));
  if (!isGssCode(read)) throw unexpected("an area's code is none");
  if (kind === undefined || read.endsWith("99999999")) return undefined;
  const area = { code: read, name: asText(name, "an area's name").trim(), kind };
  return typeof welsh === "string" && welsh.trim() !== "" ? { ...area, nameWelsh: welsh.trim() } : area;
}
