import { asList, asObject, asText, json, numberIn, unexpected } from "../../core/decode";
import { type Answer, faultOf, fetchEach, type Plan, type UpstreamRequest } from "../../core/plan";
import { type AreaRef, SourceFault } from "../../core/source";
import { areaOf, hullOf, insideAny, openRing, type Point, polyOf, quarters, type Ring } from "./shapes";

/** One area in one month, and what came of it. */
export interface Asked {
  readonly area: AreaRef;
  /** yyyy-mm */
  readonly month: string;
  /** Crimes by the service's number for them, so that one on a seam counts once. */
  readonly crimes: Map<number, Crime>;
  /** Why the count is not whole. */
  fault?: SourceFault;
}

interface Crime {
  readonly category: string;
  /** Whether a territorial force recorded it, not the British Transport Police. */
  readonly ofForce: boolean;
}

/** A shape to ask for, and which of the crimes that come back are the area's. */
interface Shape {
  readonly ring: Ring;
  readonly isOurs: (point: Point) => boolean;
}

/** One shape, or a part of it, in one month. */
interface Piece extends Shape {
  readonly of: Asked;
  /** How often it was cut into quarters. */
  readonly depth: number;
}

/** A quarter of a quarter … five times is a 1,024th of the box: some 300 metres of a city. */
const DEEPEST = 5;
/** Nothing is published about the length of a POST; so many points are some 200 kB. */
const MOST_POINTS = 10_000;
/** How many times larger than the area a shape around all its parts may be. */
const WASTE = 4;

/** What came, counted. */
export interface Tally {
  readonly total: number;
  readonly byCategory: ReadonlyMap<string, number>;
  /** Whether a territorial force recorded any of them. */
  readonly ofForce: boolean;
}

/** The crimes of one area in one month, counted. */
export function tallyOf({ crimes }: Asked): Tally {
  const byCategory = new Map<string, number>();
  let any = false;
  for (const { category, ofForce } of crimes.values()) {
    byCategory.set(category, (byCategory.get(category) ?? 0) + 1);
    if (ofForce) any = true;
  }
  return { total: crimes.size, byCategory, ofForce: any };
}

/** An area in a month (yyyy-mm), before anything came. */
export function askedFor(area: AreaRef, month: string): Asked {
  return { area, month, crimes: new Map() };
}

/**
 * Fills the crimes in: one request for each area and month, all at once. A shape with more than 10,000 crimes is answered with 503 and
 * asked for again in quarters. An outage looks the same: while nothing has been answered, only one shape is cut, and where the quarters
 * of its quarter are refused too, it is an outage.
 */
export function* gather(asked: readonly Asked[]): Plan<void> {
  const areas = new Map(asked.map(({ area }) => [area.code, area]));
  const shapes = new Map([...areas].map(([code, area]) => [code, shapesOf(area)]));
  let sending = asked.flatMap((of) => piecesOf(of, shapes.get(of.area.code) ?? []));
  let waiting: readonly Piece[] = [];
  let isAlive = false;
  while (sending.length > 0) {
    const results = yield* fetchEach(sending.map(request));
    const tooFull: Piece[] = [];
    for (const [place, piece] of sending.entries()) {
      const result = results[place];
      try {
        if (result === undefined) throw unexpected("a part of it is missing");
        if (!result.ok) throw result.fault;
        if (result.answer.status === 503) tooFull.push(piece);
        else {
          readCrimes(result.answer, piece);
          isAlive = true;
        }
      } catch (error) {
        piece.of.fault ??= faultOf(error);
      }
    }
    const open = [...tooFull, ...waiting].filter((piece) => piece.of.fault === undefined);
    const probe = open[0];
    if (isAlive || probe === undefined) {
      sending = open.flatMap(cut);
      waiting = [];
    } else if (probe.depth < 2) {
      const parts = cut(probe);
      sending = parts.length > 0 ? parts : open.slice(1);
      waiting = parts.length > 0 ? open.slice(1) : [];
    } else {
      for (const piece of open) piece.of.fault ??= unavailable();
      sending = [];
    }
  }
}

function piecesOf(of: Asked, shapes: readonly Shape[]): Piece[] {
  if (shapes.length === 0) {
    of.fault = new SourceFault(
      "UNAVAILABLE",
      "The hub has no boundary of this area, and data.police.uk answers by boundary only.",
    );
  }
  return shapes.map((shape) => ({ ...shape, of, depth: 0 }));
}

/**
 * What to send for an area. A boundary of one part goes as it is. The service takes one ring a request: islands, and a boundary of too
 * many points, are asked for in one hull around them, and the hub keeps what is inside the boundary itself; parts so far apart that the
 * hull would be mostly others' ground are asked for one by one.
 */
function shapesOf(area: AreaRef): readonly Shape[] {
  const polygons = (area.boundary?.polygons ?? [])
    .map((rings) => rings.map(openRing))
    .filter(([outer]) => outer !== undefined && outer.length >= 3 && areaOf(outer) > 0);
  const outers = polygons.map(([outer = []]) => outer);
  if (outers.length === 0) return [];
  const isOurs = insideAny(polygons);
  const hull = hullOf(outers.flat());
  const parts = outers.reduce((sum, outer) => sum + areaOf(outer), 0);
  if (outers.length > 1 && areaOf(hull) <= WASTE * parts) return [{ ring: hull, isOurs }];
  return polygons.map(([outer = [], ...holes]) => {
    if (outer.length > MOST_POINTS) return { ring: hullOf(outer), isOurs };
    const inHole = insideAny(holes.map((hole) => [hole]));
    // A hole may hold an island of the same area: that is a part of its own.
    return { ring: outer, isOurs: holes.length === 0 ? () => true : (point) => !inHole(point) || isOurs(point) };
  });
}

function cut(piece: Piece): Piece[] {
  const parts = piece.depth === DEEPEST ? [] : quarters(piece.ring);
  if (parts.length > 0) return parts.map((ring) => ({ ...piece, ring, depth: piece.depth + 1 }));
  piece.of.fault ??= new SourceFault(
    "TOO_LARGE",
    "data.police.uk has more crimes there than it can answer, in however small a part.",
  );
  return [];
}

function request({ of: { month }, ring }: Piece): UpstreamRequest {
  return {
    method: "POST",
    path: "crimes-street/all-crime",
    form: { date: month, poly: polyOf(ring) },
    accept: "application/json",
    handles: [503],
  };
}

function readCrimes(answer: Answer, { of, isOurs }: Piece): void {
  for (const each of asList(json(answer), "the list of crimes")) {
    const row = asObject(each, "a crime");
    const { id } = row;
    if (typeof id !== "number" || !Number.isInteger(id)) throw unexpected("a crime's number is missing");
    if (asText(row.month, "a crime's month") !== of.month) throw unexpected("a crime is of another month");
    const category = asText(row.category, "a crime's category");
    const kind = asText(row.location_type, "who recorded a crime");
    const place = asObject(row.location, "a crime's place");
    const longitude = numberIn(asText(place.longitude, "a crime's place"));
    const latitude = numberIn(asText(place.latitude, "a crime's place"));
    if (longitude === undefined || latitude === undefined || category === "")
      throw unexpected("a crime has no place or category");
    if (isOurs([longitude, latitude])) of.crimes.set(id, { category, ofForce: kind !== "BTP" });
  }
}

function unavailable(): SourceFault {
  return new SourceFault(
    "UNAVAILABLE",
    "data.police.uk does not answer at present: it refuses areas of any size.",
    60_000,
  );
}
