import { chunks, grouped, indicatorsOf } from "../core/packing";
import { faultOf, fetchEach, type Plan, type Result, type UpstreamRequest } from "../core/plan";
import {
  type AreaRef,
  type Cell,
  defineSource,
  type Failed,
  type Observed,
  SourceFault,
  type Want,
} from "../core/source";
import { areaOf, areaTypes, availability, forcedTypes, KINDS, typesToAsk } from "./fingertips/areas";
import { bulkFigures, bulkRequest } from "./fingertips/bulk";
import { cataloguePage, WELL_KNOWN } from "./fingertips/catalogue";
import type { Figure } from "./fingertips/figures";
import { hasNotes, latestFigures, latestRequest, valueNotes } from "./fingertips/latest";
import { aloneIn, breakdownFor, factsOf } from "./fingertips/members";
import { fingertipsPeriod } from "./fingertips/periods";

const HOUR = 3_600_000;
/** Published: 100 indicators a call. */
const MOST = 100;
/** Indicators of one bulk answer: one alone was 2.3 MB, so that 100 would be beyond 100 MB. */
const BULK = 10;

/** One request, and what of the wants it answers. */
interface Ask {
  readonly request: UpstreamRequest;
  readonly wants: readonly Want[];
  readonly areas: readonly AreaRef[];
  /** One area's newest figures, where the request is for these. */
  readonly latestOf?: string;
}

export default defineSource({
  id: "fingertips",
  name: "Fingertips: public health profiles",
  publisher: "Office for Health Improvement and Disparities",
  homepage: "https://fingertips.phe.org.uk/",
  documentation: "https://fingertips.phe.org.uk/api",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution: "Office for Health Improvement and Disparities, Public Health Profiles. Licensed under the OGL v3.0.",
  },
  baseUrl: "https://fingertips.phe.org.uk/api/",
  limits: {
    rates: [{ requests: 4, perMs: 1_000 }],
    maxConcurrent: 3,
    timeoutMs: 60_000,
    retries: 2,
    maxBytes: 96_000_000,
    about:
      "100 indicators a call. A rate limit was added in 2025-12 without numbers (the publisher's page on new service updates): the hub " +
      "makes 4 requests a second, 3 at once, and asks for 10 indicators a bulk answer, since one alone is up to 2.3 MB.",
  },
  freshness: {
    freshMs: 24 * HOUR,
    revalidateMs: 7 * 24 * HOUR,
    keepMs: 180 * 24 * HOUR,
    about: "Profiles are updated on the first Tuesday of the month or quarter; most indicators are of whole years.",
  },
  areaTypes: KINDS,
  nations: ["E"],
  revision: 1,
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: "90366",
    areas: [
      { code: "E08000009", kind: "MD", name: "Trafford" },
      { code: "E92000001", kind: "CTRY", name: "England" },
    ],
    period: { latest: 1 },
    atLeast: 2,
  },
  quirks: [
    "A bulk answer cannot be narrowed to areas or periods: it holds all of both, and everything in it is kept.",
    "With England as the parent every England row comes twice (703 of 7,208 rows, recorded 2025-07); with regions once.",
    "Names may hold line feeds inside quotes, and rows may lack their last field (recorded 2020-12).",
    "The name of the column that compares with regions changes from year to year: columns are found by name, and that one is not read.",
    "Cornwall and the Isles of Scilly, and Hackney and the City of London, are published together: one has the figure, both have the note.",
    'No value comes with a note that says why; limits of -1 beside it stand for none. In the JSON form no value is -1, written "-".',
    "An unhandled error of the service is a body of no bytes with status 200; unknown indicators were left out in silence in 2020.",
    "Numbers of area types are versions of boundaries: the newest that an indicator has figures for is asked for.",
    "Which way is better may differ between profiles of one indicator: it is taken only where the indicator's own metadata says it.",
    "An indicator's sexes and ages are not listed anywhere: those of which there is only one are part of the indicator, others are breakdowns.",
    "The newest figures of one area without a breakdown come from the JSON form, which has no deprivation categories.",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const types = yield* areaTypes();
    const available = yield* availability();
    const elsewhere = wants.flatMap((want) =>
      forcedTypes(want.areas, types, available[want.indicator.upstreamId] ?? []),
    );
    const asks = asksFor(wants, (indicator, areas) => typesToAsk(areas, types, available[indicator] ?? [], elsewhere));
    const results = yield* fetchEach(asks.map((ask) => ask.request));
    const cells = new Map<string, Cell>();
    const failed: Failed[] = [];
    const also: Want[] = [];
    for (const [place, ask] of asks.entries()) {
      try {
        const figures = yield* figuresOf(ask, results[place]);
        for (const indicator of indicatorsOf(ask.wants)) {
          const its = figures.filter((figure) => figure.indicator === indicator.upstreamId);
          const wanted = ask.wants.filter((want) => want.indicator.upstreamId === indicator.upstreamId);
          try {
            // A table holds every indicator that is published for its areas; the newest of one area may not.
            if (its.length === 0 && ask.latestOf === undefined) throw left(indicator.upstreamId);
            for (const cell of cellsOf(wanted, its)) {
              const key = [cell.indicator, cell.area, cell.period, JSON.stringify(cell.breakdown ?? {})].join("|");
              if (!cells.has(key)) cells.set(key, cell); // an area in two tiers comes in both answers
            }
            if (ask.latestOf === undefined) also.push(...wholeOf(wanted, its));
          } catch (error) {
            failed.push(failure(ask, faultOf(error), [indicator.upstreamId]));
          }
        }
      } catch (error) {
        failed.push(
          failure(
            ask,
            faultOf(error),
            indicatorsOf(ask.wants).map((each) => each.upstreamId),
          ),
        );
      }
    }
    const note =
      also.length > 0 ? { note: "Fingertips sends whole tables: all areas and periods of what was asked." } : {};
    return { cells: [...cells.values()], failed, also, ...note };
  },

  catalogue: cataloguePage,
});

