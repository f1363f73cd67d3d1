import { asObject, json, unexpected } from "../core/decode";
import { blocks, chunks, indicatorsOf } from "../core/packing";
import { type Answer, faultOf, fetchAll, fetchEach, lookup, type Plan, type UpstreamRequest } from "../core/plan";
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
import { NUTS_1 } from "../formats/nuts";
import { kindsOf, namesOf, pinOf, variable, WELL_KNOWN } from "./data-commons/catalogue";
import { cellsOfSeries, facetsOf, orderedFacets, pinnedOf } from "./data-commons/facets";

const HOUR = 3_600_000;
/** Series (variables x places) of one call. The server refuses some kinds of question above 5,000; the hub stays well below. */
const MOST_SERIES = 2_000;
/** Variables of one page of the catalogue. */
const PAGE = 150;
const KEY = "OUTTURN_DATA_COMMONS_KEY";

const DCIDS = new Map(NUTS_1.map(([gss, nuts]) => [gss, nuts === "UK" ? "country/GBR" : `nuts/${nuts}`] as const));
const GSS = new Map([...DCIDS].map(([gss, dcid]) => [dcid, gss]));

export default defineSource({
  id: "data-commons",
  name: "Data Commons",
  publisher: "Google",
  homepage: "https://datacommons.org/",
  documentation: "https://docs.datacommons.org/api/rest/v2/",
  licence: {
    code: "CC-BY-4.0",
    label: "Creative Commons Attribution 4.0 International, unless a series' own publisher says otherwise",
    url: "https://creativecommons.org/licenses/by/4.0/",
    attribution: "Data Commons; each series names its own source.",
  },
  baseUrl: "https://api.datacommons.org/v2/",
  key: {
    variables: [KEY],
    required: true,
    about: "A free key from apikeys.datacommons.org. Without one the service answers no question.",
    sign: ({ url, headers }, keys) => ({ url, headers: { ...headers, "x-api-key": keys[KEY] ?? "" } }),
  },
  limits: {
    rates: [{ requests: 5, perMs: 1_000 }],
    maxConcurrent: 2,
    timeoutMs: 30_000,
    retries: 2,
    maxBytes: 64_000_000,
    about:
      "No rate is published; the trial key is limited heavily. The server stops questions of more than 5,000 series (its code, seen " +
      "2026-07): the hub asks for 2,000 a call at most and keeps to 5 requests a second.",
  },
  freshness: {
    freshMs: 24 * HOUR,
    revalidateMs: 7 * 24 * HOUR,
    keepMs: 90 * 24 * HOUR,
    about: "The graph takes in most of its sources monthly or less often.",
  },
  areaTypes: ["UK", "CTRY", "RGN"],
  nations: ["K", "E", "W", "S", "N"],
  revision: 1,
  brings: { everyPeriod: true },
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: "Count_Person",
    areas: [{ code: "K02000001", kind: "UK", name: "United Kingdom" }],
    period: { latest: 1 },
    atLeast: 1,
  },
  quirks: [
    "A series has several facets, by source, method and unit. The hub takes the first that has the indicator's unit and length of period, for the whole series, and says in a note whose it is.",
    "Dates have no range: every question is for all of them.",
    "A variable or place that the graph does not know is an empty object with status 200.",
    "Places go by their own ids; only those that are certain are asked for: the country and the areas of NUTS level 1. England as a whole has none.",
    "Months that stand for quarters are left out: nothing says whether they are the first or the last of them.",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const askable = wants.flatMap((want) => {
      const areas = want.areas.filter((area) => DCIDS.has(area.code));
      return areas.length === 0 ? [] : [{ ...want, areas }];
    });
    const calls = blocks(askable).flatMap((block) =>
      chunks(indicatorsOf(block.wants), Math.floor(MOST_SERIES / block.areas.length)).map((indicators) => ({
        indicators,
        areas: block.areas.map((area) => area.code),
      })),
    );
    const results = yield* fetchEach(
      calls.map(({ indicators, areas }) =>
        series(
          indicators.map((indicator) => indicator.upstreamId),
          areas.flatMap((area) => DCIDS.get(area) ?? []),
          ["date", "variable", "entity", "value", "facet"],
        ),
      ),
    );
    const cells: Cell[] = [];
    const failed: Failed[] = [];
    for (const [place, { indicators, areas }] of calls.entries()) {
      const result = results[place];
      try {
        if (result === undefined) throw unexpected("a part of it is missing");
        if (!result.ok) throw result.fault;
        cells.push(...cellsOf(result.answer, indicators, areas));
      } catch (error) {
        failed.push({ fault: faultOf(error), indicators: indicators.map((each) => each.upstreamId), areas });
      }
    }
    return { cells, failed };
  },

  *catalogue(cursor: string | undefined): Plan<CataloguePage> {
    const known = yield* lookup("variables", 24 * HOUR, variablesThere);
    const from = cursor === undefined ? 0 : known.findIndex(([dcid]) => dcid >= cursor);
    const part = from < 0 ? [] : known.slice(from, from + PAGE);
    if (part.length === 0) return { indicators: [], total: known.length };
    const dcids = part.map(([dcid]) => dcid);
    const [named, described] = yield* fetchAll([
      { ...POST, path: "node", json: { nodes: dcids, property: "->name" } },
      series(dcids, [...GSS.keys()], ["variable", "entity", "facet"]),
    ]);
    if (named === undefined || described === undefined) throw unexpected("a part of it is missing");
    const names = namesOf(bodyOf(named));
    const body = bodyOf(described);
    const facets = facetsOf(body);
    const indicators = part.flatMap(([dcid, places]): RemoteIndicator[] => {
      const byEntity = entitiesOf(body, dcid);
      for (const place of places) {
        for (const { facet, said } of byEntity[place] === undefined ? [] : orderedFacets(byEntity[place], facets)) {
          const pinned = pinOf(facet, said.latestDate);
          if (pinned !== undefined)
            return [variable(dcid, names.get(dcid) ?? dcid, pinned, { areaTypes: kindsOf(places) })];
        }
      }
      return [];
    });
    const next = known[from + PAGE]?.[0];
    return { indicators, total: known.length, ...(next === undefined ? {} : { next }) };
  },
});

