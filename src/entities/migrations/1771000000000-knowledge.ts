import type { MigrationInterface, QueryRunner } from "typeorm";

/** What councils and others wrote, every version of it, and what it is about. The rules of the first migration hold. */
const TABLES: readonly string[] = [
  // `fresh_on` is the day that lists are ordered by: of publication, or where nobody told, on which the hub got the item.
  `knowledge (
    id INT NOT NULL, item_key VARCHAR(160) NOT NULL, kind VARCHAR(20) NOT NULL, title VARCHAR(300) NOT NULL, summary TEXT, url VARCHAR(2000),
    published_on DATE, author VARCHAR(300), council_code VARCHAR(160), status VARCHAR(200), discussed_in VARCHAR(300),
    visibility VARCHAR(20) NOT NULL, state VARCHAR(20) NOT NULL, version INT NOT NULL, fresh_on DATE NOT NULL,
    created_at DATETIME(3) NOT NULL, updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT knowledge_key UNIQUE (item_key))`,

  // Apart from the item, so that lists of items do not read their texts.
  `knowledge_text (
    item_id INT NOT NULL, body MEDIUMTEXT NOT NULL,
    PRIMARY KEY (item_id), CONSTRAINT knowledge_text_item FOREIGN KEY (item_id) REFERENCES knowledge (id))`,

  /*
   * By type and key, as global ids have them: what an item is about may be harvested later, or be withdrawn. Rows that are not `stated` say
   * whose the item is: it is found with that council, and is not about it.
   */
  `knowledge_subject (
    item_id INT NOT NULL, node_type VARCHAR(20) NOT NULL, node_key VARCHAR(300) NOT NULL, stated INT NOT NULL, position INT NOT NULL,
    PRIMARY KEY (item_id, node_type, node_key),
    CONSTRAINT knowledge_subject_item FOREIGN KEY (item_id) REFERENCES knowledge (id))`,

  // Keys of figures as they were known at an instant: see core/as-known.ts.
  `knowledge_evidence (
    item_id INT NOT NULL, position INT NOT NULL, observation_key VARCHAR(700) NOT NULL,
    PRIMARY KEY (item_id, position),
    CONSTRAINT knowledge_evidence_item FOREIGN KEY (item_id) REFERENCES knowledge (id))`,

  // Every version whole, as JSON, with the state and visibility that it had.
  `knowledge_version (
    item_id INT NOT NULL, version INT NOT NULL, state VARCHAR(20) NOT NULL, visibility VARCHAR(20) NOT NULL, content MEDIUMTEXT NOT NULL,
    changed_at DATETIME(3) NOT NULL, changed_by VARCHAR(100) NOT NULL, reason VARCHAR(1000),
    PRIMARY KEY (item_id, version),
    CONSTRAINT knowledge_version_item FOREIGN KEY (item_id) REFERENCES knowledge (id))`,
];

const INDEXES = [
  "CREATE INDEX knowledge_subject_node ON knowledge_subject (node_type, node_key)",
  "CREATE INDEX knowledge_fresh ON knowledge (fresh_on)",
];

/** The words of items, each once, written so that both engines find the same: see datasources/local/knowledge-words.ts. */
const WORDS = {
  embedded: "CREATE VIRTUAL TABLE knowledge_words USING fts5 (words, tokenize = 'ascii', detail = none)",
  server: `CREATE TABLE knowledge_words (
    item_id INT NOT NULL, words MEDIUMTEXT NOT NULL,
    PRIMARY KEY (item_id), FULLTEXT INDEX knowledge_words_found (words))`,
};

export class Knowledge1771000000000 implements MigrationInterface {
  name = "Knowledge1771000000000";

  async up(runner: QueryRunner): Promise<void> {
    const embedded = runner.connection.options.type === "better-sqlite3";
    const server = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    for (const table of TABLES) await runner.query(`CREATE TABLE ${table} ${embedded ? "WITHOUT ROWID" : server}`);
    await runner.query(embedded ? WORDS.embedded : `${WORDS.server} ${server}`);
    for (const index of INDEXES) await runner.query(index);
  }

  /** Forward only: a store is put back by restoring a backup, never by dropping what members entered. */
  async down(): Promise<void> {
    throw new Error("Migrations of the store go forward only; restore a backup to go back.");
  }
}
