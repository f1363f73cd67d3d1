import { unexpected } from "../core/decode";
import { grouped } from "../core/packing";
import { type Answer, bisect, faultOf, fetchEach, fetchOne, lookup, type Plan } from "../core/plan";
import { type CataloguePage, type Cell, defineSource, type Failed, type Observed, type Want } from "../core/source";
import { sdmxCsv } from "../formats/sdmx-csv";
import { sdmxJson } from "../formats/sdmx-json";
import { constraintOf } from "../formats/sdmx-xml";
import { type Asking, askingOf, type Bundle, bundlesOf, cellsOf, dimensionsIn, figures } from "./sdmx/asking";
import { pageOfFlow } from "./sdmx/catalogue";
import { FLOWS, type Flow, WELL_KNOWN } from "./sdmx/flows";
import { settled } from "./sdmx/waiting";

const HOUR = 3_600_000;
export default defineSource({
  id: "sdmx",
  name: "Eurostat and OECD (SDMX)",
  publisher: "Eurostat; Organisation for Economic Co-operation and Development",
  homepage: "https://ec.europa.eu/eurostat",
  documentation: "https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-introduction",
  licence: {
    code: "CC-BY-4.0",
    label: "Creative Commons Attribution 4.0 International",
    url: "https://creativecommons.org/licenses/by/4.0/",
    attribution: "Source: Eurostat; OECD.",
  },
  baseUrl: "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/",
  otherBases: {
    async: "https://ec.europa.eu/eurostat/api/dissemination/1.0/",
    oecd: "https://sdmx.oecd.org/public/rest/",
  },
  limits: {
    rates: [{ requests: 5, perMs: 1_000 }],
    ratesOfBase: { oecd: [{ requests: 60, perMs: HOUR }] },
    maxConcurrent: 2,
    timeoutMs: 60_000,
    retries: 2,
    maxBytes: 64_000_000,
    about:
      "Eurostat answers up to 500,000 cells at once, makes larger tables ready in the background, and refuses more than 5,000,000 " +
      "(seen 2026-08); no rate is published: the hub keeps to 5 requests a second. The OECD allows 60 downloads an hour (seen 2026-06).",
  },
  freshness: {
    freshMs: 12 * HOUR,
    revalidateMs: 7 * 24 * HOUR,
    keepMs: 365 * 24 * HOUR,
    about:
      "Eurostat publishes at 11:00 and 23:00 Brussels time; figures of the United Kingdom end with 2020 in most tables.",
  },
  areaTypes: ["UK", "CTRY", "RGN"],
  nations: ["K", "E", "W", "S", "N"],
  revision: 1,
  brings: { everyPeriod: true },
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: "ESTAT:NAMA_10_GDP:A.CP_MEUR.B1GQ",
    areas: [{ code: "K02000001", kind: "UK", name: "United Kingdom" }],
    period: { from: "2015-01-01", to: "2019-12-31" },
    atLeast: 4,
  },
  quirks: [
    "Places go by NUTS codes at Eurostat (UK, UKC to UKN) and ISO codes at the OECD (GBR); England as a whole has none.",
    "Eurostat refuses a whole question for one code that the table has not: codes are checked against the table's own list first.",
    "A large question comes back with status 200 and a queue in place of figures: it is asked after for half a minute, then given up with a word to come back later.",
    "No match is status 404 with the code 100, or an empty table; other 404s are faults.",
    "Addresses in answers are never followed.",
    "The OECD counts downloads: its one flow is not harvested, and every period comes at once.",
    "Half-years have no period in the hub: such series are left out of the catalogue.",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const cells: Cell[] = [];
    const failed: Failed[] = [];
    const bundles: Bundle[] = [];
    const askings = wants.flatMap((want) => askingOf(want) ?? []);
    for (const [flow, some] of grouped(askings, (asking) => asking.flow)) {
      try {
        bundles.push(...bundlesOf(yield* thatCanBe(flow, some)));
      } catch (error) {
        failed.push({ fault: faultOf(error), indicators: some.map((asking) => asking.indicator) });
      }
    }
    const results = yield* fetchEach(bundles.map(figures));
    for (const [place, bundle] of bundles.entries()) {
      const result = results[place];
      try {
        if (result === undefined) throw unexpected("a part of it is missing");
        if (!result.ok) throw result.fault;
        cells.push(...(yield* cellsIn(result.answer, bundle)));
      } catch (error) {
        const fault = faultOf(error);
        if (fault.code !== "REFUSED" || bundle.length === 1) {
          failed.push({ fault, indicators: bundle.map((asking) => asking.indicator) });
          continue;
        }
        const half = Math.ceil(bundle.length / 2);
        for (const part of [bundle.slice(0, half), bundle.slice(half)]) {
          const split = yield* bisect(part, function* (few) {
            const [first, ...others] = few;
            if (first === undefined) return [];
            return yield* cellsIn(yield* fetchOne(figures([first, ...others])), [first, ...others]);
          });
          cells.push(...split.read.flat());
          failed.push(
            ...split.failed.map(({ things, fault: why }) => ({
              fault: why,
              indicators: things.map((asking) => asking.indicator),
            })),
          );
        }
      }
    }
    return { cells, failed };
  },

  *catalogue(cursor: string | undefined): Plan<CataloguePage> {
    const at = cursor === undefined ? 0 : Number(cursor);
    const flow = FLOWS[at];
    if (flow === undefined) return { indicators: [] };
    const known = WELL_KNOWN.filter((indicator) => indicator.facts?.flow === flow.id);
    const indicators = flow.agency === "ESTAT" ? yield* pageOfFlow(flow, known) : known;
    return { indicators, ...(at + 1 < FLOWS.length ? { next: String(at + 1) } : {}) };
  },
});

/** Askings without the places and codes that Eurostat's table has not; those of which nothing is left, left out. */
function* thatCanBe(flow: Flow, askings: readonly Asking[]): Plan<readonly Asking[]> {
  if (flow.agency !== "ESTAT") return askings;
  const there = yield* lookup(`codes of ${flow.id}`, 24 * HOUR, () => codesOf(flow));
  const has = (id: string, code: string): boolean => there[id] === undefined || there[id].includes(code);
  return askings.flatMap((asking) => {
    const places = asking.places.filter((place) => has(flow.area, place));
    const codes = new Map([...asking.codes].map(([id, some]) => [id, some.filter((code) => has(id, code))]));
    return places.length === 0 || [...codes.values()].some((some) => some.length === 0)
      ? []
      : [{ ...asking, places, codes }];
  });
}

function* codesOf(flow: Flow): Plan<Readonly<Record<string, readonly string[]>>> {
  return constraintOf(yield* fetchOne({ path: `contentconstraint/ESTAT/${flow.id}`, accept: "application/xml" }));
}

/** The cells of an answer, in whichever of the formats it came; waits for a table that is being made ready. */
function* cellsIn(answer: Answer, bundle: Bundle): Plan<readonly Cell[]> {
  const found = yield* settled(answer);
  if (found === undefined) return [];
  const rows = found.text.trimStart().startsWith("{") ? sdmxJson(found) : sdmxCsv(found, dimensionsIn(bundle));
  return cellsOf(bundle, rows);
}
