import type { Catalogue } from "../core/ports";
import type { AreaRecord, AreaTypeRecord, DatasetRecord, IndicatorRecord } from "../core/records";
import { areaRanges, COLUMNS, codesOf } from "./block-reading";
import { blanked, shownRows, withheldOf } from "./protected-figures";
import { idList, select } from "./select";
import { type ObservationRow, SeriesBlock } from "./series-block";
import type { PastKnowledge } from "./series-reading";
import type { Store } from "./store";

/** An indicator's figures as they stood at an earlier instant, for the areas asked for. */
export interface PastBlock {
  readonly block: SeriesBlock;
  readonly past: PastKnowledge;
}

/** What an indicator's figures reached at an earlier instant: by store id and, of areas, by kind. */
interface Reach {
  readonly breakdownIds: readonly number[];
  readonly periodIds: readonly number[];
  readonly kinds: readonly string[];
}

type PassedRow = ObservationRow & { readonly superseded_at: string | null };

interface ReachRow {
  readonly indicator_id: number;
  readonly area_type: string;
  readonly breakdown_id: number;
  readonly period_id: number;
}

/** Whether a load moved a figure of the data set after that instant: if not, what stands now stood then. */
export function hasMovedSince({ releases }: DatasetRecord, asOf: string): boolean {
  return releases.some((release) => release.learntAt > asOf);
}

/** An instant (ISO 8601, UTC) as the store writes it. */
export function storedInstant(iso: string): string {
  return iso.replace("T", " ").replace("Z", "");
}

/** By store, indicator (its record stands for one version of its data set) and the newest release of that time. */
const known = new WeakMap<Store, WeakMap<IndicatorRecord, Map<string, Reach>>>();

/**
 * The figures of indicators as they stood at an instant (ISO 8601, UTC). One statement for each chunk of areas, and one more for
 * how far the figures reached, which is kept. Throws CatalogueBehind when the store has moved past the catalogue.
 */
export async function pastBlocks(
  store: Store,
  catalogue: Catalogue,
  indicators: readonly IndicatorRecord[],
  areas: readonly AreaRecord[],
  asOf: string,
): Promise<ReadonlyMap<IndicatorRecord, PastBlock>> {
  if (indicators.length === 0) return new Map();
  const at = storedInstant(asOf);
  // Two states of protected figures could be subtracted: of a data set with rules, only what still stands is shown as it stood.
  const guarded = new Set(indicators.filter((each) => each.dataset.disclosure !== undefined).map((each) => each.id));
  const rowsOf = new Map<number, ObservationRow[]>(indicators.map((indicator) => [indicator.id, []]));
  for (const range of areaRanges(codesOf(areas))) {
    const sql = `SELECT ${COLUMNS}, superseded_at FROM observation WHERE indicator_id IN (${idList([...rowsOf.keys()])})${range} AND ${STOOD}`;
    for (const row of await select<PassedRow>(store, sql, [at, at]))
      rowsOf
        .get(row.indicator_id)
        ?.push(guarded.has(row.indicator_id) && row.superseded_at !== null ? blanked(row) : row);
  }
  const reaches = await reachesOf(store, indicators, asOf);
  const withheld = await withheldOf(store, catalogue, indicators);
  const kinds = new Map<string, AreaTypeRecord>(catalogue.areaTypes.map((kind) => [kind.code, kind]));
  return new Map(
    indicators.map((indicator) => {
      const reach = reaches.get(indicator) ?? NOTHING;
      const past = {
        reach: reach.kinds.flatMap((kind) => kinds.get(kind) ?? []).map((areaType) => ({ areaType })),
        day: asOf.slice(0, 10),
      };
      const rows = shownRows(indicator, rowsOf.get(indicator.id) ?? [], withheld);
      return [indicator, { block: new SeriesBlock(rows, catalogue, reach), past }];
    }),
  );
}

/** A load that learns a figure and the one that supersedes it write the same instant: at it, the new form stands. */
const STOOD = "learnt_at <= ? AND (superseded_at IS NULL OR superseded_at > ?)";
const NOTHING: Reach = { breakdownIds: [], periodIds: [], kinds: [] };

async function reachesOf(
  store: Store,
  indicators: readonly IndicatorRecord[],
  asOf: string,
): Promise<ReadonlyMap<IndicatorRecord, Reach>> {
  const kept = known.get(store) ?? new WeakMap<IndicatorRecord, Map<string, Reach>>();
  known.set(store, kept);
  const reaches = new Map<IndicatorRecord, Reach>();
  const unknown = indicators.filter((indicator) => {
    const reach = kept.get(indicator)?.get(stateAt(indicator, asOf));
    if (reach !== undefined) reaches.set(indicator, reach);
    return reach === undefined;
  });
  if (unknown.length === 0) return reaches;
  const ids = idList(unknown.map((indicator) => indicator.id));
  const sql = `SELECT o.indicator_id AS indicator_id, a.area_type AS area_type, o.breakdown_id AS breakdown_id, o.period_id AS period_id
    FROM observation o JOIN area a ON a.id = o.area_id WHERE o.indicator_id IN (${ids}) AND ${STOOD}
    GROUP BY o.indicator_id, a.area_type, o.breakdown_id, o.period_id`;
  const at = storedInstant(asOf);
  const rows = await select<ReachRow>(store, sql, [at, at]);
  for (const indicator of unknown) {
    const own = rows.filter((row) => row.indicator_id === indicator.id);
    const reach = {
      breakdownIds: [...new Set(own.map((row) => row.breakdown_id))],
      periodIds: [...new Set(own.map((row) => row.period_id))],
      kinds: [...new Set(own.map((row) => row.area_type))].sort(),
    };
    const states = kept.get(indicator) ?? new Map<string, Reach>();
    kept.set(indicator, states.set(stateAt(indicator, asOf), reach));
    reaches.set(indicator, reach);
  }
  return reaches;
}

/** All instants between two loads of a data set are one state of it. */
function stateAt({ dataset }: IndicatorRecord, asOf: string): string {
  return dataset.releases.find((release) => release.learntAt <= asOf)?.learntAt ?? "";
}
