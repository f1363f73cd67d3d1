import type { Writer } from "../writing/transaction";
import { FACTS, KEYS } from "./stage";

export interface Merged {
  /** Figures that the store did not have in these words: new ones and new forms of old ones. */
  readonly inserted: number;
  /** Current figures that another figure took the place of. */
  readonly changed: number;
  /** Current figures that the file no longer has. */
  readonly withdrawn: number;
}

const at = (table: string, names: readonly string[]) => names.map((name) => `${table}.${name}`).join(", ");
const joined = (left: string, right: string) => KEYS.map((key) => `${left}.${key} = ${right}.${key}`).join(" AND ");

/**
 * Brings the current figures of these indicators to what is staged: figures that the stage has not, or has otherwise, are superseded, and
 * what is staged and not current is written under the release. A figure that stands unchanged keeps its release and the instant at which
 * it was learnt. Comparison is null-safe and by all facts, the note included. Figures whose new rows contradict each other stay as they are.
 * `now` is a UTC instant as the store writes it.
 */
export async function merge(
  writer: Writer,
  indicators: readonly number[],
  release: number,
  now: string,
): Promise<Merged> {
  if (indicators.length === 0) return { inserted: 0, changed: 0, withdrawn: 0 };
  const scope = `IN (${indicators.map((id) => Math.trunc(id)).join(", ")})`;
  const [current] = await writer.select(
    `SELECT COUNT(*) AS figures FROM observation WHERE indicator_id ${scope} AND superseded_at IS NULL`,
  );
  const first = Number(current?.figures ?? 0) === 0;
  let superseded = 0;
  let withdrawn = 0;
  if (!first) {
    const alike = FACTS.map((fact) => writer.same(`s.${fact}`, `observation.${fact}`)).join(" AND ");
    superseded = await writer.change(
      `UPDATE observation SET superseded_at = ? WHERE indicator_id ${scope} AND superseded_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM import_stage s WHERE ${joined("s", "observation")} AND ${alike})
         AND NOT EXISTS (SELECT 1 FROM import_repeat r WHERE ${joined("r", "observation")} AND r.agrees = 0)`,
      [now],
    );
    if (superseded > 0) {
      const [gone] = await writer.select(
        `SELECT COUNT(*) AS figures FROM observation WHERE indicator_id ${scope} AND superseded_at = ?
           AND NOT EXISTS (SELECT 1 FROM import_stage s WHERE ${joined("s", "observation")})`,
        [now],
      );
      withdrawn = Number(gone?.figures ?? 0);
    }
  }
  const fresh = first
    ? ""
    : `AND NOT EXISTS (SELECT 1 FROM observation o WHERE ${joined("o", "s")} AND o.superseded_at IS NULL)`;
  const inserted = await writer.change(
    `INSERT INTO observation (${[...KEYS, "release_id", ...FACTS].join(", ")}, learnt_at, superseded_at)
     SELECT ${at("s", KEYS)}, ${Math.trunc(release)}, ${at("s", FACTS)}, ?, NULL FROM import_stage s WHERE s.indicator_id ${scope} ${fresh}
     ORDER BY ${at("s", KEYS)}`,
    [now],
  );
  return { inserted, changed: superseded - withdrawn, withdrawn };
}
