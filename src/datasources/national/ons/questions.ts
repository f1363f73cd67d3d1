import { areasOf } from "../../core/packing";
import type { Cell, PeriodWanted, RemoteIndicator, Want } from "../../core/source";
import { SourceFault } from "../../core/source";
import { type Cube, GEOGRAPHY, MOST_ROWS, type Question, TIME, type TimeOption } from "./cmd";

/** The code of a breakdown's dimension for a dimension of the service. */
export function dimensionCode(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** What is wanted of each dimension, by the service's name of it. */
interface Wanted {
  readonly name: string;
  readonly options: readonly string[];
  /** How many the version has in all, where it is known. */
  readonly inAll?: number;
}

/**
 * The fewest questions that answer the wants of one indicator. The service takes one option a dimension and `*` for one of them: the
 * dimension of which most is wanted stands open, and each tuple of the others is one question. Wants go together or apart, whichever
 * asks less. Throws REFUSED where the data set's dimensions are no longer those of the indicator.
 */
export function questionsFor(indicator: RemoteIndicator, cube: Cube, wants: readonly Want[]): readonly Question[] {
  const together = questionsOf(indicator, cube, wants);
  if (wants.length === 1) return together;
  const apart = wants.flatMap((want) => questionsOf(indicator, cube, [want]));
  const questions = apart.length < together.length ? apart : together;
  return [
    ...new Map(questions.map((question) => [JSON.stringify([question.fixed, question.open]), question])).values(),
  ];
}

function questionsOf(indicator: RemoteIndicator, cube: Cube, wants: readonly Want[]): readonly Question[] {
  const areas = areasOf(wants).map((area) => area.code);
  const times = [...new Set(wants.flatMap((want) => timesFor(want, cube.times)))];
  const pinned = new Map(Object.entries(textsIn(indicator.facts?.fixed)));
  const codes: Record<string, string> = {};
  const wanted = cube.dimensions.map((name): Wanted => {
    if (name.toLowerCase() === TIME) return { name, options: times, inAll: cube.times.length };
    if (name.toLowerCase() === GEOGRAPHY) {
      const inAll = indicator.facts?.areas;
      return { name, options: areas, ...(typeof inAll === "number" ? { inAll } : {}) };
    }
    const option = pinned.get(name.toLowerCase());
    if (option !== undefined) return { name, options: [option] };
    const dimension = indicator.dimensions?.find(({ code }) => code === dimensionCode(name));
    if (dimension === undefined)
      throw new SourceFault("REFUSED", "The dimensions of this ONS data set have changed: harvest it again.");
    codes[name] = dimension.code;
    const members = new Set(wants.flatMap((want) => membersOf(want, dimension)));
    return { name, options: [...members], inAll: dimension.members.length };
  });
  if (wanted.some(({ options }) => options.length === 0)) return [];
  const open = wanted
    .filter(({ options, inAll }) => options.length > 1 && (inAll === undefined || inAll < MOST_ROWS))
    .sort((a, b) => b.options.length - a.options.length)[0]?.name;
  const tuples = wanted
    .filter(({ name }) => name !== open)
    .reduce<readonly Readonly<Record<string, string>>[]>(
      (sofar, { name, options }) => sofar.flatMap((tuple) => options.map((option) => ({ ...tuple, [name]: option }))),
      [{}],
    );
  return tuples.map((fixed) => ({
    indicator: indicator.upstreamId,
    cube,
    fixed,
    codes,
    ...(open === undefined ? {} : { open }),
  }));
}

/** Options of time that a want needs: all of them where one question an area brings the newest of each area for no more questions. */
function timesFor(want: Want, times: readonly TimeOption[]): readonly string[] {
  const { period } = want;
  const found =
    "latest" in period && want.areas.length <= period.latest
      ? times
      : times.filter((time) => isIn(time.period, period, times));
  return found.map((time) => time.option);
}

function isIn(period: string, wanted: PeriodWanted, times: readonly TimeOption[]): boolean {
  if ("latest" in wanted) return times.slice(-wanted.latest).some((time) => time.period === period);
  if ("ids" in wanted) return wanted.ids.includes(period);
  const start = period.slice(0, 10);
  return (wanted.from === undefined || start >= wanted.from) && (wanted.to === undefined || start <= wanted.to);
}

/** Members that a want asks for: those it names, all where it names the dimension alone; else the total, or all where there is none. */
function membersOf(want: Want, dimension: NonNullable<RemoteIndicator["dimensions"]>[number]): readonly string[] {
  const all = dimension.members.map((member) => member.code);
  const filter = want.breakdown.find((one) => one.dimension === dimension.code);
  if (filter !== undefined)
    return filter.members.length === 0 ? all : all.filter((code) => filter.members.includes(code));
  const total = dimension.members.find((member) => member.isTotal === true);
  return total === undefined ? all : [total.code];
}

/** The cells that somebody wanted: an open dimension brings every area, or every period. Of `latest` each series keeps its newest. */
export function wantedCells(cells: readonly Cell[], wants: readonly Want[], cube: Cube): readonly Cell[] {
  const order = new Map(cube.times.map((time, place) => [time.period, place]));
  const taken = new Set<Cell>();
  for (const want of wants) {
    const areas = new Set(want.areas.map((area) => area.code));
    const series = new Map<string, Cell[]>();
    for (const cell of cells) {
      if (!areas.has(cell.area) || !("latest" in want.period || isIn(cell.period, want.period, cube.times))) continue;
      const key = `${cell.area} ${JSON.stringify(cell.breakdown)}`;
      series.set(key, [...(series.get(key) ?? []), cell]);
    }
    const keep = "latest" in want.period ? want.period.latest : undefined;
    for (const of of series.values()) {
      const inOrder = of.sort((a, b) => (order.get(a.period) ?? 0) - (order.get(b.period) ?? 0));
      for (const cell of keep === undefined ? inOrder : inOrder.slice(-keep)) taken.add(cell);
    }
  }
  return cells.filter((cell) => taken.has(cell));
}

function textsIn(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) => (typeof text === "string" ? [[name.toLowerCase(), text]] : [])),
  );
}
