import type { LearntFigures, LearntForm, Told } from "../core/learnt";
import { chunks } from "../core/packing";
import type * as r from "../core/records";
import { codesOf } from "./block-reading";
import type { Catalogues } from "./catalogue-cache";
import { withoutWaiting } from "./kept-answers";
import { COLUMNS, cellOf, type FormRow, formsToWrite, insertOf, supersedeOf, valuesOf } from "./learnt-rows";
import { idList, select } from "./select";
import type { Store } from "./store";

export interface LearntFiguresDeps {
  readonly store: Store;
  readonly catalogues: Catalogues;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long superseded forms are kept, in milliseconds. */
  readonly keepMs: number;
  /** Hears of answers that could not be kept, and of pruning that failed. */
  readonly onFailure: (error: unknown) => void;
}

const DAY = 24 * 3600 * 1000;
const ROWS = 200;
const AREAS = 5_000;
/** Waits before another try, in milliseconds: an import may hold the embedded store's write lock for some seconds. */
const TRIES = [0, 250, 1_000, 4_000, 15_000];
/** Answers that wait to be written; past it the newest are let go, and told of when their publisher is asked again. */
const MOST_WAITING = 500;
/** How long a reader waits for what was told just before, in milliseconds. */
const READER_WAITS = 3_000;

/**
 * The figures of national services as they were learnt, in the hub's own store: one row for each form of a figure, written when a
 * publisher first tells it and superseded when a later answer tells another. What is told again unchanged writes nothing.
 */
export function createLearntFigures(deps: LearntFiguresDeps): LearntFigures {
  const { store, catalogues, now, keepMs, onFailure } = deps;
  let writing: Promise<void> = Promise.resolve();
  let waiting = 0;
  let prunedAt = Number.NEGATIVE_INFINITY;

  async function write(told: Told): Promise<void> {
    const catalogue = await catalogues.current();
    const standing = await read(
      told.wants.flatMap(({ indicator }) => catalogue.indicatorBySlug(`${told.source}:${indicator.upstreamId}`) ?? []),
      told.wants.flatMap(({ areas }) => areas.flatMap(({ code }) => catalogue.areaByCode(code) ?? [])),
      "superseded_at IS NULL",
      [],
    );
    const { fresh, gone } = formsToWrite(catalogue, told, standing);
    // The new form first: broken off between the two, the newest still stands before what it supersedes.
    for (const part of chunks(fresh, ROWS))
      await withoutWaiting(store, () => store.db.query(insertOf(store, part.length), part.flatMap(valuesOf)));
    for (const part of chunks(gone, ROWS)) {
      const { sql, values } = supersedeOf(store, part, told.at);
      await withoutWaiting(store, () => store.db.query(sql, values));
    }
  }

  async function prune(): Promise<void> {
    if (now() - prunedAt < DAY) return;
    prunedAt = now();
    const sql = "DELETE FROM learnt_figure WHERE superseded_at < ?";
    await withoutWaiting(store, () => store.db.query(sql, [now() - keepMs]));
  }

  async function read(
    indicators: readonly r.IndicatorRecord[],
    areas: readonly r.AreaRecord[],
    condition: string,
    values: readonly (string | number)[],
  ): Promise<readonly FormRow[]> {
    const ids = [...new Set(indicators.map((indicator) => indicator.id))];
    if (ids.length === 0) return [];
    const rows: FormRow[] = [];
    for (const some of chunks(codesOf(areas), AREAS)) {
      const sql = `SELECT ${COLUMNS.join(", ")} FROM learnt_figure
        WHERE indicator_id IN (${idList(ids)}) AND area_id IN (${idList(some)}) AND ${condition} ORDER BY learnt_at`;
      rows.push(...(await select<FormRow>(store, sql, values)));
    }
    return rows;
  }

  async function afterWriting(): Promise<void> {
    if (waiting === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, READER_WAITS);
    });
    await Promise.race([writing, late]).finally(() => clearTimeout(timer));
  }

  return {
    learn(told) {
      if (waiting >= MOST_WAITING) return onFailure(new Error("Too many answers wait to be kept with their times."));
      waiting += 1;
      writing = writing
        .then(() => tried(() => write(told)))
        .then(prune)
        .catch(onFailure)
        .finally(() => {
          waiting -= 1;
        });
    },
    async knownAt(indicators, areas, asOf) {
      await afterWriting();
      const at = Date.parse(asOf);
      const stood = "learnt_at <= ? AND (superseded_at IS NULL OR superseded_at > ?)";
      const rows = await read(indicators, areas, stood, [at, at]);
      const newest = new Map(
        rows.map((row) => [`${row.indicator_id} ${row.area_id} ${row.period} ${row.breakdown}`, row]),
      );
      return [...newest.values()].flatMap((row) => formOf(indicators, areas, row));
    },
    async formsOf(indicators, areas, periods) {
      await afterWriting();
      if (periods.length === 0) return [];
      const wanted = `period IN (${periods.map(() => "?").join(",")})`;
      const rows = await read(indicators, areas, wanted, periods);
      return rows.flatMap((row) => formOf(indicators, areas, row));
    },
    settled: () => writing,
  };
}

function formOf(
  indicators: readonly r.IndicatorRecord[],
  areas: readonly r.AreaRecord[],
  row: FormRow,
): readonly LearntForm[] {
  const indicator = indicators.find((each) => each.id === row.indicator_id);
  const area = areaById(areas, row.area_id);
  if (indicator === undefined || area === undefined) return [];
  const { superseded_at: superseded } = row;
  return [
    {
      indicator: indicator.id,
      area: area.id,
      cell: cellOf(row, indicator.remote?.indicator.upstreamId ?? "", area.code),
      learntAt: new Date(Number(row.learnt_at)).toISOString(),
      ...(superseded === null ? {} : { supersededAt: new Date(Number(superseded)).toISOString() }),
    },
  ];
}

const byId = new WeakMap<readonly r.AreaRecord[], ReadonlyMap<number, r.AreaRecord>>();

/** An area of the list, or another code of one's ground. */
function areaById(areas: readonly r.AreaRecord[], id: number): r.AreaRecord | undefined {
  const known =
    byId.get(areas) ?? new Map(areas.flatMap((area) => [...area.sameGround, area]).map((area) => [area.id, area]));
  byId.set(areas, known);
  return known.get(id);
}

async function tried(work: () => Promise<void>): Promise<void> {
  for (const [turn, wait] of TRIES.entries()) {
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait).unref());
    try {
      return await work();
    } catch (error) {
      if (turn === TRIES.length - 1) throw error;
    }
  }
}
