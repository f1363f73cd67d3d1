import { asList, asObject, asText, json, unexpected } from "../core/decode";
import { areasOf, grouped, indicatorsOf as indicatorsWanted } from "../core/packing";
import { type Answer, faultOf, fetchEach, lookup, type Plan, type UpstreamRequest } from "../core/plan";
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
import { readJsonStat, readJsonStatShape } from "../formats/json-stat";
import { cellsOf, factsOf, indicatorsOf, kindOf, type NisraFacts, NORTHERN_IRELAND, unitRecord } from "./nisra/table";

const DAY = 86_400_000;
const CUBE_API = "api.restful/PxStat.Data.Cube_API";
/** Part of a table from which on it is fetched whole: one answer then serves what is asked next, and ten calls is all there are. */
const WHOLE_FROM = 0.25;
/** Cells that are worth fetching whole for that reason; beyond, only what is wanted. */
const WHOLE_TO = 1_000_000;
/** Tables a page of the catalogue: with the list itself just within the calls of three minutes. */
const PAGE = 8;
/** Statistics of one table that an answer keeps beside those that were asked for. */
const MOST_ALSO = 40;

export default defineSource({
  id: "nisra",
  name: "NISRA Data Portal",
  publisher: "Northern Ireland Statistics and Research Agency",
  homepage: "https://data.nisra.gov.uk/",
  documentation: "https://github.com/CSOIreland/PxStat/wiki/API",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution: "Northern Ireland Statistics and Research Agency, Data Portal. Licensed under the OGL v3.0.",
  },
  baseUrl: "https://ws-data.nisra.gov.uk/public/",
  limits: {
    rates: [{ requests: 9, perMs: 180_000 }],
    maxConcurrent: 2,
    timeoutMs: 60_000,
    retries: 1,
    maxBytes: 64_000_000,
    about:
      "10 calls in 180 seconds for those without a subscription (default of the PxStat server, read 2026-08; NISRA may set others): the hub " +
      "makes 9, and fetches a table whole where a quarter of it is wanted.",
  },
  freshness: {
    freshMs: DAY,
    revalidateMs: 7 * DAY,
    keepMs: 365 * DAY,
    about: "Tables change on the days of their releases, mostly at half past nine, most of them once a year.",
  },
  areaTypes: ["CTRY", "LAD", "LTLA", "UTLA", "LGD", "PCON", "WD", "DATA_ZONE", "MSOA", "LSOA"],
  nations: ["N"],
  revision: 1,
  brings: { everyPeriod: true },
  wellKnown: [
    labourMarket("EMPR", "Employment rate, ages 16 to 64"),
    labourMarket("UNEMPR", "Unemployment rate, ages 16 and over"),
    labourMarket("INACTR", "Economic inactivity rate, ages 16 to 64"),
    {
      upstreamId: "BRESHEADLGD/EJOBS",
      name: "Employee jobs",
      unit: { code: "jobs", label: "jobs" },
      decimalPlaces: 0,
      valueType: "COUNT",
      frequency: "ANNUALLY",
      periodType: "CALENDAR_YEAR",
      areaTypes: ["CTRY", "LGD"],
      dataset: table("BRESHEADLGD", "Employee jobs by local government district"),
      facts: { matrix: "BRESHEADLGD", statistic: "EJOBS", geography: "LGD2014", dimensions: {} } satisfies NisraFacts,
    },
  ],
  sample: {
    indicator: "LMSLGD/EMPR",
    areas: [{ code: "N09000003", kind: "LGD", name: "Belfast" }],
    period: { latest: 1 },
    atLeast: 1,
  },
  quirks: [
    "A null is a figure that is missing or confidential: the answer does not say which.",
    "Some tables write \"-\" in a figure's place (seen in NISRA's own code, 2026-08): it is read as not available.",
    'District codes are GSS codes; "Unknown" and "0" among them stand for no area and are left out.',
    "The total of a dimension is what the table names under `elimination`.",
    "An error of the JSON-RPC address comes with status 200 or 500 and an `error` in place of the `result`.",
    "Metadata beyond the rate is refused with 403, figures with 429.",
    "Notes are written in BBCode.",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const series = new Set(
      wants.flatMap(({ indicator, areas }) => areas.map(({ code }) => `${indicator.upstreamId} ${code}`)),
    );
    const tables = [...grouped(wants, ({ indicator }) => factsOf(indicator).matrix)]
      .map(([matrix, own]) => ask(matrix, own))
      .filter((table) => table.areas.length > 0);
    const results = yield* fetchEach(tables.map(({ request }) => request));
    const cells: Cell[] = [];
    const failed: Failed[] = [];
    const also: Want[] = [];
    for (const [place, { matrix, wants: own, areas, isWhole }] of tables.entries()) {
      try {
        const result = results[place];
        if (result === undefined) throw unexpected("a part of it is missing");
        if (!result.ok) throw result.fault;
        const cube = readJsonStat(resultOf(result.answer));
        const more = isWhole ? unasked(indicatorsOf(matrix, cube), own, areas) : [];
        const extra = new Set(more.map(({ indicator }) => indicator.upstreamId));
        const codes = new Set(areas.map(({ code }) => code));
        cells.push(
          ...cellsOf(matrix, cube, (id, area) => series.has(`${id} ${area}`) || (extra.has(id) && codes.has(area))),
        );
        also.push(...more);
      } catch (error) {
        failed.push({
          fault: faultOf(error),
          indicators: indicatorsWanted(own).map(({ upstreamId }) => upstreamId),
        });
      }
    }
    return { cells, failed, ...(also.length === 0 ? {} : { also }) };
  },

  *catalogue(cursor: string | undefined): Plan<CataloguePage> {
    const matrices = yield* lookup("tables", DAY, readCollection);
    const left = matrices.filter((matrix) => cursor === undefined || matrix > cursor);
    const page = left.slice(0, PAGE);
    const results = yield* fetchEach(page.map(metadata));
    const indicators = results.flatMap((result, place): readonly RemoteIndicator[] => {
      if (!result.ok) {
        if (result.fault.code === "REFUSED") return []; // withdrawn since the list was made
        throw result.fault;
      }
      if (result.answer.status === 403) {
        throw new SourceFault("RATE_LIMITED", "The NISRA Data Portal allows no more calls for some minutes.", 180_000);
      }
      try {
        return indicatorsOf(page[place] ?? "", readJsonStatShape(resultOf(result.answer)));
      } catch (error) {
        if (faultOf(error).code === "BAD_SHAPE") return []; // one odd table must not end the harvest
        throw error;
      }
    });
    const last = page.at(-1);
    return left.length > page.length && last !== undefined ? { indicators, next: last } : { indicators };
  },
});

