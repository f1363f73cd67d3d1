import type { AreaTypeCode } from "../../schema/values/enums";
import { asList, asObject, asText, json, unexpected } from "../core/decode";
import { grouped, periodKey } from "../core/packing";
import { faultOf, fetchOne, lookup, type Plan } from "../core/plan";
import { type CataloguePage, type Cell, defineSource, type Failed, type Observed, type Want } from "../core/source";
import { type Asked, askedFor, gather, type Tally, tallyOf } from "./police-uk/asking";
import { ALL, countedBy, EVERY_KNOWN, idsOf, indicatorsOfCategory, WELL_KNOWN } from "./police-uk/indicators";
import { type MonthsWanted, monthsWanted, periodOfMonth } from "./police-uk/months";

const HOUR = 3_600_000;
/** Kinds whose count the anonymised points make rough. */
const SMALL: readonly AreaTypeCode[] = ["OA", "LSOA", "MSOA", "WD", "PAR", "CED"];

export default defineSource({
  id: "police-uk",
  name: "data.police.uk",
  publisher: "Police.uk",
  homepage: "https://data.police.uk/",
  documentation: "https://data.police.uk/docs/",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution: "Contains data from data.police.uk licensed under the Open Government Licence v3.0.",
  },
  baseUrl: "https://data.police.uk/api/",
  limits: {
    // A bucket of 30 that leaks 15 a second holds whatever stays under 30 in any two seconds; two are kept back.
    rates: [{ requests: 28, perMs: 2_000 }],
    maxConcurrent: 4,
    timeoutMs: 60_000,
    retries: 2,
    maxBytes: 16_000_000,
    about:
      "15 requests a second, 30 at once; 10,000 crimes a request (data.police.uk/docs, seen 2026-08). One area and month a request: " +
      "areas times months cannot be joined. Requests for a large city can take a minute.",
  },
  freshness: {
    freshMs: 24 * HOUR,
    revalidateMs: 14 * 24 * HOUR,
    keepMs: 400 * 24 * HOUR,
    about: "A month is added about once a month, some two months late; closed months change little.",
  },
  // Not regions and countries: they hold so many crimes that hundreds of requests a month would be needed.
  areaTypes: [
    "UA",
    "NMD",
    "MD",
    "LONB",
    "LGD",
    "CTY",
    "MCTY",
    "CAUTH",
    "PFA",
    "FRA",
    "PCON",
    "SENEDD_CONSTITUENCY",
    ...SMALL,
  ],
  nations: ["E", "W", "N"],
  revision: 1,
  needs: ["boundary", "population"],
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: ALL,
    areas: [{ code: "E06000016", kind: "UA", name: "Leicester" }],
    period: { latest: 1 },
    atLeast: 1,
  },
  quirks: [
    "There are no areas and no totals: the hub sends an area's boundary and counts the crimes that come back, all categories from one answer.",
    "503 means more than 10,000 crimes: the area is asked for again in quarters, and crimes on a seam count once, by their number.",
    "An outage answers 503 as well: until something is answered, one area only is cut, twice at most.",
    "An empty list means no crime, a force that sent nothing, and a place outside the service alike: where no territorial force has a crime in the area and month, the hub gives no figure.",
    "Greater Manchester Police has sent no whole figures from July 2019 on (reported until 2023-09).",
    "Only the newest 36 months are answered; older ones give 500 (seen 2026-09).",
    "Coordinates are texts, latitude before longitude; a wrong order answers an empty list, not an error.",
    "A question takes one ring: an area of several parts, or of more than 10,000 points, is asked for by a hull around it, and the hub keeps the crimes inside the boundary itself.",
    "Rates are the hub's own: crimes for every 1,000 residents, by the newest mid-year estimate that is not after the month's year.",
  ],

  *observe(given: readonly Want[]): Plan<Observed> {
    const wants = given.filter((want) => want.breakdown.length === 0); // nothing here is broken down
    const latest = yield* newestMonth();
    const months = new Map(wants.map((want) => [periodKey(want.period), monthsWanted(want.period, latest)]));
    const asked = new Map<string, Asked>();
    for (const want of wants) {
      for (const month of months.get(periodKey(want.period))?.asked ?? []) {
        for (const area of want.areas) {
          const key = keyOf(area.code, month);
          if (!asked.has(key)) asked.set(key, askedFor(area, month));
        }
      }
    }
    yield* gather([...asked.values()]);
    const failed = failuresOf([...asked.values()]);
    const tallies = new Map([...asked].map(([key, its]) => [key, tallyOf(its)]));
    const seen = new Map(
      [...grouped([...asked], ([, { month }]) => month)].map(([month, its]) => [
        month,
        new Set(its.flatMap(([key]) => [...(tallies.get(key)?.byCategory.keys() ?? [])])),
      ]),
    );
    const unseen = yield* unseenCategories(wants, months, seen);
    const also = alsoAnswered(wants, months, seen);
    const cells = new Map<string, Cell>();
    for (const want of [...wants, ...also]) {
      const { asked: inside = [], absent = [] } = months.get(periodKey(want.period)) ?? {};
      const indicator = want.indicator.upstreamId;
      for (const { code } of want.areas) {
        for (const { month, missing, note } of absent) {
          const cell = { indicator, area: code, period: periodOfMonth(month), value: null, missing, notes: [note] };
          cells.set(`${indicator}|${keyOf(code, month)}`, cell);
        }
        for (const month of inside) {
          const its = asked.get(keyOf(code, month));
          const tally = tallies.get(keyOf(code, month));
          const status = unseen.status.get(keyOf(countedBy(indicator).category, month));
          if (its?.fault !== undefined || status === "UNKNOWN") continue;
          if (its === undefined || tally === undefined) continue;
          cells.set(`${indicator}|${keyOf(code, month)}`, cellOf(indicator, its, tally, status === "NOT_LISTED"));
        }
      }
    }
    return { cells: [...cells.values()], failed: [...failed, ...unseen.failed], also };
  },

  *catalogue(): Plan<CataloguePage> {
    const latest = yield* newestMonth();
    const listed = yield* categoriesOf(latest);
    const indicators = listed.flatMap(({ url, name }) => indicatorsOfCategory(url, name, latest));
    return { indicators, total: indicators.length };
  },
});

