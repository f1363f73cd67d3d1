import { isGssCode } from "../../../schema/values/area-code";
import type { Frequency, PeriodType } from "../../../schema/values/enums";
import { markInValue, readMarked, unpackStatuses } from "../../../schema/values/marks";
import { readNumber } from "../../../schema/values/number";
import { type PeriodValue, parsePeriod } from "../../../schema/values/period";
import { asList, asObject, asText, json, unexpected } from "../../core/decode";
import { type Answer, fetchAll, fetchOne, lookup, type Plan, type UpstreamRequest } from "../../core/plan";
import { type Cell, SourceFault } from "../../core/source";

const MINUTE = 60_000;
/** Rows of one answer at most. Beyond, the service cuts without a word (documentation and server code, seen 2026-08). */
export const MOST_ROWS = 10_000;
/** Options of one page at most. */
const PAGE = 1_000;

/** One option of a dimension, as the version lists it. */
export interface Option {
  /** What is asked for. */
  readonly option: string;
  readonly label: string;
}

/** A period that a version has figures of. */
export interface TimeOption extends Option {
  /** ISO 8601. */
  readonly period: string;
}

/** The newest version of a data set: what every question about it must name. */
export interface Cube {
  readonly dataset: string;
  readonly edition: string;
  readonly version: string;
  /** Names of its dimensions, as the service writes them. */
  readonly dimensions: readonly string[];
  /** Oldest first; those whose label the hub can read. */
  readonly times: readonly TimeOption[];
}

export const GEOGRAPHY = "geography";
export const TIME = "time";

/** A request for JSON or the texts that the service's errors are. */
export function get(path: string, query: NonNullable<UpstreamRequest["query"]> = {}): UpstreamRequest {
  return { path, query, accept: "application/json" };
}

/** Where a data set's newest version is: `links.latest_version`. The link may say http, and is not followed. */
export function latestVersion(entry: Readonly<Record<string, unknown>>) {
  const links = asObject(entry.links, "a data set's links");
  const href = asText(asObject(links.latest_version, "the newest version").href, "the newest version's link");
  const found = /\/datasets\/([^/]+)\/editions\/([^/]+)\/versions\/(\d+)$/.exec(href);
  if (found === null) throw unexpected("the newest version's link names none");
  return { dataset: found[1] ?? "", edition: found[2] ?? "", version: found[3] ?? "" };
}

/**
 * What a question about a data set must know. The newest version is asked for every half hour; what a version holds never changes and is
 * kept for months. 3 requests at first, 1 afterwards.
 */
export function* cubeOf(dataset: string): Plan<Cube> {
  const newest = yield* lookup(`version:${dataset}`, 30 * MINUTE, function* () {
    return latestVersion(asObject(json(yield* fetchOne(get(`datasets/${dataset}`))), "the data set"));
  });
  if (newest.dataset !== dataset) throw unexpected("it is of another data set");
  const name = `cube:${dataset}/${newest.edition}/${newest.version}`;
  return yield* lookup(name, 90 * 24 * 60 * MINUTE, function* () {
    const [dimensions = []] = yield* dimensionsOf([newest]);
    const time = dimensions.find((dimension) => dimension.toLowerCase() === TIME);
    if (time === undefined) throw unexpected("the data set has no dimension of time");
    const [options = []] = yield* optionsOf([{ ...newest, dimension: time }]);
    return { ...newest, dimensions, times: timesIn(options) };
  });
}

type Version = Pick<Cube, "dataset" | "edition" | "version">;

function pathOf({ dataset, edition, version }: Version): string {
  return `datasets/${dataset}/editions/${edition}/versions/${version}`;
}

/** Names of the dimensions of some versions, one list each. Newer servers call the name `name`, older ones `dimension`. */
export function* dimensionsOf(versions: readonly Version[]): Plan<readonly (readonly string[])[]> {
  const answers = yield* fetchAll(versions.map((version) => get(`${pathOf(version)}/dimensions`)));
  return answers.map((answer) =>
    itemsIn(answer).rows.map((row) => asText(row.name ?? row.dimension, "a dimension's name")),
  );
}

