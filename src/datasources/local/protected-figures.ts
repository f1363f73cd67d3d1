import { packStatuses } from "../../schema/values/marks";
import { type Additive, roundedTo, withheldCells } from "../../statistics/disclosure";
import type { Catalogue } from "../core/ports";
import type { DatasetRecord, DisclosureRecord, IndicatorRecord } from "../core/records";
import { CatalogueBehind } from "./catalogue-cache";
import { type PlacedCount, wholesOf } from "./disclosure-wholes";
import { idList, select } from "./select";
import type { ObservationRow } from "./series-block";
import type { Store } from "./store";

type Row = Pick<
  ObservationRow,
  | "indicator_id"
  | "area_id"
  | "period_id"
  | "breakdown_id"
  | "release_id"
  | "value"
  | "missing"
  | "count_value"
  | "numerator"
>;

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
    minimumCount === null ? "" : ` Counts below ${minimumCount} are, and others from which they could be worked out.`;
  return `Withheld by the rules of this data set.${rule} ${reason}`.trim();
}

const ROUNDED = packStatuses(["ROUNDED"]);

/** Counts to the rounding base; a rate by what rounding did to its numerator and denominator, because the rate itself would tell them. */
function rounded(row: ObservationRow, policy: DisclosureRecord, { valueType }: IndicatorRecord): ObservationRow {
  const base = policy.roundingBase;
  if (base === null || row.value === null) return row;
  const to = (count: number | null) => (count === null ? null : roundedTo(base, count));
  const [numerator, denominator] = [to(row.numerator), to(row.denominator)];
  const value = valueType === "COUNT" ? roundedTo(base, row.value) : rateOf(row, numerator, denominator);
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

function rateOf(row: ObservationRow, numerator: number | null, denominator: number | null): number | null {
  if (row.value === null || row.numerator === null || numerator === null) return row.value;
  const above = row.numerator === 0 ? 0 : numerator / row.numerator;
  const below =
    row.denominator === null || denominator === null || denominator === 0 ? 1 : row.denominator / denominator;
  return row.value * above * below;
}

async function readWithheld(store: Store, catalogue: Catalogue, dataset: DatasetRecord): Promise<Withheld> {
  const minimumCount = dataset.disclosure?.minimumCount ?? null;
  if (minimumCount === null || dataset.indicators.length === 0) return NOTHING;
  const sql = `SELECT indicator_id, area_id, period_id, breakdown_id, release_id, value, missing, count_value, numerator FROM observation
    WHERE indicator_id IN (${idList(dataset.indicators.map((indicator) => indicator.id))}) AND superseded_at IS NULL`;
  const rows = await select<Row>(store, sql);
  // Figures of a later load must not decide what is shown of those of an earlier one.
  for (const id of new Set(rows.map((row) => row.release_id)))
    if (catalogue.releaseById(id) === undefined) throw new CatalogueBehind(`release ${id}`);
  return withheldRows(catalogue, dataset, rows, minimumCount);
}

/** The keys of the rows that the rules withhold. Counts of different indicators that are one and the same number are kept or shown together. */
function withheldRows(
  catalogue: Catalogue,
  { indicators }: DatasetRecord,
  rows: readonly Row[],
  minimumCount: number,
): Withheld {
  const types = new Map(indicators.map((indicator) => [indicator.id, indicator.valueType]));
  const ordered = rows.toSorted((a, b) => a.indicator_id - b.indicator_id);
  const counts = ordered.map((row) => placed(row, types.get(row.indicator_id) === "COUNT"));
  const wholes: Additive[] = [];
  for (let from = 0; from < ordered.length; ) {
    const indicator = ordered[from]?.indicator_id;
    let to = from;
    while (ordered[to]?.indicator_id === indicator && to < ordered.length) to += 1;
    const start = from;
    for (const { whole, parts } of wholesOf(catalogue, counts.slice(from, to), minimumCount - 1))
      wholes.push({ whole: whole + start, parts: parts.map((part) => part + start) });
    from = to;
  }
  wholes.push(...sameNumbers(counts));
  const cells = ordered.map((row, place) => {
    const amount = counts[place]?.amount ?? null;
    // A figure whose count is not known cannot be held against the rule: it is not shown.
    return { amount, secret: row.missing === "CONFIDENTIAL" || (row.value !== null && amount === null) };
  });
  return new Set([...withheldCells(cells, wholes, minimumCount)].map((place) => keyOf(ordered[place] as Row)));
}

function placed(row: Row, isCount: boolean): PlacedCount {
  const amount = row.value === null ? null : isCount ? row.value : (row.numerator ?? row.count_value);
  return { areaId: row.area_id, periodId: row.period_id, breakdownId: row.breakdown_id, amount };
}

/** A count and the numerator of a rate may be one number told twice: of the same area, period and breakdown, and equal. */
function sameNumbers(counts: readonly PlacedCount[]): readonly Additive[] {
  const first = new Map<string, number>();
  const found: Additive[] = [];
  counts.forEach(({ areaId, periodId, breakdownId, amount }, place) => {
    if (amount === null || amount === 0) return;
    const key = `${areaId} ${periodId} ${breakdownId} ${amount}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, place);
    else found.push({ whole: other, parts: [place] });
  });
  return found;
}

function keyOf(row: Pick<Row, "indicator_id" | "area_id" | "period_id" | "breakdown_id">): string {
  return `${row.indicator_id} ${row.area_id} ${row.period_id} ${row.breakdown_id}`;
}