interface Table {
  readonly matrix: string;
  readonly wants: readonly Want[];
  readonly areas: readonly AreaRef[];
  readonly isWhole: boolean;
  readonly request: UpstreamRequest;
}

/** One request for all that is wanted of a table: whole where that is a good part of it, else the union of what is wanted. */
function ask(matrix: string, wants: readonly Want[]): Table {
  const facts = wants.map(({ indicator }) => factsOf(indicator));
  const first = facts[0] as NisraFacts;
  const { geography, areas: held = 0, statistics: published, cells } = first;
  let areas = areasOf(wants).filter((area) => isCovered(area, geography));
  const statistics = [...new Set(facts.map(({ statistic }) => statistic))];
  const chosen: [id: string, codes: readonly string[]][] = [["STATISTIC", statistics]];
  let share = published === undefined ? 0 : statistics.length / published;
  for (const [code, { id, members }] of Object.entries(first.dimensions)) {
    const lists = wants.map((want) => wantedMembers(want, code));
    if (!lists.every((list) => list !== undefined)) continue;
    const union = [...new Set(lists.flat())];
    if (union.length === 0) areas = []; // members that the table does not have: nothing to ask
    chosen.push([id, union]);
    share *= union.length / Math.max(1, members);
  }
  // Where a good part of the areas is wanted all of them come: the question stays short.
  if (geography !== undefined && areas.length < held * WHOLE_FROM) {
    chosen.push([geography, areas.map(({ code }) => code)]);
    share *= areas.length / held;
  }
  const isWhole = cells !== undefined && cells <= WHOLE_TO && share >= WHOLE_FROM;
  return { matrix, wants, areas, isWhole, request: isWhole ? wholeTable(matrix) : partOfTable(matrix, chosen) };
}

/** Whether a table of this geography can hold an area: districts are not asked for in a table of data zones. */
function isCovered({ code, kind }: AreaRef, geography: string | undefined): boolean {
  if (code === NORTHERN_IRELAND) return true;
  const covered = geography === undefined ? undefined : kindOf(geography);
  return geography !== undefined && code.startsWith("N") && (covered === undefined || covered === kind);
}

