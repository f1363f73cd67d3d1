import { areasOf, grouped, indicatorsOf } from "../core/packing";
import { faultOf, type Plan } from "../core/plan";
import { type CataloguePage, defineSource, type Observed, type RemoteIndicator, type Want } from "../core/source";
import { readDatasets, wantedIn } from "./statswales/asking";
import { cataloguePage, type StatsWalesFacts } from "./statswales/catalogue";
import { type ODataFacts, odataFacts, readTable } from "./statswales/odata";
import * as terms from "./statswales/terms";

const DAY = 86_400_000;
const ODATA = "odata/";
const RECYCLING = "f9314a75-6c2b-4baf-b8ef-383a2bc06125";
const RECYCLED = "Percentage of Waste Reused/Recycled/Composted (Statutory Target)";

export default defineSource({
  id: "statswales",
  name: "StatsWales",
  publisher: "Welsh Government",
  homepage: "https://stats.gov.wales/",
  documentation: "https://api.stats.gov.wales/v2/docs/",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution: "Welsh Government, StatsWales. Contains public sector information licensed under the OGL v3.0.",
  },
  baseUrl: "https://api.stats.gov.wales/v2/",
  otherBases: { odata: "https://open.statswales.gov.wales/en-gb/" },
  limits: {
    rates: [{ requests: 90, perMs: 60_000 }],
    ratesOfBase: { odata: [{ requests: 5, perMs: 1_000 }] },
    maxConcurrent: 4,
    timeoutMs: 60_000,
    retries: 2,
    maxBytes: 32_000_000,
    about:
      "100 requests a minute and 10,000 rows a page (server's source, read 2026-07); the hub keeps to 90. A question takes two requests: " +
      "one to set its filter, one for its rows. The old OData service gives 1,000 rows a page (recorded 2021).",
  },
  freshness: {
    freshMs: DAY,
    revalidateMs: 7 * DAY,
    keepMs: 365 * DAY,
    about: "Data sets are revised when they are published, at half past nine; most of them once a year.",
  },
  areaTypes: ["UK", "CTRY", "RGN", "LAD", "LTLA", "UTLA", "UA", "PCON", "WD", "LSOA", "MSOA", "PFA"],
  nations: ["W", "E", "S", "N", "K"],
  revision: 1,
  brings: { everyPeriod: true },
  wellKnown: [
    {
      upstreamId: `${RECYCLING}/${terms.slug(RECYCLED)}`,
      name: "Waste reused, recycled or composted (statutory target)",
      unit: terms.unitOf(RECYCLED),
      decimalPlaces: 1,
      valueType: "PERCENTAGE",
      frequency: "ANNUALLY",
      periodType: "FINANCIAL_YEAR",
      areaTypes: ["CTRY", "UA"],
      dataset: {
        upstreamId: RECYCLING,
        title: "Local authority municipal waste: percentage reused, recycled or composted",
        homepage: `https://stats.gov.wales/en-GB/${RECYCLING}`,
      },
      identifiers: [{ scheme: "STATSWALES_DATASET", value: RECYCLING }],
      facts: { dataset: RECYCLING, measure: RECYCLED } satisfies StatsWalesFacts,
    },
    oldTable("Pop", "Population (mid-year estimates)", "people", "people"),
    oldTable("Dens", "Population density", "persons-per-square-kilometre", "persons per square kilometre"),
  ],
  sample: {
    indicator: `${RECYCLING}/${terms.slug(RECYCLED)}`,
    areas: [{ code: "W06000015", kind: "UA", name: "Cardiff" }],
    period: { latest: 1 },
    atLeast: 1,
  },
  quirks: [
    "The API ignores the wish for raw column names and codes: rows come in words whatever is asked (seen by its clients 2026-07), so both are read.",
    "Filters go by the names of the table's own columns; where these are refused (400), by the names that people read.",
    "A filter belongs to one revision of a data set: it is set anew for each question.",
    "Where a note says that there is no figure (c, x, z, w), there is none, even if the table holds a number.",
    "Significance at the 5, 1 and 0.1 % level is a note.",
    "Archived data sets are left out of the catalogue.",
    "Names of measures are part of the ids: the API's rows do not carry their codes.",
    "The old OData service was said to be retired in August 2024: its two tables here are for those who have a copy of it.",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const old = wants.filter(({ indicator }) => indicator.upstreamId.startsWith(ODATA));
    const ours = wants.filter(({ indicator }) => !indicator.upstreamId.startsWith(ODATA));
    const { cells, failed } = yield* readDatasets(ours);
    for (const own of grouped(old, ({ indicator }) => odataFacts(indicator).table).values()) {
      try {
        cells.push(...(yield* readTable(indicatorsOf(own), areasOf(own), wantedIn(own))));
      } catch (error) {
        const indicators = indicatorsOf(own).map(({ upstreamId }) => upstreamId);
        failed.push({ fault: faultOf(error), indicators });
      }
    }
    return { cells, failed };
  },

  *catalogue(cursor: string | undefined): Plan<CataloguePage> {
    return yield* cataloguePage(cursor);
  },
});

function oldTable(measure: string, name: string, unit: string, label: string): RemoteIndicator {
  return {
    upstreamId: `${ODATA}popu1009/${measure}`,
    name,
    caveats: ["From the old StatsWales service, which was said to be retired in August 2024."],
    unit: { code: unit, label },
    decimalPlaces: measure === "Pop" ? 0 : 1,
    valueType: measure === "Pop" ? "COUNT" : "RATIO",
    frequency: "ANNUALLY",
    periodType: "SNAPSHOT",
    areaTypes: ["CTRY", "UA"],
    dataset: { upstreamId: `${ODATA}popu1009`, title: "Population density by local authority and year" },
    facts: {
      table: "popu1009",
      area: "Localauthority",
      time: "Year",
      measureColumn: "Measure",
      measure,
    } satisfies ODataFacts,
  };
}
