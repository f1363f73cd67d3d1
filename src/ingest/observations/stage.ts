import { createHash } from "node:crypto";
import { readIsoPeriod } from "../../schema/values/period";
import type { Refusal, TidyObservation } from "../tidy-observation";
import type { SqlValue, Writer } from "../writing/transaction";

/** Facts of a figure, in the order of the staging table. All but the note decide whether two rows say the same. */
export const FACTS = [
  "value",
  "missing",
  "lower_ci95",
  "upper_ci95",
  "count_value",
  "numerator",
  "denominator",
  "status_mask",
  "note_id",
] as const;
export const KEYS = ["indicator_id", "area_id", "period_id", "breakdown_id"] as const;
const COLUMNS = [...KEYS, "file_row", ...FACTS];

const KEY_TYPES = KEYS.map((key) => `${key} INT NOT NULL`).join(", ");
const TABLES = [
  `import_stage (${KEY_TYPES}, file_row INT NOT NULL, value DOUBLE, missing VARCHAR(40), lower_ci95 DOUBLE, upper_ci95 DOUBLE,
    count_value DOUBLE, numerator DOUBLE, denominator DOUBLE, status_mask INT NOT NULL, note_id INT,
    PRIMARY KEY (${KEYS.join(", ")}, file_row))`,
  `import_repeat (${KEY_TYPES}, kept_row INT NOT NULL, times INT NOT NULL, agrees INT NOT NULL, PRIMARY KEY (${KEYS.join(", ")}))`,
] as const;

/** Names that rows may use, and the ids that they stand for. */
export interface Names {
  readonly indicators: ReadonlyMap<string, number>;
  readonly areas: ReadonlyMap<string, number>;
  /** Ids of dimension members by `dimension=member`. */
  readonly members: ReadonlyMap<string, number>;
}

/**
 * The rows of one file on their way in, in temporary tables of the transaction's own connection: they hold any number of rows in
 * constant memory, and a kill leaves nothing of them behind.
 */
export class Stage {
  rows = 0;
  private readonly periods: Map<string, number>;
  private readonly breakdowns: Map<string, number>;
  private readonly notes = new Map<string, number>();

  private constructor(
    private readonly writer: Writer,
    periods: Map<string, number>,
    breakdowns: Map<string, number>,
  ) {
    this.periods = periods;
    this.breakdowns = breakdowns;
  }

  /** Makes the temporary tables. */
  static async open(writer: Writer): Promise<Stage> {
    for (const name of ["import_stage", "import_repeat"]) await drop(writer, name);
    const suffix =
      writer.dialect === "sqlite" ? "WITHOUT ROWID" : "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    for (const table of TABLES) await writer.change(`CREATE TEMPORARY TABLE ${table} ${suffix}`);
    const periods = await writer.select("SELECT id, iso AS code FROM period");
    const breakdowns = await writer.select("SELECT id, code FROM breakdown");
    return new Stage(writer, idsByCode(periods), idsByCode(breakdowns));
  }

  /** Takes rows in; those that name something unknown come back as refusals. */
  async add(file: string, observations: readonly TidyObservation[], names: Names): Promise<readonly Refusal[]> {
    const refusals: Refusal[] = [];
    const rows: SqlValue[][] = [];
    for (const row of observations) {
      const indicator = names.indicators.get(row.indicator);
      const area = names.areas.get(row.area);
      const breakdown = this.breakdowns.get(row.breakdown) ?? (await this.newBreakdown(row.breakdown, names));
      const fault =
        indicator === undefined
          ? { column: "indicator", found: row.indicator, reason: "The store has no such indicator in this data set." }
          : area === undefined
            ? {
                column: "area",
                found: row.area,
                reason: "The store has no area of this code. Load the area first, or mend the code.",
              }
            : breakdown === undefined
              ? {
                  column: "breakdown",
                  found: row.breakdown,
                  reason: "A breakdown is dimension=member, joined by |, sorted, each known to the store.",
                }
              : undefined;
      if (fault !== undefined || indicator === undefined || area === undefined || breakdown === undefined) {
        refusals.push({ file, row: row.row, column: "", found: "", reason: "", ...fault });
        continue;
      }
      const period = this.periods.get(row.period) ?? (await this.newPeriod(row.period));
      const note = row.note === null ? null : (this.notes.get(row.note) ?? (await this.noteId(row.note)));
      rows.push([
        indicator,
        area,
        period,
        breakdown,
        row.row,
        row.value,
        row.missing,
        row.lowerCI95,
        row.upperCI95,
        row.count,
        row.numerator,
        row.denominator,
        row.statusMask,
        note,
      ]);
    }
    await this.writer.insert("import_stage", COLUMNS, rows);
    this.rows += rows.length;
    return refusals;
  }

  /** Empties the temporary tables' connection of them. Does not end the transaction on either engine. */
  async close(): Promise<void> {
    for (const name of ["import_stage", "import_repeat"]) await drop(this.writer, name);
  }

  private async newPeriod(iso: string): Promise<number> {
    const read = readIsoPeriod(iso);
    if (read === undefined) throw new Error(`${iso} is no period`);
    const id = await this.writer.nextId("period");
    const values = [id, iso, read.type, read.label, read.start, read.end];
    await this.writer.insert("period", ["id", "iso", "type", "label", "start_date", "end_date"], [values]);
    this.periods.set(iso, id);
    return id;
  }

  private async newBreakdown(code: string, names: Names): Promise<number | undefined> {
    const parts = code.split("|");
    const members = parts.map((part) => names.members.get(part)).filter((member) => member !== undefined);
    const dimensions = parts.map((part) => part.slice(0, part.indexOf("=")));
    const inOrder = dimensions.every((dimension, at) => at === 0 || (dimensions[at - 1] ?? "") < dimension);
    if (members.length !== parts.length || !inOrder || code.length > 400) return undefined;
    const id = await this.writer.nextId("breakdown");
    await this.writer.insert("breakdown", ["id", "code"], [[id, code]]);
    await this.writer.insert(
      "breakdown_member",
      ["breakdown_id", "member_id"],
      members.map((member) => [id, member]),
    );
    this.breakdowns.set(code, id);
    return id;
  }

  private async noteId(body: string): Promise<number> {
    const hash = createHash("sha256").update(body, "utf8").digest("hex");
    const [known] = await this.writer.select("SELECT id FROM note WHERE body_hash = ?", [hash]);
    let id = Number(known?.id ?? 0);
    if (known === undefined) {
      id = await this.writer.nextId("note");
      await this.writer.insert("note", ["id", "body", "body_hash"], [[id, body, hash]]);
    }
    if (this.notes.size < 20_000) this.notes.set(body, id);
    return id;
  }
}

function idsByCode(rows: readonly Readonly<Record<string, SqlValue>>[]): Map<string, number> {
  return new Map(rows.map((row) => [String(row.code), Number(row.id)]));
}

async function drop(writer: Writer, name: string): Promise<void> {
  await writer.change(
    writer.dialect === "sqlite" ? `DROP TABLE IF EXISTS temp.${name}` : `DROP TEMPORARY TABLE IF EXISTS ${name}`,
  );
}
