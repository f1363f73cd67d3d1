import { type CsvRow, unexpected } from "../../core/decode";
import { type Answer, bisect, faultOf, fetchEach, fetchOne, type Plan, type Result } from "../../core/plan";
import type { Cell, Failed, SourceFault } from "../../core/source";
import { type Ask, type Part, requestFor } from "./asking";
import { periodOfRow } from "./facts";
import { type Figure, figureOf, limits, type Page, readPage } from "./rows";

/** What came of one query. */
export interface Outcome {
  readonly cells: readonly Cell[];
  readonly failed: readonly Failed[];
}

/** Sends all queries side by side, reads further pages of those that were cut, and halves those that Nomis calls wrong. */
export function* answersTo(asks: readonly Ask[]): Plan<Outcome> {
  const firsts = yield* fetchEach(asks.map((ask) => requestFor(ask)));
  const outcomes: Outcome[] = [];
  for (const [place, ask] of asks.entries()) outcomes.push(yield* outcomeOf(ask, firsts[place]));
  return joined(outcomes);
}

function* outcomeOf(ask: Ask, first: Result | undefined): Plan<Outcome> {
  try {
    if (first === undefined) throw unexpected("a part of it is missing");
    if (!first.ok) throw first.fault;
    return { cells: yield* wholeOf(ask, first.answer), failed: [] };
  } catch (error) {
    const fault = faultOf(error);
    // A page of HTML means that Nomis is busy: halves would only add to that.
    if (fault.code !== "REFUSED" || ask.areas.size === 1) return { cells: [], failed: [failure(ask, fault)] };
  }
  const codes = [...ask.areas.keys()];
  const half = Math.ceil(codes.length / 2);
  const outcomes: Outcome[] = [];
  for (const some of [codes.slice(0, half), codes.slice(half)]) {
    const { read, failed } = yield* bisect(some, (few) => tried(narrowed(ask, few)));
    outcomes.push(...read);
    for (const { things, fault } of failed)
      outcomes.push({ cells: [], failed: [failure(narrowed(ask, things), fault)] });
  }
  return joined(outcomes);
}

function joined(outcomes: readonly Outcome[]): Outcome {
  return { cells: outcomes.flatMap((each) => each.cells), failed: outcomes.flatMap((each) => each.failed) };
}

/** One narrowed query. Throws REFUSED alone, so that only what Nomis calls wrong is halved further. */
function* tried(ask: Ask): Plan<Outcome> {
  try {
    return { cells: yield* wholeOf(ask, yield* fetchOne(requestFor(ask))), failed: [] };
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code === "REFUSED") throw fault;
    return { cells: [], failed: [failure(ask, fault)] };
  }
}

function narrowed(ask: Ask, codes: readonly string[]): Ask {
  return { ...ask, areas: new Map(codes.flatMap((code) => within(ask.areas, code))) };
}

function within(areas: ReadonlyMap<string, number>, code: string): readonly (readonly [string, number])[] {
  const id = areas.get(code);
  return id === undefined ? [] : [[code, id]];
}

function failure(ask: Ask, fault: SourceFault): Failed {
  return {
    fault,
    indicators: [...new Set(ask.parts.map((part) => part.want.indicator.upstreamId))],
    areas: [...ask.areas.keys()],
  };
}

/** All pages of one query as cells. The first page tells the rows of the whole, and by its own length how many a page holds. */
function* wholeOf(ask: Ask, first: Answer): Plan<readonly Cell[]> {
  const concepts = [...ask.codes.keys()];
  const page = readPage(first, concepts, 0);
  const offsets: number[] = [];
  for (let at = page.rows.length; at < page.count; at += page.rows.length) offsets.push(at);
  const results = yield* fetchEach(offsets.map((offset) => requestFor(ask, offset)));
  const pages: Page[] = results.map((result, place) => {
    if (!result.ok) throw result.fault;
    return readPage(result.answer, concepts, offsets[place] ?? 0);
  });
  const rows = [page, ...pages].flatMap((each) => each.rows);
  if (rows.length !== page.count || pages.some((each) => each.count !== page.count)) {
    throw unexpected("rows are missing from it");
  }
  return cellsOf(ask, rows);
}