/** All options of some dimensions, one list each, page by page. */
export function* optionsOf(
  dimensions: readonly (Version & { readonly dimension: string })[],
): Plan<readonly (readonly Option[])[]> {
  const ask = (of: Version & { readonly dimension: string }, offset: number) =>
    get(`${pathOf(of)}/dimensions/${of.dimension}/options`, { limit: PAGE, offset });
  const first = (yield* fetchAll(dimensions.map((dimension) => ask(dimension, 0)))).map(itemsIn);
  const lists: Option[][] = [];
  for (const [place, dimension] of dimensions.entries()) {
    const page = first[place] ?? { rows: [], total: 0 };
    const rows = [...page.rows];
    while (rows.length < page.total) {
      const next = itemsIn(yield* fetchOne(ask(dimension, rows.length)));
      if (next.rows.length === 0 || next.total !== page.total) throw unexpected("its list of options is cut short");
      rows.push(...next.rows);
    }
    lists.push(
      rows.map((row) => {
        const option = asText(row.option, "an option");
        return { option, label: typeof row.label === "string" && row.label !== "" ? row.label : option };
      }),
    );
  }
  return lists;
}

/** A page of one of the service's lists. `items` is null where there is none. */
export function itemsIn(answer: Answer): {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
} {
  const body = asObject(json(answer), "the list");
  if (body.errors !== undefined) throw refusal();
  const items = body.items === null && body.total_count === 0 ? [] : asList(body.items, "the list");
  const rows = items.map((item) => asObject(item, "an entry"));
  const total = body.total_count ?? rows.length;
  if (typeof total !== "number" || total < rows.length) throw unexpected("its number of entries is wrong");
  return { rows, total };
}

