import { asList, asObject, asText, json, unexpected } from "../core/decode";
import { blocks, grouped } from "../core/packing";
import { bisect, faultOf, fetchAll, fetchEach, fetchOne, lookup, type Plan, type Result } from "../core/plan";
import {
  type CataloguePage,
  type Cell,
  defineSource,
  type Failed,
  type Observed,
  SourceFault,
  type Want,
} from "../core/source";
import { dataSetListed, indicatorsOf, partsOf, WELL_KNOWN } from "./dfe-ees/indicators";
import { type Meta, placeFinder, readMeta } from "./dfe-ees/meta";
import {
  type Asking,
  askingOf,
  cellsIn,
  indicatorIn,
  mostRows,
  PAGE,
  type Query,
  queryRequest,
  readPage,
} from "./dfe-ees/query";

const HOUR = 3_600_000;
/** The most of a page of each list (the service's own code, 2026-08). */
const PUBLICATIONS = 40;
const DATA_SETS = 20;
/** A million rows: beyond that a question is not one for a person's answer. */
const MOST_PAGES = 100;
const ACCEPT = "application/json";

export default defineSource({
  id: "dfe-ees",
  name: "Explore education statistics",
  publisher: "Department for Education",
  homepage: "https://explore-education-statistics.service.gov.uk/",
  documentation: "https://api.education.gov.uk/statistics/docs/",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution:
      "Source: Department for Education, Explore education statistics, licensed under the Open Government Licence v3.0.",
  },
  baseUrl: "https://api.education.gov.uk/statistics/v1/",
  limits: {
    rates: [{ requests: 10, perMs: 1_000 }],
    maxConcurrent: 4,
    timeoutMs: 35_000,
    retries: 2,
    maxBytes: 24_000_000,
    about:
      "10,000 rows a page; the service gives up after 30 seconds (its own code, seen 2026-08). It answers 429 when asked too often and " +
      "publishes no rate: the hub keeps to 10 requests a second. One request a data set, for all its indicators, areas and periods.",
  },
  freshness: {
    freshMs: 12 * HOUR,
    revalidateMs: 14 * 24 * HOUR,
    keepMs: 400 * 24 * HOUR,
    about: "Most data sets come out once a year, attendance every two weeks, always at half past nine in the morning.",
  },
  areaTypes: ["CTRY", "RGN", "CTY", "UA", "MD", "LONB", "NMD", "CAUTH", "PCON", "WD", "LSIP", "PFA"],
  nations: ["E"],
  revision: 1,
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: WELL_KNOWN[0]?.upstreamId ?? "",
    areas: [
      { code: "E92000001", kind: "CTRY", name: "England" },
      { code: "E08000009", kind: "MD", name: "Trafford" },
    ],
    period: { latest: 1 },
    atLeast: 2,
  },
  quirks: [
    "Every figure is a text; marks stand in its place: c, x, z, u, k, low.",
    "One unknown indicator fails the whole question, so each is looked up in the data set's description first. Unknown areas, periods and options are warnings only, with status 200.",
    "The option of a filter that stands for all is not named as such: it is found by its label (Total, All, All schools).",
    "A place alone may match rows of smaller areas inside it; the level is always asked for beside it.",
    "Ids are of one data set and may change with its major version: questions name the major version that was harvested, and an indicator whose id is gone is found by its column.",
    "With nothing found the service says one page: pages are counted by the number of rows.",
    "95 % limits are indicators of their own (LCI, UCI); the hub puts them beside the figure that they belong to.",
    "Reporting years, terms, halves and quarters of academic years have no days that all publications share: data sets of these are left out.",
    "Figures of schools, colleges and providers are left out: they are no areas.",
    "Only part of the publications have data sets here (about 25 by 2026-09).",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const failed: Failed[] = [];
    const queries: Query[] = [];
    for (const [dataSet, its] of grouped(wants, (want) => partsOf(want.indicator.upstreamId).dataSet)) {
      try {
        const harvested = its.find((want) => want.indicator.dataset.version !== undefined)?.indicator.dataset.version;
        const { version, meta } = yield* described(dataSet, harvested);
        const placeIn = placeFinder(meta);
        const askings = its.flatMap((want) => {
          const indicator = indicatorIn(meta, want);
          if (indicator === undefined) failed.push({ fault: gone(), indicators: [want.indicator.upstreamId] });
          const asking = indicator === undefined ? undefined : askingOf(want, indicator, meta, placeIn);
          return asking ?? [];
        });
        queries.push(...apart(askings).map((some) => ({ dataSet, version, meta, askings: some })));
      } catch (error) {
        failed.push({ fault: faultOf(error), indicators: its.map((want) => want.indicator.upstreamId) });
      }
    }
    const first = yield* answered(queries);
    // The newest periods of the data set need not be those of each area: some ended earlier.
    const earlier = yield* answered(queries.flatMap((query) => withOlder(query, first)));
    const cells = new Map([...first.cells, ...earlier.cells].map((cell) => [keyOf(cell), cell]));
    return { cells: [...cells.values()], failed: [...failed, ...first.failed, ...earlier.failed] };
  },

  *catalogue(cursor: string | undefined): Plan<CataloguePage> {
    const at = /^(\d+)\.(\d+)\.(\d+)$/.exec(cursor ?? "1.0.1");
    if (at === null) throw new Error("The cursor is none of this source's.");
    const [page, place, part] = [Number(at[1]), Number(at[2]), Number(at[3])];
    const list = yield* publications(page);
    const publication = list.publications[place];
    if (publication === undefined) return { indicators: [] };
    const answer = yield* fetchOne({
      path: `publications/${publication.id}/data-sets`,
      query: { page: part, pageSize: DATA_SETS },
      accept: ACCEPT,
    });
    const { rows, pages } = listIn(json(answer));
    const dataSets = rows
      .map((row) => dataSetListed(row, publication.slug))
      .filter(({ status }) => status === "Published" || status === "Deprecated");
    const metas = yield* fetchEach(dataSets.map(({ upstreamId, version }) => metaRequest(upstreamId, version ?? "*")));
    const indicators = dataSets.flatMap(({ status: _status, ...dataSet }, row) => {
      const meta = metas[row];
      // Withdrawn since the list was made: there is nothing to describe.
      if (meta === undefined || (!meta.ok && meta.fault.code === "REFUSED")) return [];
      if (!meta.ok) throw meta.fault;
      return indicatorsOf(readMeta(json(meta.answer)), dataSet);
    });
    const next =
      part < pages
        ? `${page}.${place}.${part + 1}`
        : place + 1 < list.publications.length
          ? `${page}.${place + 1}.1`
          : page < list.pages
            ? `${page + 1}.0.1`
            : undefined;
    return { indicators, ...(next === undefined ? {} : { next }) };
  },
});