function keyOf(code: string, month: string): string {
  return `${code}|${month}`;
}

/** The newest month that there is, yyyy-mm. The day in the answer is always the first. */
function* newestMonth(): Plan<string> {
  return yield* lookup("newest-month", 6 * HOUR, function* () {
    const answer = yield* fetchOne({ path: "crime-last-updated", accept: "application/json" });
    const date = asText(asObject(json(answer), "the date of the last update").date, "the date of the last update");
    if (!/^20\d{2}-(0[1-9]|1[0-2])-\d{2}$/.test(date)) throw unexpected("the date of the last update is none");
    return date.slice(0, 7);
  });
}

interface Category {
  readonly url: string;
  readonly name: string;
}

/** The categories in use in a month. */
function* categoriesOf(month: string): Plan<readonly Category[]> {
  return yield* lookup(`categories:${month}`, 30 * 24 * HOUR, function* () {
    const answer = yield* fetchOne({ path: "crime-categories", query: { date: month }, accept: "application/json" });
    const listed = asList(json(answer), "the list of categories").map((each) => {
      const row = asObject(each, "a category");
      return { url: asText(row.url, "a category's id"), name: asText(row.name, "a category's name") };
    });
    if (!listed.some(({ url }) => url === ALL) || listed.some(({ url }) => !/^[a-z0-9-]{1,100}$/.test(url)))
      throw unexpected("the list of categories is not one");
    return listed;
  });
}

type SeenByMonth = ReadonlyMap<string, ReadonlySet<string>>;
type MonthsByPeriod = ReadonlyMap<string, MonthsWanted>;

/**
 * Wanted categories that no crime of a month has: none happened, or there was no such category then, which its list tells. By category
 * and month: NOT_LISTED, UNKNOWN where the list could not be had; nothing where nought is the figure.
 */