/** The members that a want asks of a dimension: those named, else the total; undefined for all. */
function wantedMembers({ indicator, breakdown }: Want, code: string): readonly string[] | undefined {
  const members = indicator.dimensions?.find((dimension) => dimension.code === code)?.members ?? [];
  const filter = breakdown.find(({ dimension }) => dimension === code);
  if (filter !== undefined && filter.members.length > 0) {
    return filter.members.filter((member) => members.some((each) => each.code === member));
  }
  const total = members.find(({ isTotal }) => isTotal);
  return filter !== undefined || total === undefined ? undefined : [total.code];
}

function wholeTable(matrix: string): UpstreamRequest {
  return { path: `${CUBE_API}.ReadDataset/${matrix}/JSON-stat/2.0/en`, accept: "application/json" };
}

function metadata(matrix: string): UpstreamRequest {
  return { path: `${CUBE_API}.ReadMetadata/${matrix}/JSON-stat/2.0/en`, accept: "application/json", handles: [403] };
}

function partOfTable(
  matrix: string,
  chosen: readonly (readonly [id: string, codes: readonly string[]])[],
): UpstreamRequest {
  return {
    method: "POST",
    path: "api.jsonrpc",
    accept: "application/json",
    handles: [500],
    json: {
      jsonrpc: "2.0",
      id: 1,
      method: "PxStat.Data.Cube_API.ReadDataset",
      params: {
        class: "query",
        id: chosen.map(([id]) => id),
        dimension: Object.fromEntries(chosen.map(([id, index]) => [id, { category: { index } }])),
        extension: {
          pivot: null,
          codes: false,
          language: { code: "en" },
          format: { type: "JSON-stat", version: "2.0" },
          matrix,
        },
        version: "2.0",
      },
    },
  };
}

/** The table of an answer, out of its JSON-RPC envelope where it has one. Throws REFUSED for an error in its place. */
function resultOf(answer: Answer): unknown {
  if (answer.status >= 500 && !answer.text.trimStart().startsWith("{")) {
    throw new SourceFault("UNAVAILABLE", "The NISRA Data Portal failed inside.");
  }
  const body = asObject(json(answer), "the table");
  if (body.error !== undefined && body.error !== null) {
    throw new SourceFault("REFUSED", "The NISRA Data Portal could not answer the question.");
  }
  if (answer.status >= 500) throw new SourceFault("UNAVAILABLE", "The NISRA Data Portal failed inside.");
  return body.jsonrpc === undefined ? body : body.result;
}

/** Wants for the statistics that came with a whole table and that nobody asked for: they are kept as well, in totals. */
function unasked(
  published: readonly RemoteIndicator[],
  wants: readonly Want[],
  areas: readonly AreaRef[],
): readonly Want[] {
  const asked = new Set(wants.map(({ indicator }) => indicator.upstreamId));
  return published
    .filter(({ upstreamId }) => !asked.has(upstreamId))
    .slice(0, MOST_ALSO)
    .map((indicator) => ({ indicator, areas, period: {}, breakdown: [] }));
}

function* readCollection(): Plan<readonly string[]> {
  const [result] = yield* fetchEach([
    { path: `${CUBE_API}.ReadCollection/en`, accept: "application/json", timeoutMs: 120_000 },
  ]);
  if (result === undefined) throw unexpected("a part of it is missing");
  if (!result.ok) throw result.fault;
  const collection = asObject(resultOf(result.answer), "the list of tables");
  const items = asList(asObject(collection.link, "the list of tables").item, "the list of tables");
  const matrices = items.map((item) => {
    const extension = asObject(asObject(item, "a table").extension, "what is said of a table");
    return asText(extension.matrix, "the name of a table");
  });
  if (matrices.length === 0) throw unexpected("it lists no tables");
  return [...new Set(matrices)].filter((matrix) => /^[A-Za-z0-9_-]{1,30}$/.test(matrix)).sort();
}

function labourMarket(statistic: string, name: string): RemoteIndicator {
  return {
    upstreamId: `LMSLGD/${statistic}`,
    name,
    unit: unitRecord("%"),
    decimalPlaces: 1,
    valueType: "PERCENTAGE",
    frequency: "ANNUALLY",
    periodType: "CALENDAR_YEAR",
    areaTypes: ["CTRY", "LGD"],
    dataset: table("LMSLGD", "Labour market status by local government district"),
    facts: { matrix: "LMSLGD", statistic, geography: "LGD2014", dimensions: {} } satisfies NisraFacts,
  };
}

function table(matrix: string, title: string) {
  return { upstreamId: matrix, title, homepage: `https://data.nisra.gov.uk/table/${matrix}` };
}
