import type { MigrationInterface, QueryRunner } from "typeorm";

/** Outcome frameworks and what speaks for their outcomes, and what is spent on services. The rules of the first migration hold. */
const TABLES: readonly string[] = [
  // `content_hash` is SHA-256 of what the file said and the store kept: the same file again changes nothing.
  `outcome_framework (
    id INT NOT NULL, slug VARCHAR(120) NOT NULL, title VARCHAR(300) NOT NULL, owner VARCHAR(300) NOT NULL, version VARCHAR(60) NOT NULL,
    published_on DATE, source VARCHAR(700), licence VARCHAR(200), content_hash CHAR(64) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT outcome_framework_slug UNIQUE (slug))`,

  `outcome (
    id INT NOT NULL, framework_id INT NOT NULL, slug VARCHAR(120) NOT NULL, title VARCHAR(300) NOT NULL, ambition TEXT,
    wording VARCHAR(20) NOT NULL, sequence INT NOT NULL,
    PRIMARY KEY (id), CONSTRAINT outcome_slug UNIQUE (framework_id, slug),
    CONSTRAINT outcome_framework_of FOREIGN KEY (framework_id) REFERENCES outcome_framework (id))`,

  // By slug: an indicator of a national service may be harvested after the framework is loaded.
  `outcome_indicator (
    outcome_id INT NOT NULL, indicator_slug VARCHAR(300) NOT NULL, role VARCHAR(20) NOT NULL, sequence INT NOT NULL, reason TEXT NOT NULL,
    polarity VARCHAR(40),
    PRIMARY KEY (outcome_id, indicator_slug),
    CONSTRAINT outcome_indicator_outcome FOREIGN KEY (outcome_id) REFERENCES outcome (id))`,

  `outcome_service (
    outcome_id INT NOT NULL, service_id INT NOT NULL,
    PRIMARY KEY (outcome_id, service_id),
    CONSTRAINT outcome_service_outcome FOREIGN KEY (outcome_id) REFERENCES outcome (id),
    CONSTRAINT outcome_service_service FOREIGN KEY (service_id) REFERENCES service (id))`,

  `outcome_need (
    outcome_id INT NOT NULL, need_id INT NOT NULL,
    PRIMARY KEY (outcome_id, need_id),
    CONSTRAINT outcome_need_outcome FOREIGN KEY (outcome_id) REFERENCES outcome (id),
    CONSTRAINT outcome_need_need FOREIGN KEY (need_id) REFERENCES need (id))`,

  // A column of a publisher's file of spending, and the indicator that it becomes.
  `spend_line (
    id INT NOT NULL, line VARCHAR(120) NOT NULL, slug VARCHAR(120) NOT NULL, name VARCHAR(300) NOT NULL, service_class VARCHAR(120) NOT NULL,
    about VARCHAR(1000),
    PRIMARY KEY (id), CONSTRAINT spend_line_line UNIQUE (line))`,

  `spend_line_service (
    spend_line_id INT NOT NULL, service_id INT NOT NULL,
    PRIMARY KEY (spend_line_id, service_id),
    CONSTRAINT spend_line_service_line FOREIGN KEY (spend_line_id) REFERENCES spend_line (id),
    CONSTRAINT spend_line_service_service FOREIGN KEY (service_id) REFERENCES service (id))`,

  // Totals of kinds of council as a publisher gives them: no area has them. `returns_sum` is what the file's own returns add up to.
  `class_total (
    indicator_id INT NOT NULL, period_id INT NOT NULL, class_code VARCHAR(40) NOT NULL, label VARCHAR(200) NOT NULL, value DOUBLE,
    missing VARCHAR(40), returns_sum DOUBLE, returns INT NOT NULL, without_return INT NOT NULL,
    PRIMARY KEY (indicator_id, period_id, class_code),
    CONSTRAINT class_total_value CHECK ((value IS NULL) = (missing IS NOT NULL)),
    CONSTRAINT class_total_indicator FOREIGN KEY (indicator_id) REFERENCES indicator (id),
    CONSTRAINT class_total_period FOREIGN KEY (period_id) REFERENCES period (id))`,
];

export class Outcomes1770000000000 implements MigrationInterface {
  name = "Outcomes1770000000000";

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