function* unseenCategories(
  wants: readonly Want[],
  months: MonthsByPeriod,
  seen: SeenByMonth,
): Plan<{ readonly status: ReadonlyMap<string, "NOT_LISTED" | "UNKNOWN">; readonly failed: readonly Failed[] }> {
  const status = new Map<string, "NOT_LISTED" | "UNKNOWN">();
  const failed: Failed[] = [];
  const open = new Map<string, Set<string>>();
  for (const { indicator, period } of wants) {
    const { category } = countedBy(indicator.upstreamId);
    for (const month of months.get(periodKey(period))?.asked ?? []) {
      const categories = seen.get(month);
      // Where no crime at all was counted there is no figure, and nothing to ask about.
      if (category === ALL || categories === undefined || categories.size === 0 || categories.has(category)) continue;
      open.set(month, (open.get(month) ?? new Set()).add(category));
    }
  }
  for (const [month, categories] of open) {
    try {
      const listed = new Set((yield* categoriesOf(month)).map(({ url }) => url));
      for (const category of categories) if (!listed.has(category)) status.set(keyOf(category, month), "NOT_LISTED");
    } catch (error) {
      for (const category of categories) status.set(keyOf(category, month), "UNKNOWN");
      failed.push({ fault: faultOf(error), indicators: [...categories].flatMap(idsOf) });
    }
  }
  return { status, failed };
}

/** What the answers say of other categories too: of those that occur in every month in question, so that a nought is known to be one. */
function alsoAnswered(wants: readonly Want[], months: MonthsByPeriod, seen: SeenByMonth): readonly Want[] {
  return [...grouped(wants, (want) => periodKey(want.period))].flatMap(([key, like]) => {
    const period = like[0]?.period;
    const asked = months.get(key)?.asked ?? [];
    if (period === undefined || asked.length === 0) return [];
    const areas = [...new Map(like.flatMap((want) => want.areas).map((area) => [area.code, area])).values()];
    return EVERY_KNOWN.flatMap((indicator) => {
      const { category } = countedBy(indicator.upstreamId);
      if (category !== ALL && !asked.every((month) => seen.get(month)?.has(category))) return [];
      const wanted = like.filter((want) => want.indicator.upstreamId === indicator.upstreamId);
      const has = new Set(wanted.flatMap((want) => want.areas.map((area) => area.code)));
      const others = areas.filter((area) => !has.has(area.code));
      return others.length === 0 ? [] : [{ indicator, areas: others, period, breakdown: [] }];
    });
  });
}

function failuresOf(asked: readonly Asked[]): readonly Failed[] {
  return asked.flatMap(({ area, fault }) => (fault === undefined ? [] : [{ fault, areas: [area.code] }]));
}

function cellOf(indicator: string, asked: Asked, tally: Tally, notListed: boolean): Cell {
  const { area, month } = asked;
  const { category, isRate } = countedBy(indicator);
  const about = { indicator, area: area.code, period: periodOfMonth(month) };
  const absent = (note: string): Cell => ({ ...about, value: null, missing: "NOT_AVAILABLE", notes: [note] });
  if (!tally.ofForce) {
    return absent(
      "The service has no crime of a territorial force for this area and month. It answers the same where nothing happened and where " +
        "the force sent no figures, so no count is given.",
    );
  }
  if (notListed) return absent("The police had no such category in that month.");
  const count = category === ALL ? tally.total : (tally.byCategory.get(category) ?? 0);
  const notes = notesOn(asked);
  if (!isRate) return { ...about, value: count, ...(notes.length === 0 ? {} : { notes }) };
  const year = [...(area.population?.keys() ?? [])]
    .filter((each) => each <= Number(month.slice(0, 4)))
    .sort()
    .at(-1);
  const residents = year === undefined ? undefined : area.population?.get(year);
  if (residents === undefined || residents <= 0)
    return absent("The hub has no count of residents of this area for the month's year or before.");
  const method = `Worked out by the hub: ${count} for ${residents} residents (mid-${year} estimate), for every 1,000.`;
  return {
    ...about,
    value: (count / residents) * 1_000,
    numerator: count,
    denominator: residents,
    notes: [method, ...notes],
  };
}

/** Codes of Greater Manchester and its boroughs, whose force is known to send too little. */
const GREATER_MANCHESTER = /^(E0800000[1-9]|E08000010|E11000001|E47000001|E23000005)$/;

function notesOn({ area }: Asked): readonly string[] {
  return [
    ...(SMALL.includes(area.kind)
      ? ["Crimes are placed at anonymised points nearby, so the count of a small area is not exact."]
      : []),
    ...(GREATER_MANCHESTER.test(area.code)
      ? [
          "Greater Manchester Police has sent no whole figures from July 2019 on (reported until 2023-09): the count may be far too low.",
        ]
      : []),
  ];
}
