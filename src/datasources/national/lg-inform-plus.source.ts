import { createHmac } from "node:crypto";
import { type MissingReason } from "../../schema/values/enums";
import { markInValue } from "../../schema/values/marks";
import { asList, asObject, asText, json, numberIn, unexpected } from "../core/decode";
import { blocks, chunks, chunksWithin, grouped, indicatorsOf, periodKey } from "../core/packing";
import {
  type Answer,
  bisect,
  faultOf,
  fetchEach,
  fetchOne,
  lookup,
  type Plan,
  type UpstreamRequest,
} from "../core/plan";
import {
  type CataloguePage,
  type Cell,
  defineSource,
  type Failed,
  type Observed,
  type PeriodWanted,
  SourceFault,
  type Want,
} from "../core/source";
import { isoOfIdentifier, type ListedPeriod, metricType, periodListed, WELL_KNOWN } from "./lg-inform-plus/metrics";

const HOUR = 3_600_000;
const KEY = "OUTTURN_LG_INFORM_PLUS_KEY";
const SECRET = "OUTTURN_LG_INFORM_PLUS_SECRET";
/** Encoded characters of metric types, areas and periods in one address of 2,000, beside host, names, key and signature. */
const ROOM = 1_700;
const ROOM_FOR_METRICS = 500;
const ROOM_FOR_PERIODS = 600;

export default defineSource({
  id: "lg-inform-plus",
  name: "LG Inform Plus",
  publisher: "Local Government Association",
  homepage: "https://lginform.local.gov.uk/",
  documentation: "https://webservices.esd.org.uk/",
  licence: {
    code: "LGA-LG-INFORM-PLUS",
    label:
      "LG Inform Plus terms; most figures are under the Open Government Licence, some are licensed to subscribers only",
    url: "https://about.esd.org.uk/terms-and-conditions",
    attribution: "LG Inform Plus, Local Government Association.",
  },
  baseUrl: "https://webservices.esd.org.uk/",
  key: {
    variables: [KEY, SECRET],
    required: true,
    about:
      "An application key and its secret, from an LG Inform Plus subscription. Without both the source is off: it answers nothing unsigned.",
    sign: ({ url, headers }, keys) => ({ url: signed(url, keys[KEY] ?? "", keys[SECRET] ?? ""), headers }),
  },
  limits: {
    rates: [{ requests: 5, perMs: 1_000 }],
    maxConcurrent: 2,
    timeoutMs: 30_000,
    retries: 1,
    maxBytes: 16_000_000,
    about:
      "Metered in bytes: 500 MB on trial, then a monthly allowance and a daily cap for each organisation (the service's terms, seen " +
      "2026-09). No rate is published: the hub keeps to 5 requests a second, and to addresses of 2,000 characters.",
  },
  freshness: {
    freshMs: 72 * HOUR,
    revalidateMs: 14 * 24 * HOUR,
    keepMs: 90 * 24 * HOUR,
    about: "Metrics follow their publishers' calendars, most of them yearly; every byte counts against the allowance.",
  },
  areaTypes: ["UK", "CTRY", "RGN", "CAUTH", "CTY", "UA", "NMD", "MD", "LONB", "CA", "LGD", "WD", "MSOA", "LSOA"],
  nations: ["E", "W", "S", "N", "K"],
  revision: 1,
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: "3281",
    areas: [{ code: "E09000023", kind: "LONB", name: "Lewisham" }],
    period: { latest: 1 },
    atLeast: 1,
  },
  quirks: [
    "The signature is over the whole address, decoded, with the key in it; any change to the address breaks it.",
    "A value that is missing is null with words in `formatted`; how a suppressed one reads is not documented: words of suppression make it confidential, other words stay as a note.",
    "`nullAsZero` says that the service itself counts a blank as nought; the hub never does.",
    'A quota that is used up comes as an error body ("User has exceeded allowed usage limits").',
    "Half-years and other lengths that the hub has no period for are left out.",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const cells: Cell[] = [];
    const failed: Failed[] = [];
    const calls: Call[] = [];
    for (const like of grouped(wants, (want) => periodKey(want.period)).values()) {
      for (const block of blocks(like, 2)) {
        const indicators = indicatorsOf(block.wants);
        const kinds = new Set(indicators.map((indicator) => String(indicator.facts?.periodKind ?? "")));
        const named = yield* periodsNamed(block.wants[0]?.period ?? { latest: 1 }, kinds);
        for (const periods of chunksWithin(named, { room: ROOM_FOR_PERIODS, lengthOf: encoded })) {
          const ids = indicators.map((indicator) => indicator.upstreamId);
          for (const metrics of chunksWithin(ids, { room: ROOM_FOR_METRICS, lengthOf: encoded })) {
            const taken = [...metrics, ...periods].reduce((sum, each) => sum + encoded(each), 0);
            const codes = block.areas.map((area) => area.code);
            for (const areas of chunks(codes, Math.floor((ROOM - taken) / encoded("E09000023"))))
              calls.push({ metrics, areas, periods });
          }
        }
      }
    }
    const results = yield* fetchEach(calls.map((call) => figures(call)));
    for (const [place, call] of calls.entries()) {
      const result = results[place];
      try {
        if (result === undefined) throw unexpected("a part of it is missing");
        if (!result.ok) throw result.fault;
        cells.push(...(yield* cellsOf(result.answer, call)));
      } catch (error) {
        const fault = faultOf(error);
        const { metrics, areas } = call;
        if (fault.code !== "REFUSED" || metrics.length === 1) {
          failed.push({ fault, indicators: metrics, areas });
          continue;
        }
        for (const some of chunks(metrics, Math.ceil(metrics.length / 2))) {
          const split = yield* bisect(some, function* (few) {
            return yield* cellsOf(yield* fetchOne(figures({ ...call, metrics: few })), { ...call, metrics: few });
          });
          cells.push(...split.read.flat());
          failed.push(...split.failed.map(({ things, fault: why }) => ({ fault: why, indicators: things, areas })));
        }
      }
    }
    return { cells, failed };
  },

  *catalogue(cursor: string | undefined): Plan<CataloguePage> {
    const page = cursor === undefined ? 1 : Number(cursor);
    const { entries, pages } = yield* listed("metricTypes/verbose", "metricType-array", page);
    const indicators = entries.flatMap((entry) => metricType(entry) ?? []);
    if (entries.length > 0 && indicators.length === 0) throw unexpected("no metric type says its unit");
    return { indicators, ...(page < pages ? { next: String(page + 1) } : {}) };
  },
});

