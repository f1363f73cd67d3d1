/** Plain geometry of drawn areas: positions are longitude, latitude in degrees of WGS 84, as in GeoJSON (RFC 7946). */

export type Position = readonly [longitude: number, latitude: number];
export type Ring = readonly Position[];
/** The first ring is the outer one; the others are holes. */
export type PolygonRings = readonly Ring[];

/** What the hub keeps of a drawing. */
export type Drawing =
  | { readonly type: "Polygon"; readonly coordinates: PolygonRings }
  | { readonly type: "MultiPolygon"; readonly coordinates: readonly PolygonRings[] };

/** West, south, east, north: the order of GeoJSON's `bbox`. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** Mean radius of the earth in kilometres (IUGG R1). */
const EARTH_KM = 6371.0088;

/** The polygons of a drawing, one for a Polygon. */
export function polygonsOf(drawing: Drawing): readonly PolygonRings[] {
  return drawing.type === "Polygon" ? [drawing.coordinates] : drawing.coordinates;
}

/** The smallest box around a drawing, in degrees. */
export function boxOf(drawing: Drawing): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of polygonsOf(drawing)) {
    for (const [longitude, latitude] of polygon[0] ?? []) {
      west = Math.min(west, longitude);
      east = Math.max(east, longitude);
      south = Math.min(south, latitude);
      north = Math.max(north, latitude);
    }
  }
  return [west, south, east, north];
}

/** The centre of gravity of a drawing, holes left out, reckoned in degrees as on a plane. It may lie outside a bent area. */
export function centroidOf(drawing: Drawing): Position {
  let [area, x, y] = [0, 0, 0];
  const [left, low] = boxOf(drawing); // near the origin, so that small areas keep their digits
  for (const polygon of polygonsOf(drawing)) {
    polygon.forEach((ring, at) => {
      const part = momentsOf(ring, left, low);
      const sign = (at === 0 ? 1 : -1) * Math.sign(part.area);
      area += sign * part.area;
      x += sign * part.x;
      y += sign * part.y;
    });
  }
  return area === 0 ? [left, low] : [rounded(left + x / area), rounded(low + y / area)];
}

/** The ground that a drawing covers, in square kilometres, on a sphere of the earth's mean radius (Chamberlain and Duquette, JPL 07-03). */
export function squareKilometres(drawing: Drawing): number {
  let sum = 0;
  for (const polygon of polygonsOf(drawing))
    polygon.forEach((ring, at) => {
      sum += (at === 0 ? 1 : -1) * Math.abs(sphericalExcess(ring));
    });
  return sum * EARTH_KM ** 2;
}

function momentsOf(ring: Ring, left: number, low: number): { area: number; x: number; y: number } {
  let [area, x, y] = [0, 0, 0];
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [x1, y1] = shifted(ring[at], left, low);
    const [x2, y2] = shifted(ring[at + 1], left, low);
    const cross = x1 * y2 - x2 * y1;
    area += cross / 2;
    x += ((x1 + x2) * cross) / 6;
    y += ((y1 + y2) * cross) / 6;
  }
  return { area, x, y };
}

function shifted(position: Position | undefined, left: number, low: number): Position {
  return position === undefined ? [0, 0] : [position[0] - left, position[1] - low];
}

function sphericalExcess(ring: Ring): number {
  let sum = 0;
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [lon1, lat1] = ring[at] as Position;
    const [lon2, lat2] = ring[at + 1] as Position;
    sum += radians(lon2 - lon1) * (2 + Math.sin(radians(lat1)) + Math.sin(radians(lat2)));
  }
  return sum / 2;
}

/** To a ten-centimetre step: more digits would say nothing. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
