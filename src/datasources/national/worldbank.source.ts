import { markInStatus } from "../../schema/values/marks";
import { readIsoPeriod } from "../../schema/values/period";
import { asList, asObject, asText, json, unexpected } from "../core/decode";
import { chunksWithin, grouped, indicatorsOf } from "../core/packing";
import {
  type Answer,
  bisect,
  faultOf,
  fetchAll,
  fetchEach,
  fetchOne,
  type Plan,
  type UpstreamRequest,
} from "../core/plan";
import {
  type CataloguePage,
  type Cell,
  defineSource,
  type Failed,
  type Observed,
  type RemoteIndicator,
  SourceFault,
  type Want,
} from "../core/source";
import { indicatorListed, WELL_KNOWN } from "./worldbank/indicators";

const HOUR = 3_600_000;
/** The one area that the hub and the World Bank share. */
const UK = { gss: "K02000001", iso3: "GBR", iso2: "GB" };
/** Published: 60 indicators a call. */
const MOST_INDICATORS = 60;
/** Published: 1,500 characters between two slashes; a hundred are kept back, as the Bank's own Python client does. */
const ROOM = 1_400;
/** The most rows that one page may have. */
const PER_PAGE = 32_500;

export default defineSource({
  id: "worldbank",
  name: "World Bank Indicators",
  publisher: "The World Bank",
  homepage: "https://data.worldbank.org/",
  documentation: "https://datahelpdesk.worldbank.org/knowledgebase/topics/125589-developer-information",
  licence: {
    code: "CC-BY-4.0",
    label: "Creative Commons Attribution 4.0 International",
    url: "https://creativecommons.org/licenses/by/4.0/",
    attribution: "The World Bank: World Development Indicators.",
  },
  baseUrl: "https://api.worldbank.org/v2/",
  limits: {
    rates: [{ requests: 5, perMs: 1_000 }],
    maxConcurrent: 2,
    timeoutMs: 45_000,
    retries: 2,
    maxBytes: 24_000_000,
    about:
      "60 indicators and 1,500 characters of codes a call, 32,500 rows a page (the Bank's help pages, seen 2026-08). No rate is published: " +
      "the hub keeps to 5 requests a second. Some answers take more than 25 seconds.",
  },
  freshness: {
    freshMs: 24 * HOUR,
    revalidateMs: 7 * 24 * HOUR,
    keepMs: 180 * 24 * HOUR,
    about: "The database is updated about once a quarter, with corrections between.",
  },
  areaTypes: ["UK"],
  nations: ["K"],
  revision: 1,
  brings: { everyPeriod: true },
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: "SP.POP.TOTL",
    areas: [{ code: UK.gss, kind: "UK", name: "United Kingdom" }],
    period: { latest: 1 },
    atLeast: 1,
  },
  quirks: [
    "Errors come with status 200 and a body of one `message`; one unknown indicator fails the whole call, so such a call is asked again in halves (recorded 2026-08).",
    "Years before the first and after the last figure come as rows without a value: they pad the table and are left out.",
    "Several indicators may share a call only where the database is named with `source`.",
    "An empty answer is `[meta, null]` with no pages.",
    "The field `unit` is always empty: the unit is read from the brackets in the indicator's name.",
    "`per_page` is a text in lists and a number beside figures (recorded).",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const asked = wants.filter((want) => want.areas.some((area) => area.code === UK.gss));
    const calls = [...grouped(indicatorsOf(asked), databaseOf)].flatMap(([database, indicators]) =>
      chunksWithin(
        indicators.map((indicator) => indicator.upstreamId),
        { most: MOST_INDICATORS, room: ROOM, lengthOf: (id) => encodeURIComponent(id).length + 1 },
      ).map((ids) => ({ database, ids })),
    );
    const results = yield* fetchEach(calls.map(({ database, ids }) => figures(database, ids)));
    const cells: Cell[] = [];
    const failed: Failed[] = [];
    for (const [place, { database, ids }] of calls.entries()) {
      const result = results[place];
      try {
        if (result === undefined) throw unexpected("a part of it is missing");
        if (!result.ok) throw result.fault;
        cells.push(...(yield* readAll(result.answer, database, ids)));
      } catch (error) {
        const fault = faultOf(error);
        if (ids.length === 1 || fault.code !== "REFUSED") {
          failed.push({ fault, indicators: ids });
          continue;
        }
        const half = Math.ceil(ids.length / 2);
        for (const some of [ids.slice(0, half), ids.slice(half)]) {
          const split = yield* bisect(some, function* (few) {
            return yield* readAll(yield* fetchOne(figures(database, few)), database, few);
          });
          cells.push(...split.read.flat());
          failed.push(...split.failed.map(({ things, fault: why }) => ({ fault: why, indicators: things })));
        }
      }
    }
    return { cells, failed };
  },

  *catalogue(cursor: string | undefined): Plan<CataloguePage> {
    const page = cursor === undefined ? 1 : Number(cursor);
    const answer = yield* fetchOne({
      path: "source/2/indicator",
      query: { format: "json", per_page: 500, page },
      accept: "application/json",
    });
    const { meta, rows } = envelope(answer);
    const indicators = rows.flatMap((row) => indicatorListed(row) ?? []);
    return { indicators, total: meta.total, ...(page < meta.pages ? { next: String(page + 1) } : {}) };
  },
});

function databaseOf(indicator: RemoteIndicator): string {
  const database = indicator.facts?.database;
  return typeof database === "string" ? database : "2";
}