/** One request for figures: every metric type for every area and period. */
interface Call {
  readonly metrics: readonly string[];
  readonly areas: readonly string[];
  /** The service's own names: `cal_2013`, `latest`, `latest:8`. */
  readonly periods: readonly string[];
}

/** Length in an address, with the comma that parts it from the next: the engine leaves commas as they are. */
function encoded(text: string): number {
  return encodeURIComponent(text).length + 1;
}

/** Refusals that the source reads itself: their words tell a key that is not accepted from an allowance that is used up. */
const REFUSALS = [400, 401, 403] as const;

function figures({ metrics, areas, periods }: Call): UpstreamRequest {
  return {
    path: "data.json",
    query: {
      metricType: metrics.join(","),
      area: areas.join(","),
      period: periods.join(","),
      "value.valueType": "raw",
    },
    accept: "application/json",
    handles: REFUSALS,
  };
}

/**
 * The address with key and signature: base64 of HMAC-SHA1, keyed with the secret, over the whole decoded address with the key in it
 * (the service's documentation, seen 2026-09). A plus sign is made %20 first, so that decoding has one meaning.
 */
function signed(url: string, key: string, secret: string): string {
  const plain = url.replaceAll("+", "%20");
  const keyed = `${plain}${plain.includes("?") ? "&" : "?"}ApplicationKey=${encodeURIComponent(key)}`;
  const signature = createHmac("sha1", secret).update(decodeURIComponent(keyed)).digest("base64");
  return `${keyed}&Signature=${encodeURIComponent(signature)}`;
}

/** The JSON object of an answer. Throws what an error body stands for. */
function bodyOf(answer: Answer): Readonly<Record<string, unknown>> {
  const refused = answer.status >= 400;
  let body: Readonly<Record<string, unknown>>;
  try {
    body = asObject(json(answer), "the answer's object");
  } catch (error) {
    throw refused ? refusal(answer.status, "") : error;
  }
  if (body.errors === undefined && !refused) return body;
  const [first] = body.errors === undefined ? [] : asList(body.errors, "the list of errors");
  const { message, errorCode } = first === undefined ? {} : asObject(first, "an error");
  throw refusal(errorCode === 10 ? 401 : answer.status, typeof message === "string" ? message : "");
}

function refusal(status: number, message: string): SourceFault {
  if (/exceeded .*usage/i.test(message))
    return new SourceFault("RATE_LIMITED", "The organisation's allowance of LG Inform Plus is used up.", 6 * HOUR);
  return status === 401 || status === 403
    ? new SourceFault(
        "MISCONFIGURED",
        "LG Inform Plus did not accept the hub's key, or the key may not see this metric.",
      )
    : new SourceFault("REFUSED", "LG Inform Plus refused the question.");
}

/** One page of one of the service's lists, whose key has a hyphen (`period-array`), and how many pages there are. */
function* listed(path: string, key: string, page: number): Plan<{ entries: readonly unknown[]; pages: number }> {
  const request = { path, query: { pageNumber: page }, accept: "application/json", handles: REFUSALS };
  const body = bodyOf(yield* fetchOne(request));
  const pages = body.totalPages ?? 1;
  if (typeof pages !== "number" || !Number.isInteger(pages)) throw unexpected("the number of pages is missing");
  return { entries: asList(body[key], "the list"), pages };
}

