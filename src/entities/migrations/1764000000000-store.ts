import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The store's first shape, in the SQL that SQLite, MariaDB and MySQL share. Written by hand rather than generated, because
 * TypeORM can state neither table checks for the MySQL family nor a clustered key for SQLite.
 *
 * Rules that hold throughout:
 * - Ids are small integers given by the importer, never by the database: they index the in-memory columns of the read path.
 * - Text is utf8mb4 with a binary collation, so that comparing and ordering mean the same on every engine.
 * - Dates are DATE (yyyy-mm-dd); instants are UTC, `yyyy-mm-dd hh:mm:ss.mmm`.
 */
const TABLES: readonly string[] = [
  `store_version (
    id INT NOT NULL, version INT NOT NULL, changed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT store_version_single CHECK (id = 1))`,

  `licence (
    id INT NOT NULL, code VARCHAR(40) NOT NULL, label VARCHAR(200) NOT NULL, url VARCHAR(500), attribution TEXT,
    PRIMARY KEY (id), CONSTRAINT licence_code UNIQUE (code))`,

  `source (
    id INT NOT NULL, slug VARCHAR(80) NOT NULL, name VARCHAR(200) NOT NULL, publisher VARCHAR(200), homepage VARCHAR(500), api VARCHAR(500),
    kind VARCHAR(40) NOT NULL, licence_id INT NOT NULL, limits TEXT,
    PRIMARY KEY (id), CONSTRAINT source_slug UNIQUE (slug),
    CONSTRAINT source_licence FOREIGN KEY (licence_id) REFERENCES licence (id))`,

  `dataset (
    id INT NOT NULL, slug VARCHAR(160) NOT NULL, title VARCHAR(300) NOT NULL, description TEXT, source_id INT NOT NULL, licence_id INT NOT NULL,
    designation VARCHAR(40) NOT NULL, frequency VARCHAR(40) NOT NULL, homepage VARCHAR(700), methodology_url VARCHAR(700), version INT NOT NULL,
    PRIMARY KEY (id), CONSTRAINT dataset_slug UNIQUE (slug),
    CONSTRAINT dataset_source FOREIGN KEY (source_id) REFERENCES source (id),
    CONSTRAINT dataset_licence FOREIGN KEY (licence_id) REFERENCES licence (id))`,

  `dataset_release (
    id INT NOT NULL, dataset_id INT NOT NULL, title VARCHAR(300) NOT NULL, version VARCHAR(40) NOT NULL, type VARCHAR(20) NOT NULL,
    status VARCHAR(40) NOT NULL, published_at DATE, scheduled_for DATE, learnt_at DATETIME(3) NOT NULL, content_hash CHAR(64) NOT NULL,
    upstream_url VARCHAR(700), rows_read INT NOT NULL, rows_kept INT NOT NULL, rows_refused INT NOT NULL,
    PRIMARY KEY (id), CONSTRAINT dataset_release_version UNIQUE (dataset_id, version),
    CONSTRAINT dataset_release_dataset FOREIGN KEY (dataset_id) REFERENCES dataset (id))`,

  `topic (
    id INT NOT NULL, slug VARCHAR(80) NOT NULL, label VARCHAR(200) NOT NULL, parent_id INT,
    PRIMARY KEY (id), CONSTRAINT topic_slug UNIQUE (slug), CONSTRAINT topic_parent FOREIGN KEY (parent_id) REFERENCES topic (id))`,

  `indicator (
    id INT NOT NULL, slug VARCHAR(160) NOT NULL, dataset_id INT NOT NULL, name VARCHAR(300) NOT NULL, short_name VARCHAR(200), definition TEXT,
    rationale TEXT, caveats TEXT, unit_code VARCHAR(40) NOT NULL, unit_label VARCHAR(200) NOT NULL, unit_prefix VARCHAR(20), unit_suffix VARCHAR(60),
    unit_multiplier DOUBLE, decimal_places INT NOT NULL, polarity VARCHAR(40) NOT NULL, polarity_reason TEXT NOT NULL, value_type VARCHAR(60) NOT NULL,
    numerator TEXT, denominator TEXT, frequency VARCHAR(40) NOT NULL, period_type VARCHAR(40) NOT NULL, is_aggregatable INT NOT NULL,
    is_standardised INT NOT NULL, has_confidence_intervals INT NOT NULL,
    PRIMARY KEY (id), CONSTRAINT indicator_slug UNIQUE (slug),
    CONSTRAINT indicator_dataset FOREIGN KEY (dataset_id) REFERENCES dataset (id))`,

  `indicator_topic (
    indicator_id INT NOT NULL, topic_id INT NOT NULL,
    PRIMARY KEY (indicator_id, topic_id),
    CONSTRAINT indicator_topic_indicator FOREIGN KEY (indicator_id) REFERENCES indicator (id),
    CONSTRAINT indicator_topic_topic FOREIGN KEY (topic_id) REFERENCES topic (id))`,

  `indicator_identifier (
    indicator_id INT NOT NULL, scheme VARCHAR(40) NOT NULL, value VARCHAR(200) NOT NULL, url VARCHAR(700),
    PRIMARY KEY (indicator_id, scheme, value),
    CONSTRAINT indicator_identifier_indicator FOREIGN KEY (indicator_id) REFERENCES indicator (id))`,

  `dimension (
    id INT NOT NULL, code VARCHAR(80) NOT NULL, label VARCHAR(200) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT dimension_code UNIQUE (code))`,

  `dimension_member (
    id INT NOT NULL, dimension_id INT NOT NULL, code VARCHAR(120) NOT NULL, label VARCHAR(200) NOT NULL, is_total INT NOT NULL, sequence INT,
    PRIMARY KEY (id), CONSTRAINT dimension_member_code UNIQUE (dimension_id, code),
    CONSTRAINT dimension_member_dimension FOREIGN KEY (dimension_id) REFERENCES dimension (id))`,

  // One row per combination of members in use; the row with id 0 and the empty code is "no breakdown".
  `breakdown (
    id INT NOT NULL, code VARCHAR(400) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT breakdown_code UNIQUE (code))`,

  `breakdown_member (
    breakdown_id INT NOT NULL, member_id INT NOT NULL,
    PRIMARY KEY (breakdown_id, member_id),
    CONSTRAINT breakdown_member_breakdown FOREIGN KEY (breakdown_id) REFERENCES breakdown (id),
    CONSTRAINT breakdown_member_member FOREIGN KEY (member_id) REFERENCES dimension_member (id))`,

  `period (
    id INT NOT NULL, iso VARCHAR(40) NOT NULL, type VARCHAR(40) NOT NULL, label VARCHAR(80) NOT NULL, start_date DATE NOT NULL, end_date DATE NOT NULL,
    PRIMARY KEY (id), CONSTRAINT period_iso UNIQUE (iso), CONSTRAINT period_order CHECK (end_date >= start_date))`,

  // The words in which a publisher wrote a period in a data set, kept beside the interval that they mean.
  `period_wording (
    dataset_id INT NOT NULL, period_id INT NOT NULL, wording VARCHAR(120) NOT NULL,
    PRIMARY KEY (dataset_id, period_id, wording),
    CONSTRAINT period_wording_dataset FOREIGN KEY (dataset_id) REFERENCES dataset (id),
    CONSTRAINT period_wording_period FOREIGN KEY (period_id) REFERENCES period (id))`,

  `area_type (
    code VARCHAR(40) NOT NULL, label VARCHAR(200) NOT NULL, gss_prefixes VARCHAR(200) NOT NULL, level INT, hierarchy VARCHAR(40) NOT NULL,
    PRIMARY KEY (code))`,

  `area (
    id INT NOT NULL, code VARCHAR(40) NOT NULL, name VARCHAR(200) NOT NULL, name_welsh VARCHAR(200), area_type VARCHAR(40) NOT NULL,
    status VARCHAR(20) NOT NULL, start_date DATE, end_date DATE,
    PRIMARY KEY (id), CONSTRAINT area_code UNIQUE (code),
    CONSTRAINT area_area_type FOREIGN KEY (area_type) REFERENCES area_type (code))`,

  `area_name (
    area_id INT NOT NULL, name VARCHAR(200) NOT NULL, kind VARCHAR(20) NOT NULL, start_date DATE, end_date DATE,
    PRIMARY KEY (area_id, name, kind),
    CONSTRAINT area_name_area FOREIGN KEY (area_id) REFERENCES area (id))`,

  `area_change (
    id INT NOT NULL, from_area_id INT NOT NULL, to_area_id INT NOT NULL, kind VARCHAR(40) NOT NULL, operative_date DATE NOT NULL,
    instrument VARCHAR(400), instrument_url VARCHAR(500), share DOUBLE,
    PRIMARY KEY (id), CONSTRAINT area_change_pair UNIQUE (from_area_id, to_area_id, operative_date),
    CONSTRAINT area_change_from FOREIGN KEY (from_area_id) REFERENCES area (id),
    CONSTRAINT area_change_to FOREIGN KEY (to_area_id) REFERENCES area (id))`,

  `area_membership (
    child_area_id INT NOT NULL, parent_area_id INT NOT NULL, hierarchy VARCHAR(40) NOT NULL, start_date DATE, end_date DATE,
    PRIMARY KEY (child_area_id, parent_area_id),
    CONSTRAINT area_membership_child FOREIGN KEY (child_area_id) REFERENCES area (id),
    CONSTRAINT area_membership_parent FOREIGN KEY (parent_area_id) REFERENCES area (id))`,

  `council (
    id INT NOT NULL, code VARCHAR(80) NOT NULL, name VARCHAR(200) NOT NULL, tier VARCHAR(40) NOT NULL, area_id INT NOT NULL, upper_tier_id INT,
    homepage VARCHAR(500), start_date DATE, end_date DATE,
    PRIMARY KEY (id), CONSTRAINT council_code UNIQUE (code),
    CONSTRAINT council_area FOREIGN KEY (area_id) REFERENCES area (id),
    CONSTRAINT council_upper_tier FOREIGN KEY (upper_tier_id) REFERENCES council (id))`,

  `council_succession (
    council_id INT NOT NULL, successor_id INT NOT NULL, operative_date DATE,
    PRIMARY KEY (council_id, successor_id),
    CONSTRAINT council_succession_council FOREIGN KEY (council_id) REFERENCES council (id),
    CONSTRAINT council_succession_successor FOREIGN KEY (successor_id) REFERENCES council (id))`,

  `comparison_group (
    id INT NOT NULL, slug VARCHAR(120) NOT NULL, label VARCHAR(300) NOT NULL, kind VARCHAR(60) NOT NULL, owner_area_id INT, basis TEXT, licence_id INT,
    visibility VARCHAR(20) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT comparison_group_slug UNIQUE (slug),
    CONSTRAINT comparison_group_owner FOREIGN KEY (owner_area_id) REFERENCES area (id),
    CONSTRAINT comparison_group_licence FOREIGN KEY (licence_id) REFERENCES licence (id))`,

  `comparison_group_member (
    group_id INT NOT NULL, area_id INT NOT NULL,
    PRIMARY KEY (group_id, area_id),
    CONSTRAINT comparison_group_member_group FOREIGN KEY (group_id) REFERENCES comparison_group (id),
    CONSTRAINT comparison_group_member_area FOREIGN KEY (area_id) REFERENCES area (id))`,

  `neighbour (
    area_id INT NOT NULL, model VARCHAR(40) NOT NULL, position INT NOT NULL, neighbour_area_id INT NOT NULL, distance DOUBLE,
    PRIMARY KEY (area_id, model, position), CONSTRAINT neighbour_not_itself CHECK (area_id <> neighbour_area_id),
    CONSTRAINT neighbour_area FOREIGN KEY (area_id) REFERENCES area (id),
    CONSTRAINT neighbour_neighbour FOREIGN KEY (neighbour_area_id) REFERENCES area (id))`,

  `service_function (
    id INT NOT NULL, esd_id INT NOT NULL, label VARCHAR(300) NOT NULL, parent_id INT,
    PRIMARY KEY (id), CONSTRAINT service_function_esd UNIQUE (esd_id),
    CONSTRAINT service_function_parent FOREIGN KEY (parent_id) REFERENCES service_function (id))`,

  `service (
    id INT NOT NULL, lgsl_id INT NOT NULL, name VARCHAR(300) NOT NULL, description TEXT,
    PRIMARY KEY (id), CONSTRAINT service_lgsl UNIQUE (lgsl_id))`,

  `service_function_link (
    service_id INT NOT NULL, function_id INT NOT NULL,
    PRIMARY KEY (service_id, function_id),
    CONSTRAINT service_function_link_service FOREIGN KEY (service_id) REFERENCES service (id),
    CONSTRAINT service_function_link_function FOREIGN KEY (function_id) REFERENCES service_function (id))`,

  `service_tier (
    service_id INT NOT NULL, tier VARCHAR(40) NOT NULL,
    PRIMARY KEY (service_id, tier),
    CONSTRAINT service_tier_service FOREIGN KEY (service_id) REFERENCES service (id))`,

  `service_indicator (
    service_id INT NOT NULL, indicator_id INT NOT NULL, role VARCHAR(40) NOT NULL, reason TEXT,
    PRIMARY KEY (service_id, indicator_id, role),
    CONSTRAINT service_indicator_service FOREIGN KEY (service_id) REFERENCES service (id),
    CONSTRAINT service_indicator_indicator FOREIGN KEY (indicator_id) REFERENCES indicator (id))`,

  // A publisher repeats one sentence over thousands of figures: notes are kept once.
  `note (
    id INT NOT NULL, body TEXT NOT NULL, body_hash CHAR(64) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT note_hash UNIQUE (body_hash))`,

  /*
   * The facts. The primary key is the clustered key on every engine: indicator first, because every question names its
   * indicators, then area, so that "50 areas x 10 indicators" is 500 short ranges and "every area of one indicator" is one
   * scan; release last, so that what a later release superseded lies beside it. `npm run bench -- storage` measures it
   * against a surrogate key. `status_mask` holds the bits of OBSERVATION_STATUSES; 0 is NORMAL alone.
   */
  `observation (
    indicator_id INT NOT NULL, area_id INT NOT NULL, period_id INT NOT NULL, breakdown_id INT NOT NULL, release_id INT NOT NULL,
    value DOUBLE, missing VARCHAR(40), lower_ci95 DOUBLE, upper_ci95 DOUBLE, count_value DOUBLE, numerator DOUBLE, denominator DOUBLE,
    status_mask INT NOT NULL, note_id INT, learnt_at DATETIME(3) NOT NULL, superseded_at DATETIME(3),
    PRIMARY KEY (indicator_id, area_id, period_id, breakdown_id, release_id),
    CONSTRAINT observation_null_has_reason CHECK ((value IS NULL) = (missing IS NOT NULL)),
    CONSTRAINT observation_limits_in_order CHECK (lower_ci95 IS NULL OR upper_ci95 IS NULL OR lower_ci95 <= upper_ci95),
    CONSTRAINT observation_indicator FOREIGN KEY (indicator_id) REFERENCES indicator (id),
    CONSTRAINT observation_area FOREIGN KEY (area_id) REFERENCES area (id),
    CONSTRAINT observation_period FOREIGN KEY (period_id) REFERENCES period (id),
    CONSTRAINT observation_breakdown FOREIGN KEY (breakdown_id) REFERENCES breakdown (id),
    CONSTRAINT observation_release FOREIGN KEY (release_id) REFERENCES dataset_release (id),
    CONSTRAINT observation_note FOREIGN KEY (note_id) REFERENCES note (id))`,
  /*
   * How far each indicator's current figures reach, by kind of area. Derived from `observation`; every load that changes a figure of a
   * data set rewrites the rows of its indicators in the same transaction, so that no reader ever scans the facts to know it.
   */
  `indicator_coverage (
    indicator_id INT NOT NULL, area_type VARCHAR(40) NOT NULL, area_count INT NOT NULL, observation_count INT NOT NULL, missing_count INT NOT NULL,
    earliest_period_id INT NOT NULL, latest_period_id INT NOT NULL,
    PRIMARY KEY (indicator_id, area_type),
    CONSTRAINT indicator_coverage_indicator FOREIGN KEY (indicator_id) REFERENCES indicator (id),
    CONSTRAINT indicator_coverage_area_type FOREIGN KEY (area_type) REFERENCES area_type (code),
    CONSTRAINT indicator_coverage_earliest FOREIGN KEY (earliest_period_id) REFERENCES period (id),
    CONSTRAINT indicator_coverage_latest FOREIGN KEY (latest_period_id) REFERENCES period (id))`,
];

const INDEXES: readonly string[] = [
  "CREATE INDEX area_by_type ON area (area_type, code)",
  "CREATE INDEX area_membership_by_parent ON area_membership (parent_area_id, child_area_id)",
];

export class Store1764000000000 implements MigrationInterface {
  name = "Store1764000000000";

  async up(runner: QueryRunner): Promise<void> {
    const suffix =
      runner.connection.options.type === "better-sqlite3"
        ? "WITHOUT ROWID"
        : "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    for (const table of TABLES) await runner.query(`CREATE TABLE ${table} ${suffix}`);
    for (const index of INDEXES) await runner.query(index);
    await runner.query("INSERT INTO breakdown (id, code) VALUES (0, '')");
    await runner.query("INSERT INTO store_version (id, version, changed_at) VALUES (1, 0, '1970-01-01 00:00:00.000')");
  }

  /** Forward only: a store is put back by restoring a backup, never by dropping what members entered. */
  async down(): Promise<void> {
    throw new Error("Migrations of the store go forward only; restore a backup to go back.");
  }
}
