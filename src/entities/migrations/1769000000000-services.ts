import type { MigrationInterface, QueryRunner } from "typeorm";

/** What obliges councils to provide services, whom services are for, and where people find them. The rules of the first migration hold. */
const TABLES: readonly string[] = [
  // Services that somebody says stand near each other. One row says it for both.
  `service_relation (
    service_id INT NOT NULL, related_id INT NOT NULL, reason TEXT,
    PRIMARY KEY (service_id, related_id),
    CONSTRAINT service_relation_not_itself CHECK (service_id <> related_id),
    CONSTRAINT service_relation_service FOREIGN KEY (service_id) REFERENCES service (id),
    CONSTRAINT service_relation_related FOREIGN KEY (related_id) REFERENCES service (id))`,

  `power_or_duty (
    id INT NOT NULL, slug VARCHAR(120) NOT NULL, kind VARCHAR(20) NOT NULL, title VARCHAR(300) NOT NULL, legislation VARCHAR(300) NOT NULL,
    section VARCHAR(200), legislation_url VARCHAR(500), source VARCHAR(400) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT power_or_duty_slug UNIQUE (slug))`,

  `power_or_duty_tier (
    power_or_duty_id INT NOT NULL, tier VARCHAR(40) NOT NULL,
    PRIMARY KEY (power_or_duty_id, tier),
    CONSTRAINT power_or_duty_tier_owner FOREIGN KEY (power_or_duty_id) REFERENCES power_or_duty (id))`,

  `power_or_duty_service (
    power_or_duty_id INT NOT NULL, service_id INT NOT NULL,
    PRIMARY KEY (power_or_duty_id, service_id),
    CONSTRAINT power_or_duty_service_owner FOREIGN KEY (power_or_duty_id) REFERENCES power_or_duty (id),
    CONSTRAINT power_or_duty_service_service FOREIGN KEY (service_id) REFERENCES service (id))`,

  `need (
    id INT NOT NULL, slug VARCHAR(120) NOT NULL, label VARCHAR(300) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT need_slug UNIQUE (slug))`,

  `need_service (
    need_id INT NOT NULL, service_id INT NOT NULL,
    PRIMARY KEY (need_id, service_id),
    CONSTRAINT need_service_need FOREIGN KEY (need_id) REFERENCES need (id),
    CONSTRAINT need_service_service FOREIGN KEY (service_id) REFERENCES service (id))`,

  // By slug: an indicator of a national service may be harvested after the need is loaded.
  `need_indicator (
    need_id INT NOT NULL, indicator_slug VARCHAR(300) NOT NULL,
    PRIMARY KEY (need_id, indicator_slug),
    CONSTRAINT need_indicator_need FOREIGN KEY (need_id) REFERENCES need (id))`,

  `circumstance (
    id INT NOT NULL, slug VARCHAR(120) NOT NULL, label VARCHAR(300) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT circumstance_slug UNIQUE (slug))`,

  `circumstance_need (
    circumstance_id INT NOT NULL, need_id INT NOT NULL,
    PRIMARY KEY (circumstance_id, need_id),
    CONSTRAINT circumstance_need_circumstance FOREIGN KEY (circumstance_id) REFERENCES circumstance (id),
    CONSTRAINT circumstance_need_need FOREIGN KEY (need_id) REFERENCES need (id))`,

  `circumstance_service (
    circumstance_id INT NOT NULL, service_id INT NOT NULL,
    PRIMARY KEY (circumstance_id, service_id),
    CONSTRAINT circumstance_service_owner FOREIGN KEY (circumstance_id) REFERENCES circumstance (id),
    CONSTRAINT circumstance_service_service FOREIGN KEY (service_id) REFERENCES service (id))`,

  `life_event (
    id INT NOT NULL, slug VARCHAR(120) NOT NULL, label VARCHAR(300) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT life_event_slug UNIQUE (slug))`,

  `life_event_circumstance (
    life_event_id INT NOT NULL, circumstance_id INT NOT NULL,
    PRIMARY KEY (life_event_id, circumstance_id),
    CONSTRAINT life_event_circumstance_event FOREIGN KEY (life_event_id) REFERENCES life_event (id),
    CONSTRAINT life_event_circumstance_circumstance FOREIGN KEY (circumstance_id) REFERENCES circumstance (id))`,

  `life_event_service (
    life_event_id INT NOT NULL, service_id INT NOT NULL,
    PRIMARY KEY (life_event_id, service_id),
    CONSTRAINT life_event_service_event FOREIGN KEY (life_event_id) REFERENCES life_event (id),
    CONSTRAINT life_event_service_service FOREIGN KEY (service_id) REFERENCES service (id))`,

  // Names of interactions by their number in the Local Government Interaction List (LGIL).
  `interaction_type (
    lgil_id INT NOT NULL, label VARCHAR(200) NOT NULL,
    PRIMARY KEY (lgil_id))`,

  // Where people do something with a council about a service. Read by council and service, never whole: there are some 300,000.
  `interaction (
    council_id INT NOT NULL, service_id INT NOT NULL, lgil_id INT NOT NULL, url VARCHAR(2000) NOT NULL, status VARCHAR(80), last_checked DATETIME(3),
    PRIMARY KEY (council_id, service_id, lgil_id),
    CONSTRAINT interaction_council FOREIGN KEY (council_id) REFERENCES council (id),
    CONSTRAINT interaction_service FOREIGN KEY (service_id) REFERENCES service (id))`,
];

const INDEXES: readonly string[] = [
  "CREATE INDEX power_or_duty_by_service ON power_or_duty_service (service_id)",
  "CREATE INDEX need_by_service ON need_service (service_id)",
];

export class Services1769000000000 implements MigrationInterface {
  name = "Services1769000000000";

  async up(runner: QueryRunner): Promise<void> {
    const suffix =
      runner.connection.options.type === "better-sqlite3"
        ? "WITHOUT ROWID"
        : "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    for (const table of TABLES) await runner.query(`CREATE TABLE ${table} ${suffix}`);
    for (const index of INDEXES) await runner.query(index);
  }

  /** Forward only: a store is put back by restoring a backup, never by dropping what members entered. */
  async down(): Promise<void> {
    throw new Error("Migrations of the store go forward only; restore a backup to go back.");
  }
}