const POST = { method: "POST", accept: "application/json" } as const;

/** All dates: the order of preference among facets is then that of whole series, whatever periods are wanted. */
function series(variables: readonly string[], entities: readonly string[], select: readonly string[]): UpstreamRequest {
  return {
    ...POST,
    path: "observation",
    json: { date: "", variable: { dcids: variables }, entity: { dcids: entities }, select },
  };
}

/** The variables that there are for the hub's areas, in the order of their ids, each with the places that have it, the country first. */
function* variablesThere(): Plan<readonly (readonly [dcid: string, places: readonly string[]])[]> {
  const [answer] = yield* fetchAll([series([], [...GSS.keys()], ["variable", "entity"])]);
  if (answer === undefined) throw unexpected("a part of it is missing");
  const body = bodyOf(answer);
  const variables = body.byVariable === undefined ? {} : asObject(body.byVariable, "the list of variables");
  return Object.keys(variables)
    .filter((dcid) => /^[^\s|]{1,120}$/.test(dcid))
    .sort()
    .map((dcid) => {
      const there = entitiesOf(body, dcid);
      return [dcid, [...GSS.keys()].filter((place) => there[place] !== undefined)] as const;
    })
    .filter(([, places]) => places.length > 0);
}

/** The JSON object of an answer. Throws the fault that an error in its place stands for. */
function bodyOf(answer: Answer): Readonly<Record<string, unknown>> {
  const body = asObject(json(answer), "the answer's object");
  if (typeof body.code === "number" && typeof body.message === "string") throw refusal(body.code);
  const known = ["byVariable", "facets", "requestId", "data", "nextToken"];
  if (Object.keys(body).some((name) => !known.includes(name))) throw unexpected("it has parts that it should not have");
  return body;
}

/** What the numbers of the service's errors mean (gRPC status codes). */
function refusal(code: number): SourceFault {
  if (code === 16 || code === 7) return new SourceFault("MISCONFIGURED", "Data Commons did not accept the hub's key.");
  if (code === 8)
    return new SourceFault("RATE_LIMITED", "The hub's key for Data Commons has used up what it may ask for.");
  if (code === 3 || code === 5 || code === 12) return new SourceFault("REFUSED", "Data Commons refused the question.");
  return new SourceFault("UNAVAILABLE", "Data Commons had an error of its own.");
}

/** The series of a variable by place; none where the graph does not know the variable. */
function entitiesOf(body: Readonly<Record<string, unknown>>, dcid: string): Readonly<Record<string, unknown>> {
  const variables = body.byVariable === undefined ? {} : asObject(body.byVariable, "the list of variables");
  if (variables[dcid] === undefined) return {};
  const byEntity = asObject(variables[dcid], "a variable").byEntity;
  return byEntity === undefined ? {} : asObject(byEntity, "a variable's places");
}

function cellsOf(answer: Answer, indicators: readonly RemoteIndicator[], areas: readonly string[]): readonly Cell[] {
  const body = bodyOf(answer);
  const facets = facetsOf(body);
  return indicators.flatMap((indicator) => {
    const byEntity = entitiesOf(body, indicator.upstreamId);
    return areas.flatMap((area) => {
      const there = byEntity[DCIDS.get(area) ?? ""];
      const about = { indicator: indicator.upstreamId, area };
      return there === undefined ? [] : cellsOfSeries(there, facets, pinnedOf(indicator), about);
    });
  });
}
