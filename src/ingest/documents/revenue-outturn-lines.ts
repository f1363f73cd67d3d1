import { FileProblem } from "../reading/file-problem";
import type { SqlValue, Writer } from "../writing/transaction";

/** A line of the outturn as the table `spend_lines` has it: a column of the publisher's file and the indicator that it becomes. */
export interface SpendLine {
  /** The column: `RO5_envcll_net_cur_exp`. */
  readonly line: string;
  readonly slug: string;
  readonly name: string;
  readonly serviceClass: string;
  readonly about: string | null;
  /** Ids of the services that it covers, ascending. */
  readonly services: readonly number[];
}

/** The lines of the table `spend_lines`, by column. Throws FileProblem where there is none, or where two share a slug. */
export async function readSpendLines(writer: Writer): Promise<readonly SpendLine[]> {
  const services = new Map<number, number[]>();
  for (const row of await writer.select(
    "SELECT spend_line_id AS line, service_id AS service FROM spend_line_service ORDER BY service_id",
  ))
    services.set(Number(row.line), [...(services.get(Number(row.line)) ?? []), Number(row.service)]);
  const rows = await writer.select("SELECT id, line, slug, name, service_class, about FROM spend_line ORDER BY line");
  if (rows.length === 0)
    throw new FileProblem(
      "The store does not know which columns to take. Import data/standards/spend_lines.csv first.",
    );
  const lines = rows.map((row) => ({
    line: String(row.line),
    slug: String(row.slug),
    name: String(row.name),
    serviceClass: String(row.service_class),
    about: row.about === null ? null : String(row.about),
    services: services.get(Number(row.id)) ?? [],
  }));
  const seen = new Map<string, string>();
  for (const { line, slug } of lines) {
    const other = seen.get(slug);
    if (other !== undefined)
      throw new FileProblem(
        `Two lines of spend_lines have the slug ${slug}: ${other} and ${line}. Give each its own.`,
        { column: line, found: slug },
      );
    seen.set(slug, line);
  }
  return lines;
}

const DATASET = "revenue-outturn";
const HOMEPAGE =
  "https://www.gov.uk/government/statistics/local-authority-revenue-expenditure-and-financing-england-revenue-outturn-multi-year-data-set";
const OGL: Readonly<Record<string, SqlValue>> = {
  label: "Open Government Licence v3.0",
  url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
  attribution: "Contains public sector information licensed under the Open Government Licence v3.0.",
};
const PUBLISHER = "Ministry of Housing, Communities and Local Government";
const TOPIC = { slug: "council-spending", label: "Council spending" };
const CAVEATS = [
  "As councils return it: what they count under a line differs, above all overheads and services that they share.",
  "A negative figure is income above spending.",
].join("\n");

export interface OutturnIndicators {
  readonly dataset: number;
  /** Ids of indicators by line. */
  readonly ids: ReadonlyMap<string, number>;
  /** Indicators and links that were made, changed or taken away. */
  readonly changes: number;
}

/** Finds or makes the data set, and the indicator of each line with its topic and the services that it speaks for in the role SPEND. */
export async function putIndicators(writer: Writer, lines: readonly SpendLine[]): Promise<OutturnIndicators> {
  const licence = await keyed(writer, "licence", "code", "OGL-UK-3.0", OGL);
  const source = await keyed(writer, "source", "slug", "mhclg", {
    name: PUBLISHER,
    publisher: PUBLISHER,
    kind: "LOCAL_TABLE",
    licence_id: licence.id,
  });
  const dataset = await keyed(writer, "dataset", "slug", DATASET, {
    title: "Local authority revenue outturn, England",
    description:
      "What councils in England spent on services from their revenue budgets in each financial year, as they returned it to the department.",
    source_id: source.id,
    licence_id: licence.id,
    designation: "ACCREDITED_OFFICIAL",
    frequency: "ANNUALLY",
    homepage: HOMEPAGE,
    version: 0,
  });
  const topic = await keyed(writer, "topic", "slug", TOPIC.slug, { label: TOPIC.label, parent_id: null });
  const ids = new Map<string, number>();
  let changes = 0;
  for (const line of lines) {
    const put = await putIndicator(writer, dataset.id, line);
    ids.set(line.line, put.id);
    changes +=
      Number(put.changed) + (await linkTopic(writer, put.id, topic.id)) + (await linkServices(writer, put.id, line));
  }
  return { dataset: dataset.id, ids, changes };
}

