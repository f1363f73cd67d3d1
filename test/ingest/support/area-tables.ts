import type { Store } from "../../../src/datasources/local/store";

/** Two kinds of area, and an area each. */
export async function loadArea(store: Store): Promise<void> {
  await store.db.query(
    "INSERT INTO area_type (code, label, gss_prefixes, hierarchy) VALUES ('MD', 'Metropolitan district', 'E08', 'ADMINISTRATIVE'), ('RGN', 'Region', 'E12', 'ADMINISTRATIVE')",
  );
  await store.db.query(
    "INSERT INTO area (id, code, name, area_type, status) VALUES (1, 'E08000009', 'Trafford', 'MD', 'LIVE'), (2, 'E12000002', 'North West', 'RGN', 'LIVE')",
  );
}
