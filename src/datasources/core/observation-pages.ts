import type { SortDirection } from "../../schema/values/enums";
import { areaOfCursor, comparator, cursorOf, type Keyed, keyed, standsAfter } from "./observation-order";
import { checkFirst, pageInfo } from "./page";
import type { ObservationPage, ObservationRequest, SourceOutcomeRecord } from "./ports";
import type { AreaRecord, ObservationRecord } from "./records";

/** What was done for a page. */
export interface SourceReport {
  /** Milliseconds that the hub's own tables took. */
  readonly ownMillis: number;
  /** What each publisher did. */
  readonly publishers: readonly SourceOutcomeRecord[];
}

/** Reads the observations of some of a request's areas. */
export type ReadAreas = (areas: readonly AreaRecord[]) => Promise<readonly ObservationRecord[]>;

/** Areas read at once while a page in area order is filled: enough for most pages in one go, few enough to stop early. */
const AREAS_AT_ONCE = 250;

/**
 * One page of a request. In area order only the areas that the page needs are read; `totalCount` reads the rest when it is asked
 * for. Other orders must see every figure first.
 */
export async function observationPage(
  request: ObservationRequest,
  read: ReadAreas,
  changes: (observations: readonly ObservationRecord[]) => Promise<ReadonlyMap<ObservationRecord, number | null>>,
  report: () => SourceReport,
): Promise<ObservationPage> {
  const first = checkFirst(request.first);
  if (request.orderBy === "AREA") {
    const { items, more } = await readInAreaOrder(request, read, first);
    const total = () => read(request.areas).then((all) => all.length);
    return connection(items, more, request, total, outcomes(report()));
  }
  const all = await read(request.areas);
  const ordered = keyed(all, request.orderBy, request.orderBy === "CHANGE" ? await changes(all) : undefined).toSorted(
    comparator(request.direction),
  );
  const rest = request.after === undefined ? ordered : ordered.filter(standsAfter(request.after, request.direction));
  const made = outcomes(report());
  return connection(rest.slice(0, first), rest.length > first, request, () => all.length, made);
}

/** A page of observations that are all in hand, in area order. */
export function pageOfAll(
  all: readonly ObservationRecord[],
  request: Pick<ObservationRequest, "first" | "after" | "unknown" | "lookUps">,
  report: SourceReport,
): ObservationPage {
  const first = checkFirst(request.first);
  const ordered = keyed(all, "AREA").toSorted(comparator("ASC"));
  const rest = request.after === undefined ? ordered : ordered.filter(standsAfter(request.after, "ASC"));
  const made = outcomes(report);
  return connection(rest.slice(0, first), rest.length > first, request, () => all.length, made);
}

async function readInAreaOrder(
  request: ObservationRequest,
  read: ReadAreas,
  first: number,
): Promise<{ items: readonly Keyed[]; more: boolean }> {
  const { after, direction } = request;
  const areas = areasFrom(request.areas, after, direction);
  const items: Keyed[] = [];
  for (let at = 0; at < areas.length && items.length <= first; at += AREAS_AT_ONCE) {
    const chunk = keyed(await read(areas.slice(at, at + AREAS_AT_ONCE)), "AREA").toSorted(comparator(direction));
    items.push(...(after === undefined ? chunk : chunk.filter(standsAfter(after, direction))));
  }
  return { items: items.slice(0, first), more: items.length > first };
}

/** Areas in the order of the page, without those that the cursor has left behind. */
function areasFrom(
  areas: readonly AreaRecord[],
  after: string | undefined,
  direction: SortDirection,
): readonly AreaRecord[] {
  const sign = direction === "ASC" ? 1 : -1;
  const ordered = areas.toSorted((a, b) => (a.code < b.code ? -sign : a.code > b.code ? sign : 0));
  if (after === undefined) return ordered;
  const code = areaOfCursor(after);
  return ordered.filter((area) => (direction === "ASC" ? area.code >= code : area.code <= code));
}

function connection(
  items: readonly Keyed[],
  more: boolean,
  request: Pick<ObservationRequest, "after" | "unknown" | "lookUps">,
  total: () => number | Promise<number>,
  outcomesOf: (nodes: readonly ObservationRecord[]) => readonly SourceOutcomeRecord[],
): ObservationPage {
  const nodes = items.map((item) => item.observation);
  return {
    nodes,
    get edges() {
      return items.map((item) => ({ node: item.observation, cursor: cursorOf(item) }));
    },
    get pageInfo() {
      return pageInfo(items, cursorOf, more, request.after !== undefined);
    },
    get totalCount() {
      return total();
    },
    unknown: request.unknown,
    get sources() {
      return [...outcomesOf(nodes), ...(request.lookUps ?? [])];
    },
  };
}

/** What each source did for a page: the hub's own tables one outcome a source and no call to anybody, then the publishers. */
function outcomes({ ownMillis, publishers }: SourceReport) {
  return (observations: readonly ObservationRecord[]): readonly SourceOutcomeRecord[] => {
    const own = observations.filter(({ indicator }) => indicator.remote === undefined);
    const sources = new Set(own.map(({ indicator }) => indicator.dataset.source));
    const local = [...sources].map(
      (source): SourceOutcomeRecord => ({
        source,
        state: "OK",
        servedFrom: "LOCAL",
        upstreamCalls: 0,
        millis: Math.round(ownMillis),
      }),
    );
    return [...local, ...publishers];
  };
}
