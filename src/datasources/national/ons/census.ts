import type { AreaTypeCode } from "../../../schema/values/enums";
import { asList, asObject, asText, json, unexpected } from "../../core/decode";
import { areasOf, chunks } from "../../core/packing";
import {
  type Answer,
  bisect,
  faultOf,
  fetchEach,
  fetchOne,
  lookup,
  type Plan,
  type UpstreamRequest,
} from "../../core/plan";
import {
  type AreaRef,
  type Cell,
  type Failed,
  type Observed,
  type RemoteDimension,
  type RemoteIndicator,
  SourceFault,
  type Want,
} from "../../core/source";
import { get, itemsIn } from "./cmd";

const DAY = 24 * 3_600_000;
/** Census day of England and Wales. */
export const CENSUS_DAY = "2021-03-21";
/** Codes of one address at most: 400 LSOAs are known to work (a client of the service, seen 2026-08); no limit is published. */
const MOST_CODES = 400;
/** Cells of one answer at most; beyond, the service answers 403 (its server code). */
const MOST_CELLS = 100_000;
/** Areas of one page of a list at most. */
const PAGE = 500;

/**
 * The service's types of area by the hub's kinds. Districts and counties come in the boundaries of 2023 and of 2022: an area is asked for in
 * the newest that lists it.
 */
const TYPES: Partial<Record<AreaTypeCode, readonly string[]>> = {
  CTRY: ["ctry"],
  RGN: ["rgn"],
  CTY: ["utla23", "utla"],
  UA: ["ltla23", "ltla"],
  NMD: ["ltla23", "ltla"],
  MD: ["ltla23", "ltla"],
  LONB: ["ltla23", "ltla"],
  WD: ["wd"],
  MSOA: ["msoa"],
  LSOA: ["lsoa"],
  OA: ["oa"],
};

/** Kinds of area that census tables are published for. */
export const CENSUS_AREAS = Object.keys(TYPES) as readonly AreaTypeCode[];

/** One question: one classification for areas of one type. */
interface Question {
  readonly indicator: RemoteIndicator;
  readonly dimension: RemoteDimension;
  readonly population: string;
  readonly classification: string;
  readonly type: string;
}

/** Figures of the census: one call for each classification, type of area, and 400 areas. */
export function* observeCensus(wants: readonly Want[]): Plan<Observed> {
  const calls: { question: Question; codes: readonly string[] }[] = [];
  const failed: Failed[] = [];
  for (const indicator of new Map(wants.map((want) => [want.indicator.upstreamId, want.indicator])).values()) {
    const about = questionOf(indicator);
    const refs = areasOf(wants.filter((want) => want.indicator.upstreamId === indicator.upstreamId));
    const most = Math.max(1, Math.min(MOST_CODES, Math.floor(MOST_CELLS / about.dimension.members.length)));
    for (const [type, codes] of yield* byType(about.population, refs))
      for (const some of chunks(codes, most)) calls.push({ question: { ...about, type }, codes: some });
  }
  const cells: Cell[] = [];
  const results = yield* fetchEach(calls.map(({ question, codes }) => request(question, codes)));
  for (const [place, { question, codes }] of calls.entries()) {
    const result = results[place];
    try {
      if (result === undefined) throw unexpected("a part of it is missing");
      if (!result.ok) throw result.fault;
      for (const cell of cellsIn(result.answer, question, codes)) cells.push(cell);
    } catch (error) {
      const fault = faultOf(error);
      const indicators = [question.indicator.upstreamId];
      if (fault.code !== "REFUSED" || codes.length === 1) {
        failed.push({ fault, indicators, areas: codes });
        continue;
      }
      const half = Math.ceil(codes.length / 2);
      for (const some of [codes.slice(0, half), codes.slice(half)]) {
        const split = yield* bisect(some, function* (few) {
          return cellsIn(yield* fetchOne(request(question, few)), question, few);
        });
        for (const cell of split.read.flat()) cells.push(cell);
        failed.push(...split.failed.map(({ things, fault: why }) => ({ fault: why, indicators, areas: things })));
      }
    }
  }
  return { cells, failed };
}

function questionOf(indicator: RemoteIndicator): Omit<Question, "type"> {
  const [dimension] = indicator.dimensions ?? [];
  const { population, classification } = indicator.facts ?? {};
  if (dimension === undefined || typeof population !== "string" || typeof classification !== "string")
    throw new Error(`The indicator ${indicator.upstreamId} lacks what a census question needs.`);
  return { indicator, dimension, population, classification };
}

