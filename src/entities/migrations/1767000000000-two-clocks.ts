import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What the second clock needs: the figures of national services as the hub learnt them, and what each load of the hub's own figures moved,
 * and what is announced.
 * The rules of the first migration hold.
 */
const TABLES: readonly string[] = [
  /*
   * One form of one figure of a national service. `learnt_at` and `superseded_at` are milliseconds since 1970, as the times of
   * `kept_answer` are; `body` is the cell without its key (JSON). `period` is ISO 8601; `breakdown` the code, or its start and a hash of
   * it. No foreign keys: rows are written behind an answer, and a harvest must not wait for them.
   */
  `learnt_figure (
    indicator_id INT NOT NULL, area_id INT NOT NULL, period VARCHAR(40) NOT NULL, breakdown VARCHAR(400) NOT NULL, learnt_at BIGINT NOT NULL,
    superseded_at BIGINT, body TEXT NOT NULL,
    PRIMARY KEY (indicator_id, area_id, period, breakdown, learnt_at))`,

  // What a load moved, counted by the load itself. "Changed" figures have a new form; "withdrawn" ones are no longer published.
  `release_change (
    release_id INT NOT NULL, added INT NOT NULL, changed INT NOT NULL, withdrawn INT NOT NULL,
    PRIMARY KEY (release_id),
    CONSTRAINT release_change_release FOREIGN KEY (release_id) REFERENCES dataset_release (id))`,

  // What publishers say will come. A release that has come has a row of its own in dataset_release.
  `announced_release (
    dataset_id INT NOT NULL, version VARCHAR(40) NOT NULL, title VARCHAR(300) NOT NULL, type VARCHAR(20) NOT NULL, status VARCHAR(40) NOT NULL,
    scheduled_for DATE NOT NULL, announced_on DATE NOT NULL, upstream_url VARCHAR(700),
    PRIMARY KEY (dataset_id, version),
    CONSTRAINT announced_release_dataset FOREIGN KEY (dataset_id) REFERENCES dataset (id))`,
];

const INDEXES: readonly string[] = ["CREATE INDEX learnt_figure_superseded ON learnt_figure (superseded_at)"];

/** Of the loads before this migration, by the instants that they left in the figures: what came with a load, and what went with it. */
export const MOVED_BEFORE = `INSERT INTO release_change (release_id, added, changed, withdrawn)
  SELECT r.id, COALESCE(came.figures, 0) - COALESCE(gone.changed, 0), COALESCE(gone.changed, 0), COALESCE(gone.figures, 0) - COALESCE(gone.changed, 0)
  FROM dataset_release r
  LEFT JOIN (SELECT release_id, COUNT(*) AS figures FROM observation GROUP BY release_id) came ON came.release_id = r.id
  LEFT JOIN (
    SELECT i.dataset_id AS dataset_id, o.superseded_at AS moved_at, COUNT(*) AS figures, COUNT(n.release_id) AS changed
    FROM observation o JOIN indicator i ON i.id = o.indicator_id
    LEFT JOIN observation n ON n.indicator_id = o.indicator_id AND n.area_id = o.area_id AND n.period_id = o.period_id
      AND n.breakdown_id = o.breakdown_id AND n.learnt_at = o.superseded_at
    WHERE o.superseded_at IS NOT NULL GROUP BY i.dataset_id, o.superseded_at
  ) gone ON gone.dataset_id = r.dataset_id AND gone.moved_at = r.learnt_at
  WHERE came.figures IS NOT NULL OR gone.figures IS NOT NULL`;

export class TwoClocks1767000000000 implements MigrationInterface {
  name = "TwoClocks1767000000000";

  async up(runner: QueryRunner): Promise<void> {
    const suffix =
      runner.connection.options.type === "better-sqlite3"
        ? "WITHOUT ROWID"
        : "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    for (const table of TABLES) await runner.query(`CREATE TABLE ${table} ${suffix}`);
    for (const index of INDEXES) await runner.query(index);
    await runner.query(MOVED_BEFORE);
  }

  /** Forward only: a store is put back by restoring a backup, never by dropping what members entered. */
  async down(): Promise<void> {
    throw new Error("Migrations of the store go forward only; restore a backup to go back.");
  }
}
