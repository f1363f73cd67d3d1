import type * as v from "../../schema/values/enums";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import type { Form } from "../core/revisions";
import { areaRanges, codesOf } from "./block-reading";
import { CatalogueBehind } from "./catalogue-cache";
import { idList, select } from "./select";
import type { Store } from "./store";

interface Row {
  readonly indicator_id: number;
  readonly area_id: number;
  readonly period_id: number;
  readonly breakdown_id: number;
  readonly release_id: number;
  readonly value: number | null;
  readonly missing: v.MissingReason | null;
  readonly note_id: number | null;
  readonly learnt_at: string;
  readonly superseded_at: string | null;
}

/**
 * Every form that figures of the hub's own tables had, by observation: one statement for them all (one for each chunk of areas).
 * Throws CatalogueBehind when the store has moved past the catalogue.
 */
export async function figureForms(
  store: Store,
  catalogue: Catalogue,
  observations: readonly r.ObservationRecord[],
): Promise<ReadonlyMap<r.ObservationRecord, readonly Form[]>> {
  const periods = [...new Set(observations.flatMap((observation) => periodId(catalogue, observation) ?? []))];
  const indicators = [...new Set(observations.map(({ indicator }) => indicator.id))];
  const rows = new Map<string, Row[]>();
  for (const range of periods.length === 0 ? [] : areaRanges(codesOf(observations.map(({ area }) => area)))) {
    const sql = `SELECT indicator_id, area_id, period_id, breakdown_id, release_id, value, missing, note_id, learnt_at, superseded_at
      FROM observation WHERE indicator_id IN (${idList(indicators)})${range} AND period_id IN (${idList(periods)})`;
    for (const row of await select<Row>(store, sql)) {
      const key = keyOf(row.indicator_id, row.area_id, row.period_id, row.breakdown_id);
      const own = rows.get(key);
      if (own === undefined) rows.set(key, [row]);
      else own.push(row);
    }
  }
  return new Map(
    observations.map((observation) => {
      const { indicator, area, breakdownOf } = observation;
      const period = periodId(catalogue, observation) ?? -1;
      const forms = [area, ...area.sameGround].flatMap(({ id }, place) =>
        (rows.get(keyOf(indicator.id, id, period, breakdownOf.id)) ?? []).map((row) =>
          formOf(catalogue, guarded(observation, row), place),
        ),
      );
      return [observation, forms];
    }),
  );
}

/** Of a data set with disclosure rules, a form is told as the figure itself is; forms that passed are withheld, or they could be subtracted. */
function guarded({ indicator, value, missing }: r.ObservationRecord, row: Row): Row {
  if (indicator.dataset.disclosure === undefined) return row;
  if (row.superseded_at !== null) return { ...row, value: null, missing: "CONFIDENTIAL", note_id: null };
  return { ...row, value, missing, note_id: value === null ? null : row.note_id };
}

function keyOf(...ids: readonly number[]): string {
  return ids.join(" ");
}

function periodId(catalogue: Catalogue, { period }: r.ObservationRecord): number | undefined {
  return period.storeId ?? catalogue.periodByIso(period.id)?.storeId;
}

function formOf(catalogue: Catalogue, row: Row, place: number): Form {
  const release = catalogue.releaseById(row.release_id);
  if (release === undefined) throw new CatalogueBehind(`release ${row.release_id}`);
  const note = row.note_id === null ? undefined : catalogue.noteById(row.note_id);
  return {
    place,
    value: row.value,
    missing: row.missing,
    release,
    ...(note === undefined ? {} : { note }),
    learntAt: isoInstant(row.learnt_at),
    ...(row.superseded_at === null ? {} : { supersededAt: isoInstant(row.superseded_at) }),
  };
}

/** An instant of the store (`yyyy-mm-dd hh:mm:ss.mmm`, UTC) as ISO 8601 writes it. */
function isoInstant(stored: string): string {
  return `${stored.replace(" ", "T")}Z`;
}
