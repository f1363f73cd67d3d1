import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What the hub keeps of national services: their indicators as harvested, how far each harvest got, and their kept answers. The rules of
 * the first migration hold. Tables marked `wide` have rows of kilobytes: SQLite keeps those better in its ordinary tables than in
 * clustered ones, whose inner pages would fill with them.
 */
const TABLES: readonly { readonly sql: string; readonly wide: boolean }[] = [
  {
    wide: false,
    /*
     * `declared_hash`: SHA-256 of what the source's file declares, so that a start with nothing new writes nothing. `licence`: the
     * terms with this publisher's own words of attribution (JSON), where the table of licences has one row for all who use them.
     */
    sql: `remote_source (
    source VARCHAR(40) NOT NULL, source_id INT NOT NULL, declared_hash CHAR(64) NOT NULL, licence TEXT NOT NULL,
    PRIMARY KEY (source), CONSTRAINT remote_source_row UNIQUE (source_id),
    CONSTRAINT remote_source_source FOREIGN KEY (source_id) REFERENCES source (id))`,
  },
  {
    wide: true,
    sql: `remote_dataset (
    dataset_id INT NOT NULL, source VARCHAR(40) NOT NULL, upstream_id VARCHAR(120) NOT NULL, body MEDIUMTEXT NOT NULL, content_hash CHAR(64) NOT NULL,
    licence TEXT, seen_at DATETIME(3),
    PRIMARY KEY (dataset_id), CONSTRAINT remote_dataset_upstream UNIQUE (source, upstream_id),
    CONSTRAINT remote_dataset_dataset FOREIGN KEY (dataset_id) REFERENCES dataset (id))`,
  },
  {
    wide: true,
    // Dimensions as JSON, by the SHA-256 of the text: indicators of one data set mostly share theirs, which may have hundreds of members.
    sql: `remote_dimensions (
    hash CHAR(64) NOT NULL, body MEDIUMTEXT NOT NULL,
    PRIMARY KEY (hash))`,
  },
  {
    wide: true,
    /*
     * `body` is what the columns of `indicator` do not hold (src/datasources/local/packed-indicator.ts). How far its figures reach stands
     * here rather than in rows a kind of area: publishers' catalogues state one span for all kinds. `area_types` are kinds, never
     * classes, separated by spaces. `seen_at` is null for an indicator that is only declared; `gone_at` is set when a whole harvest
     * lacked it.
     */
    sql: `remote_indicator (
    indicator_id INT NOT NULL, source VARCHAR(40) NOT NULL, upstream_id VARCHAR(120) NOT NULL, body MEDIUMTEXT NOT NULL, content_hash CHAR(64) NOT NULL,
    dimensions_hash CHAR(64), area_types VARCHAR(400) NOT NULL, earliest VARCHAR(40), latest VARCHAR(40), seen_at DATETIME(3), gone_at DATETIME(3),
    PRIMARY KEY (indicator_id), CONSTRAINT remote_indicator_upstream UNIQUE (source, upstream_id),
    CONSTRAINT remote_indicator_indicator FOREIGN KEY (indicator_id) REFERENCES indicator (id),
    CONSTRAINT remote_indicator_dimensions FOREIGN KEY (dimensions_hash) REFERENCES remote_dimensions (hash))`,
  },
  {
    wide: false,
    // Pairs of slugs that are declared the same thing. No foreign keys: a source may name an indicator that is loaded later.
    sql: `indicator_equivalent (
    slug VARCHAR(160) NOT NULL, same_as VARCHAR(160) NOT NULL,
    PRIMARY KEY (slug, same_as), CONSTRAINT indicator_equivalent_not_itself CHECK (slug <> same_as))`,
  },
  {
    wide: false,
    sql: `catalogue_sync (
    source VARCHAR(40) NOT NULL, part VARCHAR(20) NOT NULL, state VARCHAR(20) NOT NULL, next_cursor TEXT, started_at DATETIME(3) NOT NULL,
    finished_at DATETIME(3), pages INT NOT NULL, seen INT NOT NULL, expected INT, refused INT NOT NULL, added INT NOT NULL, changed INT NOT NULL,
    gone INT NOT NULL, message TEXT,
    PRIMARY KEY (source, part))`,
  },
  {
    wide: true,
    // Harvested pages that wait to be put into the catalogue together, so that readers see a harvest whole.
    sql: `catalogue_page (
    source VARCHAR(40) NOT NULL, part VARCHAR(20) NOT NULL, position INT NOT NULL, body LONGTEXT NOT NULL,
    PRIMARY KEY (source, part, position))`,
  },
  {
    wide: true,
    // Milliseconds since 1970 in BIGINT. Keys are longer than an index takes: their SHA-256 stands for them.
    sql: `kept_answer (
    key_hash CHAR(64) NOT NULL, kept_key TEXT NOT NULL, source VARCHAR(40) NOT NULL, body LONGTEXT NOT NULL, fetched_at BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (key_hash))`,
  },
];

const INDEXES: readonly string[] = [
  "CREATE INDEX remote_indicator_gone ON remote_indicator (gone_at)",
  "CREATE INDEX kept_answer_until ON kept_answer (keep_until)",
];

export class NationalSources1765000000000 implements MigrationInterface {
  name = "NationalSources1765000000000";

  async up(runner: QueryRunner): Promise<void> {
    const embedded = runner.connection.options.type === "better-sqlite3";
    for (const { sql, wide } of TABLES) {
      const suffix = embedded
        ? wide
          ? ""
          : "WITHOUT ROWID"
        : "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
      await runner.query(`CREATE TABLE ${sql} ${suffix}`);
    }
    for (const index of INDEXES) await runner.query(index);
  }

  /** Forward only: a store is put back by restoring a backup, never by dropping what members entered. */
  async down(): Promise<void> {
    throw new Error("Migrations of the store go forward only; restore a backup to go back.");
  }
}
