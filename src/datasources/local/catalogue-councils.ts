import type * as r from "../core/records";
import { grown } from "./area-node";
import type { Areas } from "./catalogue-areas";
import { byText, known, Lists, required } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

interface CouncilRow {
  id: number;
  code: string;
  name: string;
  tier: r.CouncilRecord["tier"];
  area_id: number;
  upper_tier_id: number | null;
  homepage: string | null;
  start_date: string | null;
  end_date: string | null;
}

/** Councils by key, linked to their areas, upper tiers and successors. Two statements. */
export async function readCouncils(store: Store, areas: Areas): Promise<readonly r.CouncilRecord[]> {
  const sql =
    "SELECT id, code, name, tier, area_id, upper_tier_id, homepage, start_date, end_date FROM council ORDER BY code";
  const rows = await select<CouncilRow>(store, sql);
  const successorsOf = new Lists<number, r.CouncilRecord>();
  const byId = new Map<number, r.CouncilRecord & { upperTier?: r.CouncilRecord }>();
  for (const row of rows) {
    const area = required(areas.byId, row.area_id, "area");
    const council: r.CouncilRecord = {
      nodeType: "Council",
      id: row.id,
      key: row.code,
      organisationCode: row.code,
      name: row.name,
      tier: row.tier,
      area,
      ...known({ homepage: row.homepage, startDate: row.start_date, endDate: row.end_date }),
      succeededBy: successorsOf.of(row.id),
    };
    byId.set(row.id, council);
    area.councils = grown(area.councils, council);
  }
  for (const row of rows) {
    const council = byId.get(row.id);
    if (council !== undefined && row.upper_tier_id !== null)
      council.upperTier = required(byId, row.upper_tier_id, "council");
  }
  const successionSql =
    "SELECT council_id, successor_id FROM council_succession ORDER BY council_id, operative_date, successor_id";
  for (const row of await select<{ council_id: number; successor_id: number }>(store, successionSql)) {
    successorsOf.add(row.council_id, required(byId, row.successor_id, "council"));
  }
  // A council serves its ground, whichever of the ground's codes it is filed under.
  for (const area of areas.areas) {
    if (area.councils.length > 0) continue;
    const elsewhere = area.sameGround.find((other) => other.councils.length > 0);
    if (elsewhere !== undefined) area.councils = elsewhere.councils;
  }
  return [...byId.values()].sort(byText((council) => council.key));
}
