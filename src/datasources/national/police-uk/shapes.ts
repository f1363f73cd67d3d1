/** Shapes on the map, as far as asking for the crimes inside them needs: hulls, cutting into quarters, being inside. */

/** Longitude, latitude, in degrees. */
export type Point = readonly [number, number];
/** Points around a shape, the first not repeated at the end. */
export type Ring = readonly Point[];

interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Quarters overlap by some ten centimetres, so that a point on the seam is in one of them at least. The service writes six decimals. */
const SEAM = 0.000_001;
/** The ring with its last point dropped where that repeats the first. */
export function openRing(points: readonly Point[]): Ring {
  const first = points[0];
  const last = points.at(-1);
  const closed = points.length > 1 && first !== undefined && last?.[0] === first[0] && last[1] === first[1];
  return closed ? points.slice(0, -1) : points;
}

/** The parts of a ring in the four quarters of its box; a quarter that it does not reach is left out. */
export function quarters(ring: Ring): readonly Ring[] {
  const { west, south, east, north } = boxOf(ring);
  const middle = (west + east) / 2;
  const half = (south + north) / 2;
  const boxes: readonly Box[] = [
    { west, south, east: middle + SEAM, north: half + SEAM },
    { west: middle - SEAM, south, east, north: half + SEAM },
    { west, south: half - SEAM, east: middle + SEAM, north },
    { west: middle - SEAM, south: half - SEAM, east, north },
  ];
  return boxes.map((box) => clipped(ring, box)).filter((part) => part.length >= 3 && areaOf(part) > 0);
}

/**
 * The part of a ring inside a box (Sutherland and Hodgman, 1974): cut along each side in turn. Where a hollow ring falls into several
 * parts, the result joins them along the box's side, by lines that enclose nothing.
 */
export function clipped(ring: Ring, box: Box): Ring {
  let part = cutAlong(ring, 0, box.west, 1);
  part = cutAlong(part, 0, box.east, -1);
  part = cutAlong(part, 1, box.south, 1);
  return cutAlong(part, 1, box.north, -1);
}

/** What lies beyond `at` on one axis (0 longitude, 1 latitude), upwards with side 1, downwards with -1. */
function cutAlong(ring: Ring, axis: 0 | 1, at: number, side: 1 | -1): Ring {
  const inside = (point: Point): boolean => (point[axis] - at) * side >= 0;
  const kept: Point[] = [];
  let before = ring.at(-1);
  for (const point of ring) {
    if (before !== undefined && inside(before) !== inside(point)) kept.push(crossing(before, point, axis, at));
    if (inside(point)) kept.push(point);
    before = point;
  }
  return kept;
}

function crossing(from: Point, to: Point, axis: 0 | 1, at: number): Point {
  const share = (at - from[axis]) / (to[axis] - from[axis]);
  return axis === 0 ? [at, from[1] + share * (to[1] - from[1])] : [from[0] + share * (to[0] - from[0]), at];
}

function boxOf(ring: Ring): Box {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [x, y] of ring) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return { west, south, east, north };
}

/** In square degrees: for comparing shapes of one place only. */
export function areaOf(ring: Ring): number {
  let sum = 0;
  let before = ring.at(-1);
  for (const point of ring) {
    if (before !== undefined) sum += before[0] * point[1] - point[0] * before[1];
    before = point;
  }
  return Math.abs(sum) / 2;
}

/** Whether the point is inside the ring; for a point on the line either may be said. */
export function isInside([x, y]: Point, ring: Ring): boolean {
  let inside = false;
  let before = ring.at(-1);
  for (const point of ring) {
    if (before !== undefined && before[1] > y !== point[1] > y) {
      if (x < before[0] + ((y - before[1]) / (point[1] - before[1])) * (point[0] - before[0])) inside = !inside;
    }
    before = point;
  }
  return inside;
}

/** Polygons (each an outer ring and its holes), made ready for asking often whether a point is in one of them. */
export function insideAny(polygons: readonly (readonly Ring[])[]): (point: Point) => boolean {
  const boxed = polygons.flatMap(([outer, ...holes]) =>
    outer === undefined ? [] : [{ outer, holes, box: boxOf(outer) }],
  );
  return (point) =>
    boxed.some(
      ({ outer, holes, box }) =>
        point[0] >= box.west &&
        point[0] <= box.east &&
        point[1] >= box.south &&
        point[1] <= box.north &&
        isInside(point, outer) &&
        !holes.some((hole) => isInside(point, hole)),
    );
}

/** The smallest ring without hollows around some points (Andrew, 1979). */
export function hullOf(points: readonly Point[]): Ring {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (along: readonly Point[]): Point[] => {
    const kept: Point[] = [];
    for (const point of along) {
      while (kept.length >= 2 && !turnsLeft(kept.at(-2) as Point, kept.at(-1) as Point, point)) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.toReversed())];
}

function turnsLeft(a: Point, b: Point, c: Point): boolean {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
}

/** The ring as data.police.uk takes it: latitude before longitude, six decimals, points apart by colons. */
export function polyOf(ring: Ring): string {
  return ring.map(([longitude, latitude]) => `${decimals(latitude)},${decimals(longitude)}`).join(":");
}

function decimals(degrees: number): string {
  return String(Number(degrees.toFixed(6)));
}