/** The codes of each type of area. Codes that no list of their types has are left out: one of them would fail the whole call. */
function* byType(population: string, refs: readonly AreaRef[]): Plan<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const take = (type: string, code: string) => found.set(type, [...(found.get(type) ?? []), code]);
  const listed = new Map<string, string[]>();
  for (const { code, kind } of refs) {
    const types = /^[EW]/.test(code) ? (TYPES[kind] ?? []) : [];
    const [only, older] = types;
    if (only !== undefined && older === undefined) take(only, code);
    else if (only !== undefined) listed.set(types.join(), [...(listed.get(types.join()) ?? []), code]);
  }
  for (const [types, codes] of listed) {
    let left = codes;
    for (const type of types.split(",")) {
      if (left.length === 0) break;
      const known = new Set(yield* areaCodes(population, type));
      for (const code of left) if (known.has(code)) take(type, code);
      left = left.filter((code) => !known.has(code));
    }
  }
  return found;
}

/** The codes of a type of area. None where the population does not have the type. */
function* areaCodes(population: string, type: string): Plan<readonly string[]> {
  return yield* lookup(`areas:${population}:${type}`, 30 * DAY, function* () {
    const codes: string[] = [];
    for (;;) {
      const path = `population-types/${population}/area-types/${type}/areas`;
      const answer = yield* fetchOne({ ...get(path, { limit: PAGE, offset: codes.length }), handles: [404] });
      if (answer.status === 404) return [];
      const { rows, total } = itemsIn(answer);
      codes.push(...rows.map((row) => asText(row.id, "an area's code")));
      if (codes.length >= total) return codes;
      if (rows.length === 0) throw unexpected("its list of areas is cut short");
    }
  });
}

/** 400, 403 and 404 carry a list of errors: too many cells, too many variables, an area of another type. */
function request({ population, type, classification }: Question, codes: readonly string[]): UpstreamRequest {
  const query = { "area-type": [type, ...codes].join(","), dimensions: classification };
  return {
    ...get(`population-types/${population}/census-observations`, query),
    handles: [400, 403, 404],
    timeoutMs: 60_000,
  };
}

/**
 * The cells of an answer. Areas that disclosure control holds back are absent from a good answer, which only counts them: where it counts
 * as many as are missing, each of theirs is CONFIDENTIAL. Throws REFUSED for the service's own errors.
 */
function cellsIn(answer: Answer, question: Question, codes: readonly string[]): readonly Cell[] {
  const body = asObject(json(answer), "the answer");
  if (answer.status >= 400 || body.errors !== undefined) throw refusalOf(answer, body.errors);
  const rows = body.observations === null ? [] : asList(body.observations, "the list of observations");
  if (body.total_observations !== rows.length) throw unexpected("it has not as many rows as it says");
  const asked = new Set(codes);
  const cells = new Map<string, Cell>();
  const answered = new Set<string>();
  for (const each of rows) {
    const row = asObject(each, "a row");
    const area = optionIn(row, question.type);
    const member = memberOf(question, optionIn(row, question.classification));
    if (typeof row.observation !== "number" || !Number.isFinite(row.observation))
      throw unexpected("a figure is not a number");
    if (!asked.has(area)) throw unexpected("it has an area that was not asked for");
    const key = `${area} ${member}`;
    if (cells.has(key)) throw unexpected("it has two figures for one area");
    answered.add(area);
    cells.set(key, { ...about(question, area, member), value: row.observation });
  }
  const held = codes.filter((code) => !answered.has(code));
  if (held.length === 0 || body.blocked_areas !== held.length) return [...cells.values()];
  const withheld = held.flatMap((area) =>
    question.dimension.members.map(
      (member): Cell => ({
        ...about(question, area, member.code),
        value: null,
        missing: "CONFIDENTIAL",
        notes: ["Held back by the census's control of disclosure."],
      }),
    ),
  );
  return [...cells.values(), ...withheld];
}

function about({ indicator, dimension }: Question, area: string, member: string) {
  return { indicator: indicator.upstreamId, area, period: CENSUS_DAY, breakdown: { [dimension.code]: member } };
}

function optionIn(row: Readonly<Record<string, unknown>>, dimension: string): string {
  const found = asList(row.dimensions, "a row's dimensions")
    .map((each) => asObject(each, "a row's dimension"))
    .find((each) => each.dimension_id === dimension);
  return asText(found?.option_id, "a row's option");
}

function memberOf({ indicator }: Question, option: string): string {
  const options = asObject(indicator.facts?.options ?? {}, "the options");
  return asText(options[option], "a known category");
}

function refusalOf(answer: Answer, errors: unknown): SourceFault {
  const first = Array.isArray(errors) ? errors[0] : undefined;
  if (typeof first !== "string") return unexpected("it says that something is wrong, and not what");
  if (/too many rows/i.test(first))
    return new SourceFault("REFUSED", "The ONS says that too many cells were asked for at once.");
  if (/maximum variables/i.test(first))
    return new SourceFault("REFUSED", "The ONS says that too many variables were asked for.");
  if (answer.status === 403)
    return new SourceFault("REFUSED", "The ONS does not publish this combination of areas and categories.");
  return new SourceFault("REFUSED", "The ONS refused the question: an area or a classification is not one of its own.");
}