function keyOf({ indicator, area, period, breakdown }: Cell): string {
  return `${indicator}|${area}|${period}|${JSON.stringify(breakdown ?? {})}`;
}

function gone(): SourceFault {
  return new SourceFault("REFUSED", "The data set no longer has this indicator.");
}

function metaRequest(dataSet: string, version: string) {
  return { path: `data-sets/${dataSet}/meta`, query: { dataSetVersion: version }, accept: ACCEPT };
}

/**
 * A data set's description, and the version that questions must name with it. Within a major version ids keep their meaning, so the
 * newest of the major version that was harvested is asked for; of a data set that was not harvested yet, the newest version that there is.
 */
function* described(
  dataSet: string,
  harvested: string | undefined,
): Plan<{ readonly version: string; readonly meta: Meta }> {
  if (!/^[0-9a-f-]{36}$/i.test(dataSet)) throw gone();
  const major = /^(\d+)\./.exec(harvested ?? "")?.[1];
  const version = major === undefined ? yield* newestVersion(dataSet) : `${major}.*`;
  const meta = yield* lookup(`meta:${dataSet}:${version}`, 6 * HOUR, function* () {
    return readMeta(json(yield* fetchOne(metaRequest(dataSet, version))));
  });
  return { version, meta };
}

function* newestVersion(dataSet: string): Plan<string> {
  return yield* lookup(`version:${dataSet}`, 6 * HOUR, function* () {
    const answer = yield* fetchOne({ path: `data-sets/${dataSet}`, accept: ACCEPT });
    const latest = asObject(asObject(json(answer), "a data set").latestVersion, "a data set's version");
    return asText(latest.version, "a data set's version");
  });
}

/** One question where its answer fits a page; else one for each block of areas that are wanted alike, so that less is asked in vain. */
function apart(askings: readonly Asking[]): readonly (readonly Asking[])[] {
  if (askings.length === 0) return [];
  if (mostRows(askings) <= PAGE) return [askings];
  return blocks(askings.map(({ want }) => want)).map((block) =>
    askings.filter(({ want }) => block.wants.includes(want)),
  );
}

interface Answered {
  readonly cells: readonly Cell[];
  readonly failed: readonly Failed[];
}

