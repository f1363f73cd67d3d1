import { readMarked, unpackStatuses } from "../../schema/values/marks";
import { readIsoPeriod } from "../../schema/values/period";
import { asList, asObject, asText, json, unexpected } from "../core/decode";
import { areasOf, chunksWithin, indicatorsOf } from "../core/packing";
import {
  type Answer,
  bisect,
  faultOf,
  fetchAll,
  fetchEach,
  fetchOne,
  lookup,
  type Plan,
  type UpstreamRequest,
} from "../core/plan";
import {
  type AreaRef,
  type CataloguePage,
  type Cell,
  defineSource,
  type Failed,
  type Observed,
  type RemoteIndicator,
  SourceFault,
  type Want,
} from "../core/source";
import { dimensionListed, furtherDimensions, indicatorListed, WELL_KNOWN } from "./els/indicators";

const HOUR = 3_600_000;
/** Characters of lists in one address: the service states no limit, and 8 kB is what servers of its kind take. */
const ROOM = 7_400;
/** Rows of one answer at most, by our own estimate: some 15 MB of JSON. The service cuts nothing. */
const MOST_ROWS = 300_000;
/** Longest series of the service but for the monthly ones (1991 to 2026). */
const USUAL_PERIODS = 36;

export default defineSource({
  id: "els",
  name: "Explore Local Statistics",
  publisher: "Office for National Statistics",
  homepage: "https://www.ons.gov.uk/explore-local-statistics/",
  documentation: "https://github.com/ONSdigital/explore-local-statistics-app/tree/main/docs/api",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution: "Contains public sector information licensed under the Open Government Licence v3.0.",
  },
  baseUrl: "https://www.ons.gov.uk/explore-local-statistics/api/v1/",
  limits: {
    bucket: "ons.gov.uk",
    rates: [
      { requests: 10, perMs: 1_000 },
      { requests: 180, perMs: 60_000 },
    ],
    maxConcurrent: 4,
    timeoutMs: 30_000,
    retries: 2,
    maxBytes: 40_000_000,
    about:
      "120 requests in 10 seconds and 200 a minute for all of ons.gov.uk, shared with the ONS API; whoever ignores a 429 is shut out for " +
      "up to an hour (developer.ons.gov.uk/bots, seen 2026-08). The hub keeps to 10 a second and 180 a minute. A list of areas may be " +
      "asked for with any number of indicators and all times; only levels, many indicators and all times together are refused.",
  },
  freshness: {
    freshMs: 12 * HOUR,
    revalidateMs: 3 * 24 * HOUR,
    keepMs: 120 * 24 * HOUR,
    about: "The service is rebuilt a few times a month; a few of its indicators are monthly, most are annual.",
  },
  areaTypes: ["UK", "CTRY", "RGN", "CAUTH", "MCTY", "UTLA", "LTLA", "PFA", "CUSTOM"],
  nations: ["E", "W", "S", "N", "K"],
  revision: 1,
  brings: { everyPeriod: true, everyBreakdown: true },
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: "employment-rate",
    areas: [
      { code: "E07000148", kind: "NMD", name: "Norwich" },
      { code: "E92000001", kind: "CTRY", name: "England" },
    ],
    period: { latest: 1 },
    atLeast: 2,
  },
  quirks: [
    "`time=latest` is the last period of the indicator, not of the area: whole series are asked for, and the newest of each area is chosen here.",
    "Without `includeStatus=true` rows without a value vanish, and a withheld figure looks like an unknown area.",
    "`data.json` gave wrong values in the code of 2026-06-29 whenever one member of a dimension was chosen; only `cols.json` is used.",
    "One indicator comes without its slug around it (June 2026) or with it (September 2026): both are read.",
    "No data for a question is status 400 with a sentence (June 2026) or an empty answer (docs of September 2026); neither is an error.",
    "Members of sex and age stand in the rows by label, not by code (server code of 2026-06).",
    "The status column holds marks (x, c, u, z) and free text such as “Value for Cornwall and Isles of Scilly combined”.",
    "Unknown areas and unknown indicators in a list are left out without a word; the list of indicators is asked to tell the two kinds of silence apart.",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const calls = callsFor(wants);
    const results = yield* fetchEach(calls.map((call) => figures(call)));
    const cells: Cell[] = [];
    const failed: Failed[] = [];
    const silent = new Set<string>();
    const take = (call: Call, answer: Answer) => {
      const series = seriesIn(answer, call);
      for (const indicator of call.indicators) {
        const columns = series.get(indicator.upstreamId);
        if (columns === undefined) silent.add(indicator.upstreamId);
        else failed.push(...addCells(cells, indicator, columns));
      }
    };
    for (const [place, call] of calls.entries()) {
      const result = results[place];
      const codes = call.areas.map((area) => area.code);
      try {
        if (result === undefined) throw unexpected("a part of it is missing");
        if (!result.ok) throw result.fault;
        take(call, result.answer);
      } catch (error) {
        const fault = faultOf(error);
        if (fault.code !== "REFUSED" || call.indicators.length === 1) {
          failed.push({ fault, indicators: idsOf(call.indicators), areas: codes });
          continue;
        }
        const half = Math.ceil(call.indicators.length / 2);
        for (const some of [call.indicators.slice(0, half), call.indicators.slice(half)]) {
          const split = yield* bisect(some, function* (few) {
            const part = { ...call, indicators: few };
            take(part, yield* fetchOne(figures(part)));
          });
          failed.push(
            ...split.failed.map(({ things, fault: why }) => ({ fault: why, indicators: idsOf(things), areas: codes })),
          );
        }
      }
    }
    const answered = new Set(cells.map((cell) => cell.indicator));
    failed.push(...(yield* unknownAmong([...silent].filter((slug) => !answered.has(slug)))));
    return { cells: wantedOf(cells, wants), failed };
  },

  *catalogue(): Plan<CataloguePage> {
    const entries = asList(json(yield* fetchOne(request("metadata/indicators"))), "the list of indicators");
    const indicators: RemoteIndicator[] = [];
    for (const entry of entries) {
      const indicator = indicatorListed(entry);
      if (indicator === undefined) continue;
      const further = furtherDimensions(entry);
      const answers = yield* fetchAll(
        further.map((id) => request(`metadata/indicators/${indicator.upstreamId}/dimensions/${id}`)),
      );
      const dimensions = answers.map((answer) => dimensionListed(json(answer)));
      indicators.push(dimensions.length === 0 ? indicator : { ...indicator, dimensions });
    }
    if (indicators.length === 0) throw unexpected("it lists no indicator");
    return { indicators, total: indicators.length };
  },
});

