import type { Refusal } from "../tidy-observation";
import type { Writer } from "../writing/transaction";
import { FACTS, KEYS } from "./stage";

export interface Repeats {
  /** Rows that repeated another and said the same. */
  readonly duplicates: number;
  /** Rows that contradicted another of the same key. */
  readonly contradictory: number;
  readonly refusals: readonly Refusal[];
}

const FIGURES = FACTS.filter((fact) => fact !== "note_id");
const key = KEYS.join(", ");
const sameKey = KEYS.map((name) => `r.${name} = import_stage.${name}`).join(" AND ");

/**
 * Judges staged rows of one key by the rule of duplicates.ts, within the engine: kept once when they agree, all taken out when they do not.
 * The keys of the contradictory ones stay in `import_repeat` (agrees = 0), so that the merge leaves alone what the store has for them.
 * At most `most` refusals are told; the count is whole.
 */
export async function judgeRepeats(writer: Writer, file: string, most: number): Promise<Repeats> {
  // Most files repeat nothing, and to see that much takes no more than the keys, which stand in order.
  const [repeated] = await writer.select(
    `SELECT 1 AS found FROM import_stage GROUP BY ${key} HAVING COUNT(*) > 1 LIMIT 1`,
  );
  if (repeated === undefined) return { duplicates: 0, contradictory: 0, refusals: [] };
  const agree = FIGURES.map(
    (fact) => `(COUNT(${fact}) = 0 OR (COUNT(${fact}) = COUNT(*) AND MIN(${fact}) = MAX(${fact})))`,
  );
  await writer.change(
    `INSERT INTO import_repeat (${key}, kept_row, times, agrees)
     SELECT ${key}, COALESCE(MIN(CASE WHEN note_id IS NOT NULL THEN file_row END), MIN(file_row)), COUNT(*),
       CASE WHEN ${agree.join(" AND ")} THEN 1 ELSE 0 END
     FROM import_stage GROUP BY ${key} HAVING COUNT(*) > 1`,
  );
  const [counts] = await writer.select(
    `SELECT SUM(CASE WHEN agrees = 1 THEN times - 1 ELSE 0 END) AS twice, SUM(CASE WHEN agrees = 0 THEN times ELSE 0 END) AS contrary
     FROM import_repeat`,
  );
  const rows = await writer.select(
    `SELECT import_stage.file_row AS file_row, area.code AS area, period.iso AS period, r.kept_row AS first_row
     FROM import_repeat r JOIN import_stage ON ${sameKey} JOIN area ON area.id = r.area_id JOIN period ON period.id = r.period_id
     WHERE r.agrees = 0 ORDER BY import_stage.file_row LIMIT ${Math.max(0, Math.floor(most))}`,
  );
  await writer.change(
    `DELETE FROM import_stage WHERE EXISTS
       (SELECT 1 FROM import_repeat r WHERE ${sameKey} AND (r.agrees = 0 OR r.kept_row <> import_stage.file_row))`,
  );
  const refusals = rows.map((row) => ({
    file,
    row: Number(row.file_row),
    column: "",
    found: `${row.area} ${row.period}`,
    reason: `The figure stands more than once, and differently (see row ${row.first_row}). One must go; until then none is loaded.`,
  }));
  return { duplicates: Number(counts?.twice ?? 0), contradictory: Number(counts?.contrary ?? 0), refusals };
}
