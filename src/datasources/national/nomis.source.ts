import { grouped } from "../core/packing";
import { faultOf, type Plan } from "../core/plan";
import { defineSource, type Failed, type Observed, type SourceFault, type Want } from "../core/source";
import { type Ask, asksFor, codesOf, datesOf, type Part, ROWS, rowsOf } from "./nomis/asking";
import { cataloguePage } from "./nomis/catalogue";
import { factsOf } from "./nomis/facts";
import { areaIds } from "./nomis/geography";
import { WELL_KNOWN } from "./nomis/indicators";
import { answersTo } from "./nomis/reading";

const HOUR = 3_600_000;

export default defineSource({
  id: "nomis",
  name: "Nomis",
  publisher: "Office for National Statistics",
  homepage: "https://www.nomisweb.co.uk/",
  documentation: "https://www.nomisweb.co.uk/api/v01/help",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution:
      "Office for National Statistics (Nomis). Contains public sector information licensed under the OGL v3.0.",
  },
  baseUrl: "https://www.nomisweb.co.uk/api/v01/",
  key: {
    variables: ["OUTTURN_NOMIS_UID"],
    required: false,
    about: "A free account at nomisweb.co.uk shows its API identifier: 100,000 rows an answer in place of 25,000.",
    sign: ({ url, headers }, keys) => {
      const signed = new URL(url);
      const uid = keys.OUTTURN_NOMIS_UID;
      if (uid !== undefined) signed.searchParams.set("uid", uid);
      return { url: signed.href, headers };
    },
  },
  limits: {
    rates: [{ requests: 120, perMs: 60_000 }],
    maxConcurrent: 2,
    timeoutMs: 60_000,
    retries: 1,
    maxBytes: 32_000_000,
    about:
      "25,000 rows an answer, 100,000 with a key; longer ones are cut without a word (help pages, seen 2026-08). Requests at once are " +
      "restricted, by how many is not published: the hub makes 2 at once and 120 a minute. Read time-outs of 5 s are common (2026-02).",
  },
  freshness: {
    freshMs: 6 * HOUR,
    revalidateMs: 48 * HOUR,
    keepMs: 90 * 24 * HOUR,
    about:
      "Data sets are updated at 07:00 or 09:30 on days announced before: monthly (claimants), quarterly (survey), yearly.",
  },
  areaTypes: [
    "UK",
    "CTRY",
    "RGN",
    "CAUTH",
    "CTY",
    "MCTY",
    "UTLA",
    "LTLA",
    "LAD",
    "UA",
    "NMD",
    "MD",
    "LONB",
    "CA",
    "LGD",
    "LSIP",
    "PCON",
    "WD",
    "LSOA",
    "MSOA",
    "OA",
    "DATA_ZONE",
    "ICB",
    "SICBL",
    "PFA",
    "FRA",
    "SENEDD_CONSTITUENCY",
  ],
  nations: ["E", "W", "S", "N", "K"],
  revision: 1,
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: "NM_162_1",
    areas: [
      { code: "E08000009", kind: "MD", name: "Trafford" },
      { code: "K02000001", kind: "UK", name: "United Kingdom" },
    ],
    period: { latest: 1 },
    atLeast: 2,
  },
  quirks: [
    "A question that is wrong in any part (one stale area code, one unknown date) fails as a whole with status 200 and a body of one `error`: " +
      "codes are looked up in the data set's own lists first, and a call that still fails is asked again in halves.",
    "An answer of more than 25,000 rows is cut without a word: rows are counted against RECORD_COUNT, and further pages fetched.",
    "Of 428 GSS codes in an answer of 2023-06, 193 came twice, under the ids of two types of geography: each area is asked for under one id, " +
      "with the newest boundaries that have it.",
    "A dimension that is left out of a CSV query multiplies its rows by all its codes: every dimension is always named.",
    "`time=a,b` is a range and `date=a,b` a list.",
    "Nothing found is an empty body with status 200; a page of HTML means that Nomis is busy.",
    "The percentages of the Annual Population Survey come with half the width of their 95% interval as a measure of its own (21003): limits are the figure less and plus that.",
    "Data sets with several units or none, flows between two places, and dimensions of more than 300 members are not harvested.",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const failed: Failed[] = [];
    const asks: Ask[] = [];
    for (const [dataset, some] of grouped(wants, (want) => factsOf(want.indicator).dataset)) {
      try {
        const parts = yield* partsOf(dataset, some);
        for (const alike of grouped(parts, ({ codes }) => [...codes.keys()].sort().join()).values()) {
          asks.push(...asksFor(alike));
        }
      } catch (error) {
        failed.push(failure(some, faultOf(error)));
      }
    }
    const outcome = yield* answersTo(asks);
    const most = asks.reduce((rows, ask) => Math.max(rows, rowsOf(ask)), 0);
    const note = most > ROWS ? { note: "Nomis allows 25,000 rows an answer; the rest came in further calls." } : {};
    return { cells: outcome.cells, failed: [...failed, ...outcome.failed], ...note };
  },

  catalogue: cataloguePage,
});

/** The wants of one data set in Nomis's codes. What it has no area, date or member for is left out: an absence. */
function* partsOf(dataset: string, wants: readonly Want[]): Plan<readonly Part[]> {
  const areas = [...new Map(wants.flatMap((want) => want.areas.map((area) => [area.code, area]))).values()];
  const ids = yield* areaIds(dataset, areas);
  const parts: Part[] = [];
  for (const want of wants) {
    const facts = factsOf(want.indicator);
    const codes = codesOf(want);
    const own = new Map(
      want.areas.flatMap(({ code }) => {
        const id = ids.get(code);
        return id === undefined ? [] : [[code, id] as const];
      }),
    );
    if (codes === undefined || own.size === 0) continue;
    const dates = yield* datesOf(facts, want);
    if ("list" in dates && dates.list.length === 0) continue;
    parts.push({ want, facts, areas: own, codes, dates });
  }
  return parts;
}

function failure(wants: readonly Want[], fault: SourceFault): Failed {
  return {
    fault,
    indicators: wants.map((want) => want.indicator.upstreamId),
    areas: wants.flatMap((want) => want.areas.map((area) => area.code)),
  };
}
