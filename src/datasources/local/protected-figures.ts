import { packStatuses } from "../../schema/values/marks";
import { roundedTo } from "../../statistics/disclosure";
import { inSlices } from "../../statistics/disclosure-cells";
import type { Catalogue } from "../core/ports";
import type { DatasetRecord, DisclosureRecord, IndicatorRecord } from "../core/records";
import { CatalogueBehind } from "./catalogue-cache";
import { type CountedRow, withheldPlaces } from "./disclosure-figures";
import { idList, select } from "./select";
import type { ObservationRow } from "./series-block";
import type { Store } from "./store";

/** Which figures of protected data sets are withheld, by `keyOf`. */
export type Withheld = ReadonlySet<string>;
const NOTHING: Withheld = new Set();

/** By store and data set; a data set's record stands for one version of it, of its rules and of what lies in what. */
const known = new WeakMap<Store, WeakMap<DatasetRecord, Promise<Withheld>>>();

/**
 * What is withheld of the data sets of these indicators, from all current figures of each: one statement a data set that has rules, none
 * for others. Kept while the catalogue stands.
 */
export async function withheldOf(
  store: Store,
  catalogue: Catalogue,
  indicators: readonly IndicatorRecord[],
): Promise<Withheld> {
  const datasets = new Set(indicators.map((indicator) => indicator.dataset).filter(isProtected));
  if (datasets.size === 0) return NOTHING;
  const kept = known.get(store) ?? new WeakMap<DatasetRecord, Promise<Withheld>>();
  known.set(store, kept);
  const found = await Promise.all(
    [...datasets].map((dataset) => {
      const made = kept.get(dataset) ?? readWithheld(store, catalogue, dataset);
      kept.set(dataset, made);
      made.catch(() => kept.delete(dataset));
      return made;
    }),
  );
  return found.length === 1 ? (found[0] ?? NOTHING) : new Set(found.flatMap((set) => [...set]));
}

function isProtected(dataset: DatasetRecord): boolean {
  return dataset.disclosure !== undefined;
}

/** Rows of one indicator as they may be shown: this is the one door through which figures of the hub's own tables come. */
export function shownRows(indicator: IndicatorRecord, rows: ObservationRow[], withheld: Withheld): ObservationRow[] {
  const policy = indicator.dataset.disclosure;
  if (policy === undefined) return rows;
  return rows.map((row) => (withheld.has(keyOf(row)) ? blanked(row) : rounded(row, policy, indicator)));
}

/** A row without anything that could tell its figure. */
export function blanked(row: ObservationRow): ObservationRow {
  return {
    ...row,
    value: null,
    missing: "CONFIDENTIAL",
    lower_ci95: null,
    upper_ci95: null,
    count_value: null,
    numerator: null,
    denominator: null,
    status_mask: 0,
    note_id: null,
  };
}

/** Why a figure of a data set with these rules is withheld, for people. */
export function withheldNote({ minimumCount, reason }: DisclosureRecord): string {
  const rule =
    minimumCount === null
      ? ""
      : ` Counts below ${minimumCount} are, and others from which they could be worked out (in a large data set more than must be).`;
  return `Withheld by the rules of this data set.${rule} ${reason}`.trim();
}

const ROUNDED = packStatuses(["ROUNDED"]);

/** Counts to the rounding base; a rate by what rounding did to its numerator and denominator, because the rate itself would tell them. */
function rounded(row: ObservationRow, policy: DisclosureRecord, { valueType }: IndicatorRecord): ObservationRow {
  const base = policy.roundingBase;
  if (base === null || row.value === null) return row;
  const to = (count: number | null) => (count === null ? null : roundedTo(base, count));
  const [numerator, denominator] = [to(row.numerator), to(row.denominator)];
  const count = row.numerator ?? row.count_value;
  // With its denominator a rate tells the count that it was made of, which nobody here knows how to round.
  if (valueType !== "COUNT" && count === null && row.denominator !== null) return blanked(row);
  const value = valueType === "COUNT" ? roundedTo(base, row.value) : rateOf(row, count, to(count), denominator);
  return {
    ...row,
    value,
    lower_ci95: null,
    upper_ci95: null,
    count_value: to(row.count_value),
    numerator,
    denominator,
    status_mask: row.status_mask | ROUNDED,
  };
}

function rateOf(
  row: ObservationRow,
  count: number | null,
  shown: number | null,
  denominator: number | null,
): number | null {
  if (row.value === null || count === null || shown === null) return row.value;
  const above = count === 0 ? 0 : shown / count;
  const below =
    row.denominator === null || denominator === null || denominator === 0 ? 1 : row.denominator / denominator;
  return row.value * above * below;
}

async function readWithheld(store: Store, catalogue: Catalogue, dataset: DatasetRecord): Promise<Withheld> {
  const minimumCount = dataset.disclosure?.minimumCount ?? null;
  if (minimumCount === null || dataset.indicators.length === 0) return NOTHING;
  const sql = `SELECT indicator_id, area_id, period_id, breakdown_id, release_id, value, missing, count_value, numerator, denominator FROM observation
    WHERE indicator_id IN (${idList(dataset.indicators.map((indicator) => indicator.id))}) AND superseded_at IS NULL`;
  const rows = await select<CountedRow>(store, sql);
  // Figures of a later load must not decide what is shown of those of an earlier one.
  for (const id of new Set(rows.map((row) => row.release_id)))
    if (catalogue.releaseById(id) === undefined) throw new CatalogueBehind(`release ${id}`);
  // Others are answered meanwhile: a large data set takes seconds.
  const places = await inSlices(withheldPlaces(catalogue, dataset, rows, minimumCount));
  return new Set([...places].map((place) => keyOf(rows[place] as CountedRow)));
}

function keyOf(row: Pick<CountedRow, "indicator_id" | "area_id" | "period_id" | "breakdown_id">): string {
  return `${row.indicator_id} ${row.area_id} ${row.period_id} ${row.breakdown_id}`;
}
