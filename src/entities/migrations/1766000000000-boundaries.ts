import type { MigrationInterface, QueryRunner } from "typeorm";

/** Drawings of areas, and the weights by which figures are shared out where areas split. The rules of the first migration hold. */
const TABLES: readonly { readonly sql: string; readonly wide: boolean }[] = [
  {
    /*
     * One drawing of one area. `geometry` is a GeoJSON Polygon or MultiPolygon, longitude before latitude, in degrees of WGS 84.
     * The box is kept beside it, so that a point is looked for among boxes before any drawing is opened.
     */
    wide: true,
    sql: `boundary (
    area_id INT NOT NULL, boundaries_at DATE NOT NULL, detail VARCHAR(40) NOT NULL, west DOUBLE NOT NULL, south DOUBLE NOT NULL, east DOUBLE NOT NULL,
    north DOUBLE NOT NULL, centroid_longitude DOUBLE NOT NULL, centroid_latitude DOUBLE NOT NULL, source VARCHAR(400) NOT NULL, geometry LONGTEXT NOT NULL,
    PRIMARY KEY (area_id, boundaries_at, detail),
    CONSTRAINT boundary_box CHECK (west <= east AND south <= north),
    CONSTRAINT boundary_area FOREIGN KEY (area_id) REFERENCES area (id))`,
  },
  {
    // How much of something an area held on a day: residents, households, addresses, square kilometres of land.
    wide: false,
    sql: `area_weight (
    area_id INT NOT NULL, basis VARCHAR(40) NOT NULL, weighed_at DATE NOT NULL, value DOUBLE NOT NULL, source VARCHAR(400) NOT NULL,
    PRIMARY KEY (area_id, basis, weighed_at),
    CONSTRAINT area_weight_positive CHECK (value >= 0),
    CONSTRAINT area_weight_area FOREIGN KEY (area_id) REFERENCES area (id))`,
  },
];

const INDEXES: readonly string[] = ["CREATE INDEX boundary_by_box ON boundary (west, east, south, north)"];

export class Boundaries1766000000000 implements MigrationInterface {
  name = "Boundaries1766000000000";

  async up(runner: QueryRunner): Promise<void> {
    const embedded = runner.connection.options.type === "better-sqlite3";
    for (const { sql, wide } of TABLES) {
      const clustered = wide ? "" : "WITHOUT ROWID";
      const suffix = embedded ? clustered : "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
      await runner.query(`CREATE TABLE ${sql} ${suffix}`);
    }
    for (const index of INDEXES) await runner.query(index);
  }

  /** Forward only: a store is put back by restoring a backup, never by dropping what members entered. */
  async down(): Promise<void> {
    throw new Error("Migrations of the store go forward only; restore a backup to go back.");
  }
}