/** Asks all questions side by side, then all their further pages. A refused question is asked again in halves of its indicators. */
function* answered(queries: readonly Query[]): Plan<Answered> {
  const cells: Cell[] = [];
  const failed: Failed[] = [];
  const take = (answer: Answered) => {
    cells.push(...answer.cells);
    failed.push(...answer.failed);
  };
  const results = yield* fetchEach(queries.map((query) => queryRequest(query, 1)));
  for (const [place, query] of queries.entries()) {
    const indicators = [...grouped(query.askings, ({ indicator }) => indicator).values()];
    try {
      take(yield* whole(query, results[place]));
    } catch (error) {
      const fault = faultOf(error);
      if (fault.code !== "REFUSED" || indicators.length === 1) {
        failed.push(failure(query, fault));
        continue;
      }
      const half = Math.ceil(indicators.length / 2);
      for (const some of [indicators.slice(0, half), indicators.slice(half)]) {
        const split = yield* bisect(some, function* (few) {
          const narrower = { ...query, askings: few.flat() };
          return yield* whole(narrower, (yield* fetchEach([queryRequest(narrower, 1)]))[0]);
        });
        for (const answer of split.read) take(answer);
        failed.push(
          ...split.failed.map(({ things, fault: why }) => failure({ ...query, askings: things.flat() }, why)),
        );
      }
    }
  }
  return { cells, failed };
}

function failure({ askings }: Query, fault: SourceFault): Failed {
  return {
    fault,
    indicators: [...new Set(askings.map(({ want }) => want.indicator.upstreamId))],
    areas: [...new Set(askings.flatMap(({ areas }) => areas.map(({ area }) => area.code)))],
  };
}

/** The cells of a question from the answer of its first page, with all pages after it. */
function* whole(query: Query, first: Result | undefined): Plan<Answered> {
  if (first === undefined) throw unexpected("a part of it is missing");
  if (!first.ok) throw first.fault;
  const { rows, total, pages } = readPage(first.answer);
  if (pages > MOST_PAGES)
    throw new SourceFault("TOO_LARGE", `The answer has ${total} rows, more than the hub reads at once.`);
  const more = Array.from({ length: Math.max(0, pages - 1) }, (_, place) => queryRequest(query, place + 2));
  const rest = (yield* fetchAll(more)).map(readPage);
  const all = [...rows, ...rest.flatMap((page) => page.rows)];
  if (all.length !== total || rest.some((page) => page.total !== total))
    throw unexpected(`it says ${total} rows and has ${all.length}`);
  const { cells, unclear } = cellsIn(all, query);
  if (unclear.length === 0) return { cells, failed: [] };
  const fault = unexpected("it has two figures for one thing");
  return { cells, failed: [{ ...failure(query, fault), areas: unclear }] };
}

/** What is left of a question for the newest periods: areas that have fewer of them, in the periods before. */
function withOlder(query: Query, { cells, failed }: Answered): readonly Query[] {
  const found = new Map<string, Set<string>>();
  for (const { indicator, area, period } of cells) {
    const key = `${indicator}|${area}`;
    found.set(key, (found.get(key) ?? new Set()).add(period));
  }
  const askings = query.askings.flatMap((asking) => {
    const { period, indicator } = asking.want;
    const older = query.meta.periods.filter((each) => !asking.periods.includes(each));
    if (!("latest" in period) || older.length === 0) return [];
    const its = failed.filter((each) => each.indicators?.includes(indicator.upstreamId));
    const areas = asking.areas.filter(
      ({ area }) =>
        !its.some((each) => each.areas?.includes(area.code)) &&
        (found.get(`${indicator.upstreamId}|${area.code}`)?.size ?? 0) < asking.periods.length,
    );
    return areas.length === 0 ? [] : [{ ...asking, areas, periods: older }];
  });
  return askings.length === 0 ? [] : [{ ...query, askings }];
}

interface Publications {
  readonly pages: number;
  readonly publications: readonly { readonly id: string; readonly slug: string }[];
}

/** One page of the publications that have data sets. Kept for an hour, so that a harvest asks for it once. */
function* publications(page: number): Plan<Publications> {
  return yield* lookup(`publications:${page}`, HOUR, function* () {
    const answer = yield* fetchOne({ path: "publications", query: { page, pageSize: PUBLICATIONS }, accept: ACCEPT });
    const { rows, pages } = listIn(json(answer));
    return {
      pages,
      publications: rows.map((row) => ({
        id: asText(row.id, "a publication's id"),
        slug: asText(row.slug, "a publication's name"),
      })),
    };
  });
}

function listIn(body: unknown): {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly pages: number;
} {
  const list = asObject(body, "the list");
  const { totalResults, pageSize } = asObject(list.paging, "the part about the pages");
  if (typeof totalResults !== "number" || typeof pageSize !== "number" || !(pageSize > 0))
    throw unexpected("the number of entries is missing");
  return {
    rows: asList(list.results, "the list").map((row) => asObject(row, "an entry")),
    pages: Math.ceil(totalResults / pageSize),
  };
}
