import { createHash } from "node:crypto";
import { readIsoPeriod } from "../../schema/values/period";
import type { Told } from "../core/learnt";
import type { Catalogue } from "../core/ports";
import type { Cell, Want } from "../core/source";
import { answersFor } from "../core/want-breakdown";
import type { Store } from "./store";

export const COLUMNS = [
  "indicator_id",
  "area_id",
  "period",
  "breakdown",
  "learnt_at",
  "superseded_at",
  "body",
] as const;

/** One row of the table `learnt_figure`. Some drivers write large whole numbers as text. */
export interface FormRow {
  readonly indicator_id: number;
  readonly area_id: number;
  readonly period: string;
  readonly breakdown: string;
  readonly learnt_at: number | string;
  readonly superseded_at: number | string | null;
  readonly body: string;
}

const LONGEST_BREAKDOWN = 400;

/** What an answer changes in what stands: forms to write, and forms that it takes the place of or no longer has. */
export function formsToWrite(
  catalogue: Catalogue,
  told: Told,
  standing: readonly FormRow[],
): { readonly fresh: readonly FormRow[]; readonly gone: readonly FormRow[] } {
  const stands = new Map(standing.map((row) => [keyOf(row), row]));
  const fresh: FormRow[] = [];
  const gone = new Set<FormRow>();
  const seen = new Set<string>();
  for (const cell of told.cells) {
    const indicator = catalogue.indicatorBySlug(`${told.source}:${cell.indicator}`);
    const area = catalogue.areaByCode(cell.area);
    if (indicator === undefined || area === undefined) continue;
    const row: FormRow = {
      indicator_id: indicator.id,
      area_id: area.id,
      period: cell.period,
      breakdown: breakdownKey(cell),
      learnt_at: told.at,
      superseded_at: null,
      body: bodyOf(cell),
    };
    const before = stands.get(keyOf(row));
    seen.add(keyOf(row));
    if (before !== undefined && (Number(before.learnt_at) >= told.at || before.body === row.body)) continue;
    fresh.push(row);
    if (before !== undefined) gone.add(before);
  }
  const lacking = [...stands].filter(([key, row]) => !seen.has(key) && Number(row.learnt_at) < told.at);
  for (const row of lacking.length === 0 ? [] : withdrawn(catalogue, told, lacking)) gone.add(row);
  return { fresh, gone: [...gone] };
}

/** Forms that stand, and that the answer would hold if its publisher still had them. */
function withdrawn(
  catalogue: Catalogue,
  told: Told,
  lacking: readonly (readonly [string, FormRow])[],
): readonly FormRow[] {
  const answered = new Map<string, string>();
  for (const { indicator, area, period } of told.cells) {
    const start = readIsoPeriod(period)?.start ?? "";
    const key = `${indicator} ${area}`;
    const before = answered.get(key);
    if (before === undefined || start < before) answered.set(key, start);
  }
  return lacking.flatMap(([, row]) => {
    const area = catalogue.areaById(row.area_id)?.code;
    const upstreamId = catalogue.indicatorById(row.indicator_id)?.remote?.indicator.upstreamId;
    if (area === undefined || upstreamId === undefined) return [];
    const failed = told.failed.some(
      ({ indicators, areas }) =>
        (indicators === undefined || indicators.includes(upstreamId)) && (areas === undefined || areas.includes(area)),
    );
    const cell = cellOf(row, upstreamId, area);
    const asked = told.wants.some(
      (want) =>
        want.indicator.upstreamId === upstreamId &&
        want.areas.some(({ code }) => code === area) &&
        answersFor(want.indicator.dimensions ?? [], want.breakdown, cell.breakdown) &&
        isOf(want, row.period, answered.get(`${upstreamId} ${area}`)),
    );
    return asked && !failed ? [row] : [];
  });
}

/** Whether a period is among those wanted; of "the latest", what is newer than the oldest that came. */
function isOf({ period }: Want, id: string, oldest: string | undefined): boolean {
  if ("ids" in period) return period.ids.some((wanted) => (readIsoPeriod(wanted)?.id ?? wanted) === id);
  const start = readIsoPeriod(id)?.start;
  if (start === undefined) return false;
  if ("latest" in period) return oldest === undefined || start > oldest;
  return (period.from === undefined || start >= period.from) && (period.to === undefined || start <= period.to);
}

function keyOf({ indicator_id, area_id, period, breakdown }: FormRow): string {
  return `${indicator_id} ${area_id} ${period} ${breakdown}`;
}

/** `dimension=member` in order, joined by bars; its start and a hash of it where it is too long for a key. */
function breakdownKey({ breakdown }: Cell): string {
  const code = Object.entries(breakdown ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((part) => part.join("="))
    .join("|");
  if (code.length <= LONGEST_BREAKDOWN) return code;
  return `${code.slice(0, LONGEST_BREAKDOWN - 65)}#${createHash("sha256").update(code).digest("hex")}`;
}

const FACTS = [
  "value",
  "missing",
  "statuses",
  "lower",
  "upper",
  "count",
  "numerator",
  "denominator",
  "notes",
  "breakdown",
] as const;

/** A cell without its key, its facts in one order, so that equal ones are equal texts. */
function bodyOf(cell: Cell): string {
  const breakdown = Object.entries(cell.breakdown ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const facts = { ...cell, breakdown: breakdown.length === 0 ? undefined : Object.fromEntries(breakdown) };
  return JSON.stringify(Object.fromEntries(FACTS.map((fact) => [fact, facts[fact]])));
}

/** The cell of a row. */
export function cellOf({ period, body }: FormRow, indicator: string, area: string): Cell {
  const facts: Omit<Cell, "indicator" | "area" | "period"> = JSON.parse(body);
  return { ...facts, indicator, area, period };
}

/** Parameters of one row. */
export function valuesOf(row: FormRow): readonly (string | number | null)[] {
  return COLUMNS.map((column) => row[column]);
}

/** Writes rows; one that is there already (another hub was told the same) stays. */
export function insertOf({ dialect }: Store, rows: number): string {
  const row = `(${COLUMNS.map(() => "?").join(",")})`;
  const end = dialect === "sqlite" ? "ON CONFLICT DO NOTHING" : "ON DUPLICATE KEY UPDATE learnt_at = learnt_at";
  return `INSERT INTO learnt_figure (${COLUMNS.join(", ")}) VALUES ${Array(rows).fill(row).join(",")} ${end}`;
}

/** Says of rows that they stand no more. Indicators and areas are named apart as well: not every engine looks up rows by lists of pairs. */
export function supersedeOf({ dialect }: Store, rows: readonly FormRow[], at: number) {
  const tuples = `${dialect === "sqlite" ? "VALUES " : ""}${Array(rows.length).fill("(?,?,?,?,?)").join(",")}`;
  const ids = (of: "indicator_id" | "area_id") => [...new Set(rows.map((row) => Math.trunc(row[of])))].join(",");
  const sql = `UPDATE learnt_figure SET superseded_at = ? WHERE superseded_at IS NULL
    AND indicator_id IN (${ids("indicator_id")}) AND area_id IN (${ids("area_id")})
    AND (indicator_id, area_id, period, breakdown, learnt_at) IN (${tuples})`;
  const values = rows.flatMap((row) => [row.indicator_id, row.area_id, row.period, row.breakdown, row.learnt_at]);
  return { sql, values: [at, ...values] };
}