/** The requests that answer these wants, as few as they can be: whole tables, or the newest figures area by area where that is no more. */
function asksFor(
  wants: readonly Want[],
  typesOf: (indicator: string, areas: readonly AreaRef[]) => ReadonlyMap<number, readonly AreaRef[]>,
): readonly Ask[] {
  const tables = [...grouped(wants, (want) => want.indicator.upstreamId)].flatMap(([indicator, some]) => {
    const areas = [...new Map(some.flatMap((want) => want.areas.map((area) => [area.code, area]))).values()];
    return [...typesOf(indicator, areas)].map(([type, its]) => ({ indicator, type, areas: its, wants: some }));
  });
  return [...grouped(tables, (table) => table.type)].flatMap(([type, some]) => {
    const whole = chunks(some, BULK).map((part): Ask => {
      const request = bulkRequest(
        part.map((table) => table.indicator),
        type,
      );
      return { request, wants: part.flatMap((table) => table.wants), areas: part.flatMap((table) => table.areas) };
    });
    if (!some.every((table) => table.wants.every(isPlainLatest))) return whole;
    const single = [
      ...grouped(
        some.flatMap((table) => table.areas.map((area) => ({ area, table }))),
        ({ area }) => area.code,
      ),
    ].flatMap(([code, pairs]) =>
      chunks(pairs, MOST).map((part): Ask => {
        const request = latestRequest(
          part.map(({ table }) => table.indicator),
          code,
          typeOfArea(code, type),
        );
        return {
          request,
          wants: part.flatMap(({ table }) => table.wants),
          areas: part.slice(0, 1).map(({ area }) => area),
          latestOf: code,
        };
      }),
    );
    return single.length <= whole.length ? single : whole;
  });
}

/** The JSON form wants the area's own type: England and regions come along in the tables of the types below them. */
function typeOfArea(code: string, type: number): number {
  return code.startsWith("E92") ? 15 : code.startsWith("E12") ? 6 : type;
}

function isPlainLatest({ period, breakdown }: Want): boolean {
  return "latest" in period && period.latest === 1 && breakdown.length === 0;
}

function* figuresOf(ask: Ask, result: Result | undefined): Plan<readonly Figure[]> {
  if (result === undefined) throw new SourceFault("BAD_SHAPE", "A part of the publisher's answer is missing.");
  if (!result.ok) throw result.fault;
  const { answer } = result;
  const indicators = indicatorsOf(ask.wants).map((each) => each.upstreamId);
  if (ask.latestOf === undefined) return bulkFigures(answer, indicators);
  return latestFigures(answer, indicators, ask.latestOf, hasNotes(answer) ? yield* valueNotes() : {});
}

/** The list of available data has the indicator for these areas: an answer without it is not whole. */
function left(indicator: string): SourceFault {
  return new SourceFault("BAD_SHAPE", `The publisher's answer leaves out indicator ${indicator}, which it lists.`);
}

/** Figures of one indicator as cells, once for each choice of breakdowns. Throws BAD_SHAPE for a period that is none that is known. */
function cellsOf(wants: readonly Want[], figures: readonly Figure[]): readonly Cell[] {
  const [first] = wants;
  if (first === undefined) return [];
  const { yearType } = factsOf(first.indicator);
  const alone = aloneIn(figures.map((figure) => figure.members));
  return figures.flatMap((figure) => {
    if (areaOf(figure.area, figure.areaName) === undefined) return [];
    const period = fingertipsPeriod(figure.period, yearType);
    if (period === undefined) {
      throw new SourceFault("BAD_SHAPE", `A period of indicator ${figure.indicator} is none that the hub knows.`);
    }
    const forms = new Map(
      wants.map((want) => {
        const breakdown = breakdownFor(figure.members, alone, want);
        return [JSON.stringify(breakdown), breakdown] as const;
      }),
    );
    return [...forms.values()].map(
      (breakdown): Cell => ({
        indicator: figure.indicator,
        area: figure.area,
        period,
        ...(Object.keys(breakdown).length === 0 ? {} : { breakdown }),
        ...figure.cell,
      }),
    );
  });
}

/** What a whole table answers beside what was asked: all periods of all its areas, in each choice of breakdowns that was asked for. */
function wholeOf(wants: readonly Want[], figures: readonly Figure[]): readonly Want[] {
  const areas = new Map(
    figures.flatMap(({ area, areaName }) => {
      const found = areaOf(area, areaName);
      return found === undefined ? [] : [[area, found] as const];
    }),
  );
  const choices = new Map(wants.map((want) => [JSON.stringify(want.breakdown), want]));
  return [...choices.values()].map(({ indicator, breakdown }) => ({
    indicator,
    breakdown,
    areas: [...areas.values()],
    period: {},
  }));
}

function failure({ areas }: Ask, fault: SourceFault, indicators: readonly string[]): Failed {
  return { fault, indicators, areas: [...new Set(areas.map((area) => area.code))] };
}
