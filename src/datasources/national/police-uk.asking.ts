import { asList, asObject, asText, json, numberIn, unexpected } from "../core/decode";
import { type Answer, faultOf, fetchEach, type Plan, type UpstreamRequest } from "../core/plan";
import { type AreaRef, SourceFault } from "../core/source";
import { isInside, openRing, polyOf, quarters, type Ring, thinned } from "./police-uk.shapes";

/** One area in one month, and what came of it. */
export interface Asked {
  readonly area: AreaRef;
  /** yyyy-mm */
  readonly month: string;
  /** Crimes by the service's number for them, so that one on a seam counts once. */
  readonly crimes: Map<number, Crime>;
  /** How far the boundary that was sent lies from the area's own at most, in metres; 0 for the boundary as it is. */
  offMetres: number;
  /** Why the count is not whole. */
  fault?: SourceFault;
}

interface Crime {
  readonly category: string;
  /** Whether a territorial force recorded it, not the British Transport Police. */
  readonly ofForce: boolean;
}

/** One shape to ask for. */
interface Piece {
  readonly of: Asked;
  readonly ring: Ring;
  readonly holes: readonly Ring[];
  /** How often it was cut into quarters. */
  readonly depth: number;
}

/** A quarter of a quarter … five times is a 1,024th of the box: some 300 metres of a city. */
const DEEPEST = 5;
/** Nothing is published about the length of a POST; a boundary of so many points is some 200 kB, far beyond any generalised boundary. */
const MOST_POINTS = 10_000;

/** What came, counted. */
export interface Tally {
  readonly total: number;
  readonly byCategory: ReadonlyMap<string, number>;
  /** Whether a territorial force recorded any of them. */
  readonly ofForce: boolean;
}

export function tallyOf({ crimes }: Asked): Tally {
  const byCategory = new Map<string, number>();
  let any = false;
  for (const { category, ofForce } of crimes.values()) {
    byCategory.set(category, (byCategory.get(category) ?? 0) + 1);
    if (ofForce) any = true;
  }
  return { total: crimes.size, byCategory, ofForce: any };
}

export function askedFor(area: AreaRef, month: string): Asked {
  return { area, month, crimes: new Map(), offMetres: 0 };
}

/**
 * Fills the crimes in: one request for each part of each area's boundary, all at once. A part with more than 10,000 crimes is answered
 * with 503 and asked for again in quarters. An outage looks the same: while nothing has been answered, only one part is cut, and where
 * the quarters of its quarter are refused too, it is an outage.
 */
export function* gather(asked: readonly Asked[]): Plan<void> {
  let sending = asked.flatMap(piecesOf);
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
      sending = cut(probe);
      waiting = open.slice(1);
    } else {
      for (const piece of open) piece.of.fault ??= unavailable();
      sending = [];
    }
  }
}

function piecesOf(asked: Asked): Piece[] {
  const pieces = (asked.area.boundary?.polygons ?? []).flatMap(([outer = [], ...holes]) => {
    const { ring, metres } = thinned(openRing(outer), MOST_POINTS);
    asked.offMetres = Math.max(asked.offMetres, metres);
    return ring.length < 3 ? [] : [{ of: asked, ring, holes: holes.map(openRing), depth: 0 }];
  });
  if (pieces.length === 0) {
    asked.fault = new SourceFault(
      "UNAVAILABLE",
      "The hub has no boundary of this area, and data.police.uk answers by boundary only.",
    );
  }
  return pieces;
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

function readCrimes(answer: Answer, { of, holes }: Piece): void {
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
    if (holes.some((hole) => isInside([longitude, latitude], hole))) continue;
    of.crimes.set(id, { category, ofForce: kind !== "BTP" });
  }
}

function unavailable(): SourceFault {
  return new SourceFault(
    "UNAVAILABLE",
    "data.police.uk does not answer at present: it refuses areas of any size.",
    60_000,
  );
}