/** The periods among the options of time, oldest first. The id of a time is no use in rows (always "Month"): the label is the period. */
export function timesIn(options: readonly Option[]): readonly TimeOption[] {
  const read = options.flatMap((option) => {
    const period = periodIn(option.label);
    return period === undefined ? [] : [{ ...option, period: period.id, end: period.end }];
  });
  if (read.length === 0) throw unexpected("none of its periods can be read");
  return read.sort((a, b) => (a.end < b.end ? -1 : a.end > b.end ? 1 : 0)).map(({ end: _, ...time }) => time);
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * The period that a label of the service means: `Mar-18` and `18-Mar` are months (a year of two digits is of 1950 to 2049), the rest is as
 * publishers write it.
 */
export function periodIn(label: string): PeriodValue | undefined {
  const found = /^(?:([a-z]{3})-(\d{2})|(\d{2})-([a-z]{3}))$/i.exec(label.trim());
  if (found === null) return parsePeriod(label);
  const month = MONTHS.indexOf((found[1] ?? found[4] ?? "").toLowerCase()) + 1;
  const short = Number(found[2] ?? found[3]);
  const year = short + (short >= 50 ? 1900 : 2000);
  return month === 0 ? undefined : parsePeriod(`${year}-${String(month).padStart(2, "0")}-01/P1M`);
}

/** How often a data set with such periods is published. */
export function frequencyOf(type: PeriodType): Frequency {
  if (type === "MONTH") return "MONTHLY";
  if (type === "QUARTER" || type === "FINANCIAL_QUARTER") return "QUARTERLY";
  if (type === "WEEK") return "WEEKLY";
  return type === "DAY" || type === "SNAPSHOT" ? "IRREGULAR" : "ANNUALLY";
}

/** One question: an option for every dimension, and `*` for one at most. Names are as the service writes them. */
export interface Question {
  readonly indicator: string;
  readonly cube: Cube;
  readonly fixed: Readonly<Record<string, string>>;
  /** The dimension that stands open. */
  readonly open?: string;
  /** Breakdown codes by the names of their dimensions. */
  readonly codes: Readonly<Record<string, string>>;
}

/** The request of a question. 404 says "no observations found", which is an absence: the plan reads it. */
export function observations({ cube, fixed, open }: Question): UpstreamRequest {
  const query = open === undefined ? fixed : { ...fixed, [open]: "*" };
  return { ...get(`${pathOf(cube)}/observations`, query), handles: [404] };
}

/**
 * The cells of an answer. None where the service has no observation for the question: 404 with that sentence, or 200 with null. Throws
 * BAD_SHAPE where rows are missing, or may have been cut at 10,000.
 */
export function cellsIn(answer: Answer, question: Question): readonly Cell[] {
  if (answer.status === 404) {
    if (/^no observations found/i.test(answer.text.trim())) return [];
    throw new SourceFault("REFUSED", "The ONS no longer has this data set, version or option.");
  }
  const body = asObject(json(answer), "the answer");
  if (body.errors !== undefined) throw refusal();
  const rows = body.observations === null ? [] : asList(body.observations, "the list of observations");
  if (body.total_observations !== undefined && body.total_observations !== rows.length)
    throw unexpected("it has not as many rows as it says");
  if (rows.length >= MOST_ROWS) throw unexpected("it may have been cut at 10,000 rows");
  const cells = new Map<string, Cell>();
  for (const each of rows) {
    const cell = cellIn(asObject(each, "a row"), question);
    if (cell === undefined) continue;
    const key = `${cell.area} ${cell.period} ${JSON.stringify(cell.breakdown)}`;
    if (cells.has(key)) throw unexpected("it has two figures for one place and time");
    cells.set(key, cell);
  }
  return [...cells.values()];
}

/** A fault for a body of `errors` with a good status. */
export function refusal(): SourceFault {
  return new SourceFault("REFUSED", "The ONS refused the question.");
}

function cellIn(row: Readonly<Record<string, unknown>>, question: Question): Cell | undefined {
  const chosen = new Map(Object.entries(question.fixed).map(([name, option]) => [name.toLowerCase(), option]));
  if (question.open !== undefined) chosen.set(question.open.toLowerCase(), openOption(row, question.open));
  const area = chosen.get(GEOGRAPHY) ?? "";
  const time = chosen.get(TIME) ?? "";
  const period = question.cube.times.find(({ option, label }) => option === time || label === time)?.period;
  if (period === undefined) throw unexpected("a period is not in the version's list");
  if (!isGssCode(area)) return undefined; // areas of other code systems stand beside them
  const breakdown = Object.entries(question.codes).map(([name, code]) => [code, chosen.get(name.toLowerCase()) ?? ""]);
  return {
    indicator: question.indicator,
    area,
    period,
    ...(breakdown.length === 0 ? {} : { breakdown: Object.fromEntries(breakdown) as Record<string, string> }),
    ...figureIn(row),
  };
}

/** The option of a row in the open dimension: of time the label, of everything else the id. */
function openOption(row: Readonly<Record<string, unknown>>, open: string): string {
  const dimensions = Object.entries(asObject(row.dimensions, "a row's dimensions"));
  const found = dimensions.find(([name]) => name.toLowerCase() === open.toLowerCase());
  const option = asObject(found?.[1], "a row's place in the open dimension");
  return asText(open.toLowerCase() === TIME ? (option.label ?? option.id) : option.id, "a row's option");
}

/** Value, marks, limits and notes of a row. A value is a text; what stands beside it is named after the columns of the publisher's file. */
function figureIn(
  row: Readonly<Record<string, unknown>>,
): Pick<Cell, "value" | "missing" | "statuses" | "lower" | "upper" | "notes"> {
  const written = typeof row.observation === "number" ? String(row.observation) : asText(row.observation, "a figure");
  const value = readNumber(written);
  const inValue = value === undefined ? markInValue(written) : undefined;
  if (value === undefined && inValue === undefined) throw unexpected("a figure is not a number");
  const beside = Object.entries(row.metadata === undefined ? {} : asObject(row.metadata, "what stands beside a figure"))
    .map(([name, said]) => ({
      name,
      key: name.toLowerCase().replace(/[^a-z0-9]+/g, ""),
      said: asText(said, "a mark").trim(),
    }))
    .filter(({ said }) => said !== "");
  const mark = beside.find(({ key }) => key === "datamarking")?.said ?? "";
  const marked = readMarked(value ?? null, mark);
  if (marked === undefined) throw unexpected("a figure has a mark that says there is none");
  const limit = (pattern: RegExp) => readNumber(beside.find(({ key }) => pattern.test(key))?.said ?? "");
  const lower = limit(LOWER);
  const upper = limit(UPPER);
  const bounded = value !== undefined && lower !== undefined && upper !== undefined;
  const others = beside.filter(
    ({ key }) => key !== "datamarking" && !(bounded && (LOWER.test(key) || UPPER.test(key))),
  );
  const notes = [...(marked.note === null ? [] : [marked.note]), ...others.map(({ name, said }) => `${name}: ${said}`)];
  const statuses = [
    ...new Set([...(inValue?.statuses ?? []), ...(marked.statusMask === 0 ? [] : unpackStatuses(marked.statusMask))]),
  ];
  const missing = mark === "" ? (inValue?.missing ?? marked.missing) : marked.missing;
  return {
    value: value ?? null,
    ...(value !== undefined || missing === null ? {} : { missing }),
    ...(statuses.length === 0 ? {} : { statuses }),
    ...(bounded ? { lower, upper } : {}),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** Names that the publisher's files give to limits of 95 %. */
const LOWER = /^(lower(limit|ci|confidence(interval|limit)?)?|lci|lowerlimit95|lci95)$/;
const UPPER = /^(upper(limit|ci|confidence(interval|limit)?)?|uci|upperlimit95|uci95)$/;
