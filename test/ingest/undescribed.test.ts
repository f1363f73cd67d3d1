import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importPath } from "../../src/ingest/import";
import { freshStore, kindsUnderTest } from "../support/stores";

const TABLE = `areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes
E08000009,Trafford,Local Authority District,Allotment waiting list,2024/25,1234,Count,people,,,,
E08000003,Manchester,Local Authority District,Allotment waiting list,2024/25,,Count,people,,,c,
na,Nowhere,Local Authority District,Allotment waiting list,2024/25,5,Count,people,,,,
`;

describe.each(kindsUnderTest())("a table without a description (%s store)", (kind) => {
  test("is loaded with nothing taken for granted: no licence, no polarity, no decimals that it has not", async () => {
    const folder = mkdtempSync(join(tmpdir(), "outturn-undescribed-"));
    const { store, drop } = await freshStore(kind);
    try {
      await store.db.query(
        "INSERT INTO area_type (code, label, gss_prefixes, hierarchy) VALUES ('MD', 'Metropolitan district', 'E08', 'ADMINISTRATIVE')",
      );
      await store.db.query(
        "INSERT INTO area (id, code, name, area_type, status) VALUES (1, 'E08000003', 'Manchester', 'MD', 'LIVE'), (2, 'E08000009', 'Trafford', 'MD', 'LIVE')",
      );
      writeFileSync(join(folder, "allotments.csv"), TABLE);
      const report = await importPath(store, join(folder, "allotments.csv"));
      expect(report.files).toMatchObject([
        { state: "LOADED", rowsRead: 3, added: 2, refused: 1, refusals: [{ row: 4, column: "areacd", found: "na" }] },
      ]);
      const [about] = await store.db.query(
        `SELECT i.polarity AS polarity, i.decimal_places AS decimals, d.designation AS designation, l.code AS licence, s.name AS source
           FROM indicator i JOIN dataset d ON d.id = i.dataset_id JOIN licence l ON l.id = d.licence_id JOIN source s ON s.id = d.source_id`,
      );
      expect(about).toEqual({
        polarity: "UNKNOWN",
        decimals: 0,
        designation: "NO_ACCREDITATION",
        licence: "NOT-STATED",
        source: "Not stated",
      });
      expect((await importPath(store, join(folder, "allotments.csv"))).changed).toBe(false);
    } finally {
      await drop();
      rmSync(folder, { recursive: true });
    }
  });
});