/** All periods that the service has, as its list tells them. */
function* periodsThere(): Plan<readonly ListedPeriod[]> {
  const found: ListedPeriod[] = [];
  for (let page = 1, pages = 1; page <= pages; page++) {
    const part = yield* listed("periods", "period-array", page);
    found.push(...part.entries.map(periodListed));
    pages = part.pages;
  }
  return found;
}

function allPeriods(): Plan<readonly ListedPeriod[]> {
  return lookup("periods", 7 * 24 * HOUR, periodsThere);
}

/** The service's names of the periods wanted, of the kinds that the indicators have. None where there is no such period. */
function* periodsNamed(wanted: PeriodWanted, kinds: ReadonlySet<string>): Plan<readonly string[]> {
  if ("latest" in wanted) return [wanted.latest === 1 ? "latest" : `latest:${wanted.latest}`];
  const fits = (period: ListedPeriod): boolean =>
    "ids" in wanted
      ? period.iso !== undefined && wanted.ids.includes(period.iso)
      : (wanted.from === undefined || period.start >= wanted.from) &&
        (wanted.to === undefined || period.start <= wanted.to);
  const there = yield* allPeriods();
  return there.filter((period) => kinds.has(period.kind) && fits(period)).map((period) => period.identifier);
}

/** The cells of an answer: `values[i]` of a row goes with `columns[i]`, and both lists are as long. */
function* cellsOf(answer: Answer, { metrics, areas }: Call): Plan<readonly Cell[]> {
  const body = bodyOf(answer);
  const columns: ({ indicator: string; period: string } | undefined)[] = [];
  for (const each of asList(body.columns, "the list of columns")) {
    const column = asObject(each, "a column");
    const indicator = identifier(column.metricType, "a column's metric type");
    const name = identifier(column.period, "a column's period");
    const raw = column.valueType === undefined || identifier(column.valueType, "a column's kind of value") === "raw";
    const period = isoOfIdentifier(name) ?? (yield* periodFromList(name));
    columns.push(raw && metrics.includes(indicator) && period !== undefined ? { indicator, period } : undefined);
  }
  const cells = new Map<string, Cell>();
  for (const each of asList(body.rows, "the list of rows")) {
    const row = asObject(each, "a row");
    const area = identifier(row.area, "a row's area");
    const values = asList(row.values, "a row's values");
    if (values.length !== columns.length) throw unexpected("a row has more or fewer values than there are columns");
    for (const [place, column] of columns.entries()) {
      if (column === undefined || !areas.includes(area)) continue;
      const key = `${column.indicator} ${area} ${column.period}`;
      if (cells.has(key)) throw unexpected("it has two figures for one area and period");
      cells.set(key, { indicator: column.indicator, area, period: column.period, ...figureOf(values[place]) });
    }
  }
  return [...cells.values()];
}

function* periodFromList(name: string): Plan<string | undefined> {
  const found = (yield* allPeriods()).find((period) => period.identifier === name);
  if (found === undefined) throw unexpected("a period is none of the service's own list");
  return found.iso;
}

function identifier(of: unknown, what: string): string {
  return asText(asObject(of, what).identifier, `the identifier of ${what}`);
}

/** A number, or null with words that say why. Words that are no known mark stay beside it as a note. */
function figureOf(each: unknown): Pick<Cell, "value" | "missing" | "statuses" | "notes"> {
  const { value, formatted, comment } = asObject(each, "a value");
  const said = [comment].flatMap((words) => (typeof words === "string" && words.trim() !== "" ? [words.trim()] : []));
  const number = typeof value === "string" ? numberIn(value) : value;
  if (typeof number === "number" && Number.isFinite(number))
    return { value: number, ...(said.length === 0 ? {} : { notes: said }) };
  if (value !== null && value !== undefined && typeof value !== "string") throw unexpected("a figure is not a number");
  const words = (
    typeof value === "string" && value.trim() !== "" ? value : typeof formatted === "string" ? formatted : ""
  ).trim();
  const meaning = markInValue(words);
  const missing = reasonIn([words, ...said].join(" ")) ?? meaning?.missing;
  const notes =
    meaning === undefined && !/^(?:missing|suppressed|not available|no value)$/i.test(words) ? [words, ...said] : said;
  return {
    value: null,
    missing: missing ?? "NOT_AVAILABLE",
    ...((meaning?.statuses ?? []).length === 0 ? {} : { statuses: meaning?.statuses ?? [] }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function reasonIn(words: string): MissingReason | undefined {
  if (/suppress|confidential|disclos/i.test(words)) return "CONFIDENTIAL";
  return /not applicable/i.test(words) ? "NOT_APPLICABLE" : undefined;
}
