import type { MissingReason } from "../../schema/values/enums";
import { periodLabel } from "../../schema/values/period";
import { shorten } from "../reading/file-problem";
import type { FileCount } from "../report";
import type { SqlValue, Writer } from "../writing/transaction";
import type { OutturnRow } from "./revenue-outturn-row";

/** Differences that warnings name. */
const NAMED = 5;
/** In thousands of pounds: half of one, which is as far as rounding of a single total goes. */
const ALIKE = 0.5;

interface Total {
  readonly row: OutturnRow;
  /** Lines of the file where it stands, and whether they say the same. */
  readonly at: number[];
  agrees: boolean;
}

interface Tally {
  sum: number;
  returns: number;
  withoutReturn: number;
}

/** A total beside what the file's own returns add up to. */
export interface CheckedTotal {
  readonly line: string;
  readonly period: string;
  readonly code: string;
  readonly name: string;
  readonly hasArea: boolean;
  readonly value: number | null;
  readonly missing: MissingReason | null;
  /** Null where no return has a figure. */
  readonly sum: number | null;
  readonly returns: number;
  readonly withoutReturn: number;
}

/**
 * Totals of England and of kinds of council, as the file gives them. They are never worked out: the publisher's guidance asks users to take
 * its totals instead of adding up, and they may hold estimates for councils that sent nothing. What the returns add up to is kept beside them
 * and a difference told.
 */
export class ClassTotals {
  private readonly totals = new Map<string, Total>();
  /** Sums of returns by year, class, subclass and line. */
  private readonly sums = new Map<string, Tally>();
  private readonly groups = new Map<string, Pick<OutturnRow, "period" | "serviceClass" | "subclass">>();
  private readonly counted = new Set<string>();

  /** Counts a council's row, once for each council and year. */
  addReturn(row: OutturnRow): void {
    const once = `${row.code} ${row.period}`;
    if (this.counted.has(once)) return;
    this.counted.add(once);
    const group = keyOf(row.period, row.serviceClass, row.subclass);
    this.groups.set(group, row);
    for (const { line, value } of row.figures) {
      const tally = this.sums.get(keyOf(group, line)) ?? { sum: 0, returns: 0, withoutReturn: 0 };
      this.sums.set(keyOf(group, line), tally);
      if (row.kind === "NO_RETURN") tally.withoutReturn += 1;
      if (value === null) continue;
      tally.sum += value;
      tally.returns += 1;
    }
  }

  addTotal(row: OutturnRow, at: number): void {
    const key = keyOf(row.period, row.code);
    const before = this.totals.get(key);
    if (before === undefined) this.totals.set(key, { row, at: [at], agrees: true });
    else {
      before.at.push(at);
      before.agrees &&= JSON.stringify(before.row.figures) === JSON.stringify(row.figures);
    }
  }

  /** Figures of totals of kinds of council that repeat others; and the rows that contradict others, of which none counts. */
  repeats(): {
    readonly duplicates: number;
    readonly contrary: readonly { readonly code: string; readonly at: number }[];
  } {
    const own = [...this.totals.values()].filter(({ row }) => !row.hasArea);
    const twice = own.filter(({ agrees }) => agrees).map(({ row, at }) => (at.length - 1) * row.figures.length);
    const contrary = own
      .filter(({ agrees }) => !agrees)
      .flatMap(({ row, at }) => at.map((line) => ({ code: row.code, at: line })));
    return { duplicates: twice.reduce((sum, figures) => sum + figures, 0), contrary };
  }

  /** Every total of a line, with what its returns add up to. */
  checked(): readonly CheckedTotal[] {
    return [...this.totals.values()].flatMap(({ row, agrees }) => {
      if (!agrees) return [];
      const groups = this.membersOf(row);
      return row.figures.map(({ line, value, missing }) => {
        const tallies = groups.flatMap((group) => this.sums.get(keyOf(group, line)) ?? []);
        const count = (of: (tally: Tally) => number) => tallies.reduce((sum, tally) => sum + of(tally), 0);
        const returns = count((tally) => tally.returns);
        const { period, code, name, hasArea } = row;
        const sum = returns === 0 ? null : Math.round(count((tally) => tally.sum) * 1e6) / 1e6;
        return {
          line,
          period,
          code,
          name,
          hasArea,
          value,
          missing,
          sum,
          returns,
          withoutReturn: count((tally) => tally.withoutReturn),
        };
      });
    });
  }