/**
 * Rows as cells, lined up by Nomis's id of the area, date, codes and measure. The same row twice is one (a GSS code may have several
 * ids); two figures for one place, and areas that were not asked for, are refused.
 */
export function cellsOf(ask: Ask, rows: readonly CsvRow[]): readonly Cell[] {
  const byId = new Map([...ask.areas].map(([code, id]) => [String(id), code]));
  const concepts = [...ask.codes.keys()];
  const index = new Map<string, Figure>();
  const dates = new Map<string, string>();
  for (const row of rows) {
    const area = byId.get(row.GEOGRAPHY ?? "");
    if (area === undefined || area !== row.GEOGRAPHY_CODE) throw unexpected("it has areas that were not asked for");
    const key = keyOf(
      area,
      row.DATE ?? "",
      row.MEASURES ?? "",
      concepts,
      (concept) => row[concept.toUpperCase()] ?? "",
    );
    const figure = figureOf(row);
    const before = index.get(key);
    if (before !== undefined && before.value !== figure.value) {
      throw unexpected("it has two figures for one place");
    }
    index.set(key, figure);
    dates.set(row.DATE ?? "", row.DATE_NAME ?? "");
  }
  return ask.parts.flatMap((part) => [...cellsOfPart(part, ask.areas, concepts, dates, index)]);
}

function keyOf(
  area: string,
  date: string,
  measure: string,
  concepts: readonly string[],
  codeOf: (concept: string) => string,
): string {
  return [area, date, measure, ...concepts.map(codeOf)].join("|");
}

function* cellsOfPart(
  part: Part,
  asked: ReadonlyMap<string, number>,
  concepts: readonly string[],
  dates: ReadonlyMap<string, string>,
  index: ReadonlyMap<string, Figure>,
): Generator<Cell> {
  const { want, facts } = part;
  const combinations = combined(part, concepts);
  for (const date of datesOfPart(part, dates)) {
    const name = dates.get(date) ?? "";
    const period = periodOfRow(date, name, facts, want.indicator.periodType);
    for (const area of part.areas.keys()) {
      if (!asked.has(area)) continue;
      for (const codes of combinations) {
        const at = (measure: string | undefined) =>
          measure === undefined
            ? undefined
            : index.get(keyOf(area, date, measure, concepts, (concept) => codes.get(concept) ?? ""));
        const value = at(facts.value);
        if (value === undefined) continue;
        const numerator = at(facts.numerator)?.value;
        const denominator = at(facts.denominator)?.value;
        const breakdown = breakdownOf(part, codes);
        yield {
          indicator: want.indicator.upstreamId,
          area,
          period,
          ...(breakdown === undefined ? {} : { breakdown }),
          ...value,
          ...limits(value.value, at(facts.confidence)),
          ...(typeof numerator === "number" ? { numerator } : {}),
          ...(typeof denominator === "number" ? { denominator } : {}),
        };
      }
    }
  }
}

/** The dates of the answer that this part wanted: another part of the query may have wanted more. Codes of dates sort in time. */
function datesOfPart({ dates: wanted }: Part, dates: ReadonlyMap<string, string>): readonly string[] {
  const all = [...dates.keys()].sort();
  return "list" in wanted ? all.filter((date) => wanted.list.includes(date)) : all.slice(-wanted.latest);
}

/** Every combination of the part's codes, by concept. */
function combined(part: Part, concepts: readonly string[]): readonly ReadonlyMap<string, string>[] {
  return concepts.reduce<readonly ReadonlyMap<string, string>[]>(
    (all, concept) =>
      all.flatMap((codes) => (part.codes.get(concept) ?? []).map((code) => new Map([...codes, [concept, code]]))),
    [new Map()],
  );
}

function breakdownOf(part: Part, codes: ReadonlyMap<string, string>): Readonly<Record<string, string>> | undefined {
  const { indicator } = part.want;
  const members = (indicator.dimensions ?? []).map(({ code: dimension, members: all }) => {
    const nomis = part.facts.dimensions[dimension];
    const code = codes.get(nomis?.concept ?? "") ?? "";
    const member = all.find((each) => (nomis?.codes?.[each.code] ?? each.code) === code);
    return [dimension, member?.code ?? code] as const;
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
