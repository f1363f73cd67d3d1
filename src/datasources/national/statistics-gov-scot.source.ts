import { chunks, grouped } from "../core/packing";
import { faultOf, fetchEach, type Plan } from "../core/plan";
import {
  type AreaRef,
  type Cell,
  defineSource,
  type Failed,
  type Observed,
  SourceFault,
  type Want,
} from "../core/source";
import { type Asked, figures, isTooMuch, readFigures } from "./statistics-gov-scot/asking";
import { cataloguePage, WELL_KNOWN } from "./statistics-gov-scot/catalogue";
import { factsOf } from "./statistics-gov-scot/terms";

const DAY = 86_400_000;
/** More areas than this make a question that the service takes long to read: our own figure, none is published. */
const MOST_AREAS = 2_000;
/** How often one question is halved before it is given up: 2,000 areas come down to 32. */
const MOST_HALVINGS = 6;

export default defineSource({
  id: "statistics-gov-scot",
  name: "statistics.gov.scot",
  publisher: "Scottish Government",
  homepage: "https://statistics.gov.scot/",
  documentation: "https://statistics.gov.scot/help",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution:
      "Scottish Government, statistics.gov.scot. Contains public sector information licensed under the OGL v3.0.",
  },
  baseUrl: "https://statistics.gov.scot/",
  limits: {
    rates: [{ requests: 2, perMs: 1_000 }],
    maxConcurrent: 2,
    timeoutMs: 60_000,
    retries: 2,
    maxBytes: 32_000_000,
    about:
      "No limit is published. Answers that are too large are refused (recorded 2020-03), and the question is then asked again in halves; " +
      "the hub keeps to 2 requests a second, 2 at a time.",
  },
  freshness: {
    freshMs: DAY,
    revalidateMs: 7 * DAY,
    keepMs: 365 * DAY,
    about: "Data sets are replaced when their producers publish, at most monthly, most of them once a year.",
  },
  areaTypes: ["CTRY", "LAD", "LTLA", "UTLA", "CA", "DATA_ZONE", "MSOA", "WD", "PCON"],
  nations: ["S"],
  revision: 1,
  brings: { everyPeriod: true },
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: "average-household-size/ratio",
    areas: [{ code: "S12000005", kind: "CA", name: "Clackmannanshire" }],
    period: { latest: 1 },
    atLeast: 1,
  },
  quirks: [
    "A data set that does not exist answers 200 with a header and no rows (recorded 2020-03).",
    '"Response too large" comes as 400 in plain text after some seconds (recorded 2020-03); "Request Timeout" as well.',
    "Confidence limits are measures of their own, named 95-lower-confidence-limit and 95-upper-confidence-limit, and are joined to their figure.",
    "Suppressed figures are left out, hardly ever marked: what is not there is not available.",
    "Doubles are written 2.29E0.",
    "Areas, periods and members are addresses: their last part is the code.",
    "Rows in another unit than the indicator's are left out: some data sets keep several units under one measure.",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const { asked, areas, isWanted } = gather(wants);
    const alike = grouped(asked, ({ facts }) => facts.dimensions.map(({ uri }) => uri).join(" "));
    let pending: readonly Part[] = [...alike.values()].flatMap((some) => {
      const own = [...areas.values()].filter(({ code }) => some.some(({ indicator }) => isWanted(indicator, code)));
      return chunks(own, MOST_AREAS).map((few) => ({ asked: some, areas: few, halvings: 0 }));
    });
    const cells: Cell[] = [];
    const failed: Failed[] = [];
    while (pending.length > 0) {
      const parts = pending;
      const results = yield* fetchEach(parts.map((part) => figures(part.asked, part.areas)));
      pending = results.flatMap((result, place) => {
        const part = parts[place] as Part;
        try {
          if (!result.ok && result.fault.code === "TOO_LARGE") return halves(part);
          if (!result.ok) throw result.fault;
          if (isTooMuch(result.answer)) return halves(part);
          if (result.answer.status >= 400)
            throw new SourceFault("REFUSED", "statistics.gov.scot could not read the question.");
          cells.push(...readFigures(result.answer, part.asked, isWanted));
        } catch (error) {
          failed.push(failure(part, faultOf(error)));
        }
        return [];
      });
    }
    return { cells, failed };
  },

  catalogue: cataloguePage,
});

/** A question: indicators of equal dimensions for some areas. */
interface Part {
  readonly asked: readonly Asked[];
  readonly areas: readonly AreaRef[];
  readonly halvings: number;
}

/** What is wanted, each indicator once with the members that any of its wants names. */
function gather(wants: readonly Want[]) {
  const areas = new Map<string, AreaRef>();
  const series = new Set<string>();
  for (const want of wants) {
    for (const area of want.areas) {
      if (!area.code.startsWith("S")) continue;
      areas.set(area.code, area);
      series.add(`${want.indicator.upstreamId} ${area.code}`);
    }
  }
  const asked = [...grouped(wants, ({ indicator }) => indicator.upstreamId).values()].map((same): Asked => {
    const indicator = (same[0] as Want).indicator;
    const facts = factsOf(indicator);
    const members = new Map<string, ReadonlySet<string>>();
    for (const { code, members: known } of facts.dimensions) {
      const lists = same.map((want) => wantedMembers(want, code));
      if (lists.every((list) => list !== undefined)) {
        members.set(code, new Set(lists.flat().filter((member) => Object.hasOwn(known, member))));
      }
    }
    return { indicator, facts, members };
  });
  const answerable = asked.filter(({ members }) => [...members.values()].every((list) => list.size > 0));
  const isWanted = (indicator: Want["indicator"], area: string) => series.has(`${indicator.upstreamId} ${area}`);
  return { asked: answerable, areas, isWanted };
}

/** The members that a want asks of a dimension: those named, else the total; undefined for all. */
function wantedMembers({ indicator, breakdown }: Want, code: string): readonly string[] | undefined {
  const filter = breakdown.find(({ dimension }) => dimension === code);
  if (filter !== undefined) return filter.members.length === 0 ? undefined : filter.members;
  const total = indicator.dimensions
    ?.find((dimension) => dimension.code === code)
    ?.members.find(({ isTotal }) => isTotal);
  return total === undefined ? undefined : [total.code];
}

function halves(part: Part): readonly Part[] {
  const { asked, areas, halvings } = part;
  if (halvings >= MOST_HALVINGS || (areas.length === 1 && asked.length === 1)) {
    throw new SourceFault("TOO_LARGE", "These figures of statistics.gov.scot are more than can be had in one answer.");
  }
  const cut = <T>(list: readonly T[]): readonly (readonly T[])[] => chunks(list, Math.ceil(list.length / 2));
  return areas.length > 1
    ? cut(areas).map((some) => ({ asked, areas: some, halvings: halvings + 1 }))
    : cut(asked).map((some) => ({ asked: some, areas, halvings: halvings + 1 }));
}

function failure({ asked, areas }: Part, fault: SourceFault): Failed {
  return {
    fault,
    indicators: asked.map(({ indicator }) => indicator.upstreamId),
    areas: areas.map(({ code }) => code),
  };
}