  /** England is all returns; another total the returns of its class and, where some have its subclass, only those. */
  private membersOf(total: OutturnRow): readonly string[] {
    const all = [...this.groups].filter(([, group]) => group.period === total.period);
    const own = total.hasArea ? all : all.filter(([, group]) => group.serviceClass === total.serviceClass);
    const narrow = total.hasArea
      ? []
      : own.filter(([, group]) => total.subclass !== "" && group.subclass === total.subclass);
    return (narrow.length > 0 ? narrow : own).map(([key]) => key);
  }
}

/** Tells how many totals differ from the sums of their returns, and names the largest differences. */
export function warnOfDifferences(totals: readonly CheckedTotal[], count: FileCount): void {
  const compared = totals.flatMap((total) =>
    total.value === null || total.sum === null
      ? []
      : [{ ...total, value: total.value, sum: total.sum, by: Math.abs(total.value - total.sum) }],
  );
  const apart = compared.filter(({ by }) => by > ALIKE).sort((a, b) => b.by - a.by);
  if (apart.length === 0) return;
  const named = apart.slice(0, NAMED).map(({ name, period, line, value, sum, returns, withoutReturn }) => {
    const lacking = withoutReturn === 0 ? "" : `, and ${withoutReturn} sent none`;
    return `${shorten(name)} ${periodLabel(period)} ${line}: ${value}, where ${returns} returns add up to ${sum}${lacking}`;
  });
  count.warnings.push(
    `${apart.length} of ${compared.length} totals differ from what the file's returns add up to (£ thousand); the file's own are kept. The largest: ${named.join("; ")}.`,
  );
}

const COLUMNS = ["label", "value", "missing", "returns_sum", "returns", "without_return"] as const;

export interface TotalChanges {
  readonly added: number;
  readonly changed: number;
  readonly withdrawn: number;
}

/** Makes the totals of kinds of council of these indicators what the file says. Those of England are figures of an area, and not kept here. */
export async function putTotals(
  writer: Writer,
  totals: readonly CheckedTotal[],
  ids: ReadonlyMap<string, number>,
): Promise<TotalChanges> {
  const periods = new Map(
    (await writer.select("SELECT id, iso FROM period")).map((row) => [String(row.iso), Number(row.id)]),
  );
  const list = [...ids.values()].map(Math.trunc).join(", ");
  const standing = new Map<string, string>();
  for (const row of await writer.select(
    `SELECT indicator_id, period_id, class_code, ${COLUMNS.join(", ")} FROM class_total WHERE indicator_id IN (${list})`,
  ))
    standing.set(
      keyOf(Number(row.indicator_id), Number(row.period_id), String(row.class_code)),
      JSON.stringify(COLUMNS.map((name) => row[name] ?? null)),
    );
  const keys = ["indicator_id", "period_id", "class_code"] as const;
  const fresh: SqlValue[][] = [];
  let [added, changed] = [0, 0];
  const remove = async (key: readonly SqlValue[]) => {
    await writer.change(`DELETE FROM class_total WHERE ${keys.map((name) => `${name} = ?`).join(" AND ")}`, key);
  };
  for (const total of totals.filter(({ hasArea }) => !hasArea)) {
    const indicator = ids.get(total.line);
    const period = periods.get(total.period);
    if (indicator === undefined || period === undefined) continue;
    const { code, name, value, missing, sum, returns, withoutReturn } = total;
    const facts = [name.slice(0, 200), value, missing, sum, returns, withoutReturn];
    const key = keyOf(indicator, period, code);
    const before = standing.get(key);
    standing.delete(key);
    if (before === JSON.stringify(facts)) continue;
    if (before === undefined) added += 1;
    else changed += 1;
    if (before !== undefined) await remove([indicator, period, code]);
    fresh.push([indicator, period, code, ...facts]);
  }
  for (const key of standing.keys()) await remove(JSON.parse(key) as SqlValue[]);
  await writer.insert("class_total", [...keys, ...COLUMNS], fresh);
  return { added, changed, withdrawn: standing.size };
}

function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}