/** Every period at once: one country has some 65 years, and the cache keeps them whole. */
function figures(database: string, ids: readonly string[], page = 1): UpstreamRequest {
  return {
    path: `country/${UK.iso3}/indicator/${ids.join(";")}`,
    query: { format: "json", source: database, per_page: PER_PAGE, page },
    accept: "application/json",
  };
}

/** The cells of an answer and of its further pages. */
function* readAll(first: Answer, database: string, ids: readonly string[]): Plan<readonly Cell[]> {
  const { meta, rows } = envelope(first);
  const more: UpstreamRequest[] = [];
  for (let page = 2; page <= meta.pages; page++) more.push(figures(database, ids, page));
  const rest = (yield* fetchAll(more)).map(envelope);
  const all = [...rows, ...rest.flatMap((page) => page.rows)];
  if (all.length !== meta.total) throw unexpected(`it says ${meta.total} rows and has ${all.length}`);
  return cellsOf(all, new Set(ids));
}

interface Envelope {
  readonly meta: { readonly pages: number; readonly total: number };
  readonly rows: readonly unknown[];
}

/** The service's `[meta, rows]`. Throws REFUSED or UNAVAILABLE for a `message` in its place, BAD_SHAPE for anything else. */
function envelope(answer: Answer): Envelope {
  const [first, second, ...others] = asList(json(answer), "the list of two parts");
  const meta = asObject(first, "the part about the pages");
  if (Array.isArray(meta.message)) throw refusal(meta.message);
  if (others.length > 0 || second === undefined) throw unexpected("it has not two parts");
  const pages = count(meta.pages, "the number of pages");
  const total = count(meta.total, "the number of rows");
  const rows = second === null ? [] : asList(second, "the list of rows");
  if (second === null && total !== 0) throw unexpected("it says that there are rows and has none");
  return { meta: { pages, total }, rows };
}

/** Codes of the Bank's messages that are about its own state, not about the question: 105 "service currently unavailable", 199. */
const ABOUT_ITSELF: readonly unknown[] = ["105", "199"];

function refusal(messages: readonly unknown[]): SourceFault {
  const id = asObject(messages[0], "a message").id;
  if (ABOUT_ITSELF.includes(id))
    return new SourceFault("UNAVAILABLE", "The World Bank says that its service is not available.");
  if (id === "175")
    return new SourceFault("REFUSED", "The World Bank does not know this indicator, or has put it into its archive.");
  return new SourceFault("REFUSED", "The World Bank refused the question: an indicator's code is not one of its own.");
}

function count(value: unknown, what: string): number {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 0) throw unexpected(`${what} is missing`);
  return number;
}

/** The United Kingdom's rows of the indicators asked for, oldest first, without the rows that pad the ends of a series. */
function cellsOf(rows: readonly unknown[], asked: ReadonlySet<string>): readonly Cell[] {
  const cells = new Map<string, Cell>();
  for (const each of rows) {
    const row = asObject(each, "a row");
    const indicator = asText(asObject(row.indicator, "a row's indicator").id, "an indicator's id");
    const iso3 = asText(row.countryiso3code, "a row's country");
    const iso2 = asText(asObject(row.country, "a row's country").id, "a country's id");
    if (!asked.has(indicator) || (iso3 === "" ? iso2 !== UK.iso2 : iso3 !== UK.iso3)) continue;
    const cell = cellOf(row, indicator);
    const key = `${indicator} ${cell.period}`;
    const before = cells.get(key);
    if (before !== undefined && before.value !== cell.value) throw unexpected("it has two figures for one period");
    cells.set(key, cell);
  }
  return [...grouped([...cells.values()], (cell) => cell.indicator).values()].flatMap(withoutPadding);
}

function cellOf(row: Readonly<Record<string, unknown>>, indicator: string): Cell {
  const period = periodOf(asText(row.date, "a row's date"));
  const status = typeof row.obs_status === "string" ? row.obs_status : "";
  const meaning = markInStatus(status);
  const notes = meaning === undefined ? { notes: [status.trim()] } : {};
  const statuses = (meaning?.statuses ?? []).length === 0 ? {} : { statuses: meaning?.statuses ?? [] };
  const about = { indicator, area: UK.gss, period, ...statuses, ...notes };
  if (row.value === null) return { ...about, value: null, missing: meaning?.missing ?? "NOT_AVAILABLE" };
  if (typeof row.value !== "number" || !Number.isFinite(row.value)) throw unexpected("a figure is not a number");
  if (meaning?.missing !== undefined && meaning.statuses.length === 0)
    throw unexpected("a figure has a mark that says there is none");
  return { ...about, value: row.value };
}

/** "2020", "2020Q1", "2020M01". */
function periodOf(date: string): string {
  const found = /^(\d{4})(?:Q([1-4])|M(0[1-9]|1[0-2]))?$/.exec(date);
  const month = found?.[2] === undefined ? (found?.[3] ?? "01") : String(Number(found[2]) * 3 - 2).padStart(2, "0");
  const length = found?.[2] !== undefined ? "P3M" : found?.[3] !== undefined ? "P1M" : "P1Y";
  const read = found === null ? undefined : readIsoPeriod(`${found[1]}-${month}-01/${length}`);
  if (read === undefined) throw unexpected("a date is none that the hub knows");
  return read.id;
}

function withoutPadding(series: readonly Cell[]): readonly Cell[] {
  const inOrder = [...series].sort((a, b) => (a.period < b.period ? -1 : 1));
  const padding = (cell: Cell): boolean => cell.missing === "NOT_AVAILABLE" && cell.notes === undefined;
  const first = inOrder.findIndex((cell) => !padding(cell));
  const last = inOrder.findLastIndex((cell) => !padding(cell));
  return first < 0 ? [] : inOrder.slice(first, last + 1);
}
