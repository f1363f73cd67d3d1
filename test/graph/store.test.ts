import { freshStore, kindsUnderTest } from "../support/stores";

describe.each(kindsUnderTest())("the tables of the %s store", (kind) => {
  test("have the columns that the entities have, and the checks bite", async () => {
    const fresh = await freshStore(kind);
    try {
      const { db, dialect } = fresh.store;
      const runner = db.createQueryRunner();
      for (const entity of db.entityMetadatas) {
        const table = await runner.getTable(entity.tablePath);
        expect([entity.tableName, table?.columns.map((column) => column.name).toSorted()]).toEqual([
          entity.tableName,
          entity.columns.map((column) => column.databaseName).toSorted(),
        ]);
      }
      expect(db.migrations.length).toBeGreaterThan(0);
      expect(await db.showMigrations()).toBe(false);
      await runner.release();

      if (dialect === "mysql") {
        const tables = await db.query(
          "SELECT table_name AS name, table_collation AS collation FROM information_schema.tables WHERE table_schema = DATABASE()",
        );
        const ours = tables.filter((table: { name: string }) => table.name !== "migrations");
        expect(new Set(ours.map((table: { collation: string }) => table.collation))).toEqual(new Set(["utf8mb4_bin"]));
      }
      await db.query("INSERT INTO licence (id, code, label) VALUES (1, 'OGL', 'Open')");
      await db.query("INSERT INTO source (id, slug, name, kind, licence_id) VALUES (1, 's', 'S', 'LOCAL_TABLE', 1)");
      await db.query(
        "INSERT INTO dataset (id, slug, title, source_id, licence_id, designation, frequency, version) VALUES (1, 'd', 'D', 1, 1, 'OFFICIAL', 'ANNUALLY', 1)",
      );
      await db.query(
        "INSERT INTO dataset_release (id, dataset_id, title, version, type, status, learnt_at, content_hash, rows_read, rows_kept, rows_refused) VALUES (1, 1, 'R', '1', 'MAJOR', 'PUBLISHED', '2026-01-01 00:00:00.000', 'x', 0, 0, 0)",
      );
      await db.query(
        "INSERT INTO indicator (id, slug, dataset_id, name, unit_code, unit_label, decimal_places, polarity, polarity_reason, value_type, frequency, period_type, is_aggregatable, is_standardised, has_confidence_intervals) VALUES (1, 'i', 1, 'I', 'u', 'U', 0, 'UNKNOWN', 'r', 'COUNT', 'ANNUALLY', 'CALENDAR_YEAR', 0, 0, 0)",
      );
      await db.query(
        "INSERT INTO period (id, iso, type, label, start_date, end_date) VALUES (1, '2024-01-01/P1Y', 'CALENDAR_YEAR', '2024', '2024-01-01', '2024-12-31')",
      );
      await db.query(
        "INSERT INTO area_type (code, label, gss_prefixes, hierarchy) VALUES ('UA', 'Unitary', 'E06', 'ADMINISTRATIVE')",
      );
      await db.query(
        "INSERT INTO area (id, code, name, area_type, status) VALUES (1, 'W06000001', 'Ynys Môn', 'UA', 'LIVE')",
      );
      const figure = (value: string, missing: string, limits = "NULL, NULL", release = 1) =>
        db.query(
          `INSERT INTO observation (indicator_id, area_id, period_id, breakdown_id, release_id, value, missing, lower_ci95, upper_ci95, status_mask, learnt_at) VALUES (1, 1, 1, 0, ${release}, ${value}, ${missing}, ${limits}, 0, '2026-01-01 00:00:00.000')`,
        );
      await expect(figure("NULL", "NULL")).rejects.toThrow();
      await expect(figure("1", "'CONFIDENTIAL'")).rejects.toThrow();
      await expect(figure("1", "NULL", "2, 1")).rejects.toThrow();
      await expect(figure("1", "NULL", "NULL, NULL", 9)).rejects.toThrow();
      await db.query("SELECT 935.1686455815909e0 AS value").then((rows: unknown) => {
        expect(rows).toEqual([{ value: 935.1686455815909 }]); // to the last digit, which mysql2 by itself loses
      });
      await figure("0", "NULL");
      expect(await db.query("SELECT o.value, a.name FROM observation o JOIN area a ON a.id = o.area_id")).toEqual([
        { value: 0, name: "Ynys Môn" },
      ]);
      await expect(
        db.query("INSERT INTO neighbour (area_id, model, position, neighbour_area_id) VALUES (1, 'ONS_GLOBAL', 1, 1)"),
      ).rejects.toThrow();
    } finally {
      await fresh.drop();
    }
  });
});