/** One request for figures: every indicator for every area, all times. */
interface Call {
  readonly indicators: readonly RemoteIndicator[];
  readonly areas: readonly AreaRef[];
}

/**
 * All indicators for all areas in one call; more calls only where the address would grow too long or the answer too large. Indicators
 * that are broken down further go apart: each of their areas brings thousands of rows.
 */
function callsFor(wants: readonly Want[]): readonly Call[] {
  const plain = wants.filter((want) => membersOf(want.indicator) === 1);
  const broken = wants.filter((want) => membersOf(want.indicator) > 1);
  const sets = [
    plain,
    ...indicatorsOf(broken).map((one) => broken.filter((want) => want.indicator.upstreamId === one.upstreamId)),
  ];
  return sets.flatMap((set) => {
    const areas = areasOf(set);
    return chunksWithin(indicatorsOf(set), { room: ROOM / 2, lengthOf: (one) => one.upstreamId.length + 1 }).flatMap(
      (indicators) => {
        const rows = indicators.reduce((sum, one) => sum + membersOf(one) * periodsOf(one), 0);
        const used = indicators.reduce((sum, one) => sum + one.upstreamId.length + 1, 0);
        const most = Math.max(1, Math.floor(MOST_ROWS / rows));
        return chunksWithin(areas, { most, room: ROOM - used, lengthOf: (area) => area.code.length + 1 }).map(
          (some) => ({
            indicators,
            areas: some,
          }),
        );
      },
    );
  });
}

function membersOf(indicator: RemoteIndicator): number {
  return (indicator.dimensions ?? []).reduce((product, dimension) => product * dimension.members.length, 1);
}

function periodsOf(indicator: RemoteIndicator): number {
  const periods = indicator.facts?.periods;
  return typeof periods === "number" ? periods : USUAL_PERIODS;
}

function idsOf(indicators: readonly RemoteIndicator[]): readonly string[] {
  return indicators.map((indicator) => indicator.upstreamId);
}

function indicatorIn(call: Call, slug: string): RemoteIndicator {
  const found = call.indicators.find((indicator) => indicator.upstreamId === slug);
  if (found === undefined) throw unexpected("it has an indicator that was not asked for");
  return found;
}

function figures({ indicators, areas }: Call): UpstreamRequest {
  return request("data.cols.json", {
    indicator: idsOf(indicators).join(","),
    geo: areas.map((area) => area.code).join(","),
    time: "all",
    includeStatus: "true",
    includeNames: "false",
  });
}

/** 400 and 404 carry a sentence that tells "no data" from a refusal: the plan reads them. */
function request(path: string, query: UpstreamRequest["query"] = {}): UpstreamRequest {
  return { path, query, accept: "application/json", handles: [400, 404] };
}

type Columns = Readonly<Record<string, unknown>>;

/** The columns of each indicator that has rows. None where the service says that it has no data for the question. */
function seriesIn(answer: Answer, call: Call): ReadonlyMap<string, Columns> {
  const body = asObject(json(answer), "the answer");
  if (typeof body.message === "string" || answer.status >= 400) {
    if (typeof body.message === "string" && /^no data available/i.test(body.message)) return new Map();
    throw refusal(answer, body.message);
  }
  if ("areacd" in body) {
    const [only, ...others] = call.indicators;
    if (only === undefined || others.length > 0) throw unexpected("it does not say which indicator it is of");
    return new Map([[only.upstreamId, body]]);
  }
  return new Map(
    Object.entries(body).map(([slug, columns]) => {
      indicatorIn(call, slug);
      return [slug, typeof columns === "object" && columns !== null ? (columns as Columns) : {}];
    }),
  );
}