async function putIndicator(
  writer: Writer,
  dataset: number,
  line: SpendLine,
): Promise<{ readonly id: number; readonly changed: boolean }> {
  const identifier = `${DATASET}:${line.line}`;
  const said: Readonly<Record<string, SqlValue>> = { slug: line.slug, name: line.name, definition: definitionOf(line) };
  const [stands] = await writer.select(
    `SELECT i.id AS id, i.slug AS slug, i.name AS name, i.definition AS definition
     FROM indicator_identifier x JOIN indicator i ON i.id = x.indicator_id WHERE x.scheme = 'LOCAL' AND x.value = ?`,
    [identifier],
  );
  const [taken] = await writer.select("SELECT id FROM indicator WHERE slug = ?", [line.slug]);
  if (taken !== undefined && Number(taken.id) !== Number(stands?.id))
    throw new FileProblem(
      `The store has another indicator called "${line.slug}". Give the line another slug in spend_lines.`,
      {
        column: line.line,
        found: line.slug,
      },
    );
  if (stands !== undefined) {
    const id = Number(stands.id);
    if (Object.keys(said).every((name) => said[name] === stands[name])) return { id, changed: false };
    await writer.change("UPDATE indicator SET slug = ?, name = ?, definition = ? WHERE id = ?", [
      ...Object.values(said),
      id,
    ]);
    return { id, changed: true };
  }
  const id = await writer.nextId("indicator");
  const row: Readonly<Record<string, SqlValue>> = {
    id,
    dataset_id: dataset,
    ...said,
    caveats: CAVEATS,
    unit_code: "gbp-thousand",
    unit_label: "pounds sterling, thousands",
    unit_prefix: "£",
    unit_suffix: " thousand",
    unit_multiplier: 1000,
    decimal_places: 0,
    polarity: "NO_JUDGEMENT",
    polarity_reason: "Spending more is neither good nor bad by itself: it says nothing of what came of it.",
    value_type: "CURRENCY",
    frequency: "ANNUALLY",
    period_type: "FINANCIAL_YEAR",
    is_aggregatable: 1,
    is_standardised: 0,
    has_confidence_intervals: 0,
  };
  await writer.insert("indicator", Object.keys(row), [Object.values(row)]);
  await writer.insert(
    "indicator_identifier",
    ["indicator_id", "scheme", "value", "url"],
    [[id, "LOCAL", identifier, null]],
  );
  return { id, changed: true };
}

function definitionOf({ line, serviceClass, about }: SpendLine): string {
  return `${about === null ? "" : `${about} `}${serviceClass}: line ${line} of the revenue outturn, in thousands of pounds of the year (not adjusted for inflation).`;
}

async function linkTopic(writer: Writer, indicator: number, topic: number): Promise<number> {
  const [linked] = await writer.select(
    "SELECT 1 AS found FROM indicator_topic WHERE indicator_id = ? AND topic_id = ?",
    [indicator, topic],
  );
  if (linked === undefined) await writer.insert("indicator_topic", ["indicator_id", "topic_id"], [[indicator, topic]]);
  return linked === undefined ? 1 : 0;
}

/** Words that every reason of the loader's own links begins with; links that members made have others, and stay. */
const OWN = "Revenue outturn: ";

async function linkServices(writer: Writer, indicator: number, { line, services }: SpendLine): Promise<number> {
  const others =
    services.length === 1
      ? "alone"
      : `with ${services.length - 1} other${services.length === 2 ? "" : "s"} of the list`;
  const reason = `${OWN}line ${line} covers it ${others}.`;
  const rows = await writer.select(
    "SELECT service_id AS service, reason FROM service_indicator WHERE indicator_id = ? AND role = 'SPEND'",
    [indicator],
  );
  const standing = new Map(rows.map((row) => [Number(row.service), String(row.reason)]));
  const stale = [...standing].filter(
    ([service, said]) => said.startsWith(OWN) && (said !== reason || !services.includes(service)),
  );
  for (const [service] of stale) {
    await writer.change("DELETE FROM service_indicator WHERE indicator_id = ? AND service_id = ? AND role = 'SPEND'", [
      indicator,
      service,
    ]);
    standing.delete(service);
  }
  const fresh = services.filter((service) => !standing.has(service));
  const columns = ["service_id", "indicator_id", "role", "reason"];
  await writer.insert(
    "service_indicator",
    columns,
    fresh.map((service) => [service, indicator, "SPEND", reason]),
  );
  return stale.length + fresh.length;
}

/** The row of this key, made with the values where there is none. */
async function keyed(
  writer: Writer,
  table: string,
  column: string,
  key: string,
  values: Readonly<Record<string, SqlValue>>,
): Promise<{ readonly id: number }> {
  const [known] = await writer.select(`SELECT id FROM ${table} WHERE ${column} = ?`, [key]);
  if (known !== undefined) return { id: Number(known.id) };
  const id = await writer.nextId(table);
  await writer.insert(table, ["id", column, ...Object.keys(values)], [[id, key, ...Object.values(values)]]);
  return { id };
}
