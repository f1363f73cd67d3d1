import type { Writer } from "../writing/transaction";

interface Reach {
  areas: number;
  figures: number;
  blanks: number;
  earliest: { id: number; start: string };
  latest: { id: number; end: string };
}

const COLUMNS = [
  "indicator_id",
  "area_type",
  "area_count",
  "observation_count",
  "missing_count",
  "earliest_period_id",
  "latest_period_id",
];

/**
 * Rewrites what `indicator_coverage` says of these indicators from their current figures: two grouped readings, one INSERT.
 * Call it in the transaction that changed the figures.
 */
export async function writeCoverage(writer: Writer, indicators: readonly number[]): Promise<void> {
  if (indicators.length === 0) return;
  const scope = `IN (${indicators.map((id) => Math.trunc(id)).join(", ")})`;
  const from = `FROM observation o JOIN area a ON a.id = o.area_id`;
  const current = `WHERE o.indicator_id ${scope} AND o.superseded_at IS NULL`;
  const periods = await writer.select(
    `SELECT o.indicator_id AS indicator, a.area_type AS type, o.period_id AS period, p.start_date AS begins, p.end_date AS ends,
       COUNT(*) AS figures, COUNT(o.value) AS valued
     ${from} JOIN period p ON p.id = o.period_id ${current} GROUP BY o.indicator_id, a.area_type, o.period_id, p.start_date, p.end_date`,
  );
  const areas = await writer.select(
    `SELECT o.indicator_id AS indicator, a.area_type AS type, COUNT(DISTINCT o.area_id) AS areas ${from} ${current} GROUP BY o.indicator_id, a.area_type`,
  );
  const reaches = new Map<string, Reach>();
  for (const row of periods) {
    const key = `${row.indicator} ${row.type}`;
    const period = { id: Number(row.period), start: String(row.begins), end: String(row.ends) };
    const reach = reaches.get(key) ?? { areas: 0, figures: 0, blanks: 0, earliest: period, latest: period };
    reach.figures += Number(row.figures);
    reach.blanks += Number(row.figures) - Number(row.valued);
    if (period.start < reach.earliest.start) reach.earliest = period;
    if (period.end > reach.latest.end) reach.latest = period;
    reaches.set(key, reach);
  }
  await writer.change(`DELETE FROM indicator_coverage WHERE indicator_id ${scope}`);
  const rows = areas.flatMap((row) => {
    const reach = reaches.get(`${row.indicator} ${row.type}`);
    if (reach === undefined) return [];
    const { figures, blanks, earliest, latest } = reach;
    return [[Number(row.indicator), String(row.type), Number(row.areas), figures, blanks, earliest.id, latest.id]];
  });
  await writer.insert("indicator_coverage", COLUMNS, rows);
}