function refusal(answer: Answer, message: unknown): SourceFault {
  const said = typeof message === "string" ? message : "";
  if (said === "" && answer.status < 400) return unexpected("it says that something is wrong, and not what");
  if (/too much data/i.test(said))
    return new SourceFault("REFUSED", "Explore Local Statistics says that too much was asked for at once.");
  if (/not found/i.test(said)) return gone();
  if (/internal error/i.test(said))
    return new SourceFault("UNAVAILABLE", "Explore Local Statistics says that it failed inside.");
  return new SourceFault("REFUSED", "Explore Local Statistics refused the question.");
}

function gone(): SourceFault {
  return new SourceFault("REFUSED", "Explore Local Statistics no longer has an indicator of this name.");
}

/** Adds the cells of one indicator; one whose columns do not fit fails alone. */
function addCells(cells: Cell[], indicator: RemoteIndicator, columns: Columns): readonly Failed[] {
  try {
    for (const cell of cellsOf(indicator, columns)) cells.push(cell);
    return [];
  } catch (error) {
    return [{ fault: faultOf(error), indicators: [indicator.upstreamId] }];
  }
}

function cellsOf(indicator: RemoteIndicator, columns: Columns): readonly Cell[] {
  const column = (name: string): readonly unknown[] => asList(columns[name], `the column ${name}`);
  const areas = column("areacd");
  const dimensions = indicator.dimensions ?? [];
  const optional = ["lci_95", "uci_95", "status"].filter((name) => columns[name] !== undefined);
  const names = ["areacd", "period", "value", ...optional, ...dimensions.map((dimension) => dimension.code)];
  const table = new Map(names.map((name) => [name, column(name)]));
  for (const values of table.values())
    if (values.length !== areas.length) throw unexpected("its columns differ in length");
  const seen = new Set<string>();
  return areas.map((_, row) => {
    const at = (name: string): unknown => table.get(name)?.[row] ?? null;
    const cell = cellAt(indicator, at);
    const key = `${cell.area} ${cell.period} ${JSON.stringify(cell.breakdown ?? {})}`;
    if (seen.has(key)) throw unexpected("it has two figures for one area and period");
    seen.add(key);
    return cell;
  });
}

function cellAt(indicator: RemoteIndicator, at: (name: string) => unknown): Cell {
  const period = readIsoPeriod(asText(at("period"), "a period"), indicator.periodType);
  if (period === undefined) throw unexpected("a period is none that the hub knows");
  const value = numberOrNull(at("value"), "a figure");
  const status = at("status");
  const marked = readMarked(value, status === null ? "" : asText(status, "a status"));
  if (marked === undefined) throw unexpected("a figure has a mark that says there is none");
  const lower = numberOrNull(at("lci_95"), "a lower limit");
  const upper = numberOrNull(at("uci_95"), "an upper limit");
  const breakdown = (indicator.dimensions ?? []).map(({ code, members }) => {
    const said = asText(at(code), "a member");
    const member = members.find((one) => one.code === said || one.label === said);
    if (member === undefined) throw unexpected("a member is not in its dimension's list");
    return [code, member.code] as const;
  });
  return {
    indicator: indicator.upstreamId,
    area: asText(at("areacd"), "an area"),
    period: period.id,
    ...(breakdown.length === 0 ? {} : { breakdown: Object.fromEntries(breakdown) }),
    value: marked.value,
    ...(marked.missing === null ? {} : { missing: marked.missing }),
    ...(marked.statusMask === 0 ? {} : { statuses: unpackStatuses(marked.statusMask) }),
    ...(lower === null || upper === null || value === null ? {} : { lower, upper }),
    ...(marked.note === null ? {} : { notes: [marked.note] }),
  };
}

function numberOrNull(value: unknown, what: string): number | null {
  if (value === null) return null;
  if (typeof value !== "number" || !Number.isFinite(value)) throw unexpected(`${what} is not a number`);
  return value;
}

/** Of the indicators that nothing came for, those that the service does not list: their names were changed, or never were. */
function* unknownAmong(silent: readonly string[]): Plan<readonly Failed[]> {
  if (silent.length === 0) return [];
  try {
    const known = yield* lookup("slugs", 24 * HOUR, slugs);
    const unknown = silent.filter((slug) => !known.includes(slug));
    return unknown.length === 0 ? [] : [{ fault: gone(), indicators: unknown }];
  } catch (error) {
    return [{ fault: faultOf(error), indicators: silent }];
  }
}

function* slugs(): Plan<readonly string[]> {
  const entries = asList(json(yield* fetchOne(request("metadata/indicators"))), "the list of indicators");
  return entries.map((entry) => asText(asObject(entry, "an indicator").slug, "an indicator's slug"));
}

/** The cells of the pairs that were wanted: a call's cross product may hold more. */
function wantedOf(cells: readonly Cell[], wants: readonly Want[]): readonly Cell[] {
  const pairs = new Set(wants.flatMap((want) => want.areas.map((area) => `${want.indicator.upstreamId} ${area.code}`)));
  return cells.filter((cell) => pairs.has(`${cell.indicator} ${cell.area}`));
}
