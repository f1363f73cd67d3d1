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
 * Rewrites what `indicator_coverage` says of these indicators from their current figures: three readings, one INSERT.
 * Call it in the transaction that changed the figures.
 */
export async function writeCoverage(writer: Writer, indicators: readonly number[]): Promise<void> {
  if (indicators.length === 0) return;
  const scope = `IN (${indicators.map((id) => Math.trunc(id)).join(", ")})`;
  const current = `indicator_id ${scope} AND superseded_at IS NULL`;
  // Dates are joined in here, once a period rather than once a figure; areas are told apart along the clustered key before they are joined.
  const spans = new Map(
    (await writer.select("SELECT id, start_date AS begins, end_date AS ends FROM period")).map((row) => [
      Number(row.id),
      { start: String(row.begins), end: String(row.ends) },
    ]),
  );
  const periods = await writer.select(
    `SELECT o.indicator_id AS indicator, a.area_type AS type, o.period_id AS period, COUNT(*) AS figures, COUNT(o.value) AS valued
     FROM observation o JOIN area a ON a.id = o.area_id WHERE o.${current} GROUP BY o.indicator_id, a.area_type, o.period_id`,
  );
  const areas = await writer.select(
    `SELECT o.indicator_id AS indicator, a.area_type AS type, COUNT(*) AS areas
     FROM (SELECT DISTINCT indicator_id, area_id FROM observation WHERE ${current}) o JOIN area a ON a.id = o.area_id
     GROUP BY o.indicator_id, a.area_type`,
  );
  const reaches = new Map<string, Reach>();
  for (const row of periods) {
    const key = `${row.indicator} ${row.type}`;
    const id = Number(row.period);
    const period = { id, start: spans.get(id)?.start ?? "", end: spans.get(id)?.end ?? "" };
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
