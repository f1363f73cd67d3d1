import type { Refusal, TidyObservation } from "./tidy-observation";

export interface KeptOnce {
  readonly kept: readonly TidyObservation[];
  /** Rows that repeat another row's key and say the same. */
  readonly duplicates: number;
  readonly refusals: readonly Refusal[];
}

/**
 * Judges rows that have one key (indicator, area, period, breakdown): kept once when they say the same of value, missing reason, limits, counts
 * and status, whatever kind of area the row called itself by; all refused when they contradict each other, because nobody here can know
 * which is right. Of equal rows whose notes differ the first with a note stands. Holds all rows in memory: for files of some 100,000 rows.
 */
export function keepOnce(file: string, observations: readonly TidyObservation[]): KeptOnce {
  const groups = new Map<string, TidyObservation[]>();
  for (const row of observations) {
    const key = `${row.indicator}\n${row.area}\n${row.period}\n${row.breakdown}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const kept: TidyObservation[] = [];
  const refusals: Refusal[] = [];
  let duplicates = 0;
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    if (group.every((row) => sameFigures(row, first))) {
      kept.push(group.find((row) => row.note !== null) ?? first);
      duplicates += group.length - 1;
    } else {
      for (const row of group) refusals.push(contradiction(file, row, group));
    }
  }
  return { kept, duplicates, refusals };
}

function sameFigures(a: TidyObservation, b: TidyObservation): boolean {
  return (
    a.value === b.value &&
    a.missing === b.missing &&
    a.lowerCI95 === b.lowerCI95 &&
    a.upperCI95 === b.upperCI95 &&
    a.count === b.count &&
    a.numerator === b.numerator &&
    a.denominator === b.denominator &&
    a.statusMask === b.statusMask
  );
}

function contradiction(file: string, row: TidyObservation, group: readonly TidyObservation[]): Refusal {
  const others = group.filter((other) => other !== row).map((other) => other.row);
  const rows = others.slice(0, 5).join(", ");
  return {
    file,
    row: row.row,
    column: "",
    found: `${row.area} ${row.period}`,
    reason: `The figure stands again, and differently, in row ${rows}. One of them must go; until then none is loaded.`,
  };
}
