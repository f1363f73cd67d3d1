import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who offers councils services of information, and what the hub measured of the sources behind them. The rules of the first migration hold. */
const TABLES: readonly string[] = [
  `supplier (
    id INT NOT NULL, slug VARCHAR(120) NOT NULL, name VARCHAR(300) NOT NULL, homepage VARCHAR(500), contact VARCHAR(300), told_by VARCHAR(400) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT supplier_slug UNIQUE (slug))`,

  // By slug: the source of a national service enters the store after the directory does.
  `supplier_source (
    supplier_id INT NOT NULL, source_slug VARCHAR(80) NOT NULL,
    PRIMARY KEY (supplier_id, source_slug),
    CONSTRAINT supplier_source_supplier FOREIGN KEY (supplier_id) REFERENCES supplier (id))`,

  `supplier_service (
    supplier_id INT NOT NULL, name VARCHAR(200) NOT NULL, description TEXT, url VARCHAR(500),
    PRIMARY KEY (supplier_id, name),
    CONSTRAINT supplier_service_supplier FOREIGN KEY (supplier_id) REFERENCES supplier (id))`,

  `supplier_user (
    supplier_id INT NOT NULL, council_id INT NOT NULL, since DATE, told_by VARCHAR(400) NOT NULL,
    PRIMARY KEY (supplier_id, council_id),
    CONSTRAINT supplier_user_supplier FOREIGN KEY (supplier_id) REFERENCES supplier (id),
    CONSTRAINT supplier_user_council FOREIGN KEY (council_id) REFERENCES council (id))`,

  /*
   * Requests of one day (UTC) to one national service, counted by every hub on this store together. "Answered" includes refusals: a publisher
   * that says "too many" is there. No foreign key: counts are written behind the requests, and must not wait for a harvest.
   */
  `source_tally (
    source VARCHAR(80) NOT NULL, day DATE NOT NULL, asked INT NOT NULL, answered INT NOT NULL, refused INT NOT NULL, millis BIGINT NOT NULL,
    PRIMARY KEY (source, day))`,
];

export class Suppliers1772000000000 implements MigrationInterface {
  name = "Suppliers1772000000000";

  async up(runner: QueryRunner): Promise<void> {
    const embedded = runner.connection.options.type === "better-sqlite3";
    const suffix = embedded ? "WITHOUT ROWID" : "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    for (const table of TABLES) await runner.query(`CREATE TABLE ${table} ${suffix}`);
  }

  /** Forward only: a store is put back by restoring a backup, never by dropping what members entered. */
  async down(): Promise<void> {
    throw new Error("Migrations of the store go forward only; restore a backup to go back.");
  }
}
