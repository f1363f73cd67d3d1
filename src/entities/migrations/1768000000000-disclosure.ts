import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Rules of data sets that must not give small counts away: one row a data set that has any. Counts from 1 up to below `minimum_count` are
 * withheld, counts are shown to the nearest `rounding_base`, statistics over fewer than `minimum_group` members are withheld. The figures
 * themselves stay whole in the table of observations: the rules apply whenever they are read. The rules of the first migration hold.
 */
const TABLE = `disclosure_policy (
    dataset_id INT NOT NULL, minimum_count INT, rounding_base INT, minimum_group INT, reason TEXT NOT NULL,
    PRIMARY KEY (dataset_id),
    CONSTRAINT disclosure_policy_dataset FOREIGN KEY (dataset_id) REFERENCES dataset (id))`;

export class Disclosure1768000000000 implements MigrationInterface {
  name = "Disclosure1768000000000";

  async up(runner: QueryRunner): Promise<void> {
    const embedded = runner.connection.options.type === "better-sqlite3";
    const suffix = embedded ? "WITHOUT ROWID" : "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    await runner.query(`CREATE TABLE ${TABLE} ${suffix}`);
  }

  /** Forward only: a store is put back by restoring a backup, never by dropping what members entered. */
  async down(): Promise<void> {
    throw new Error("Migrations of the store go forward only; restore a backup to go back.");
  }
}
