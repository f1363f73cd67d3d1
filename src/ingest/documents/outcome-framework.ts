import { createHash } from "node:crypto";
import type { FileCount } from "../report";
import type { SqlValue, Writer } from "../writing/transaction";
import type { DocumentLayout } from "./document";
import { FRAMEWORK, type Framework } from "./framework-shape";
import { pathText, shapeFaults } from "./shape-faults";
import { readText, readYaml, type YamlText } from "./yaml-text";

const COLUMNS = ["slug", "title", "owner", "version", "published_on", "source", "licence", "content_hash"] as const;
const OUTCOME_COLUMNS = ["slug", "title", "ambition", "wording", "sequence"] as const;
const LINK_COLUMNS = ["indicator_slug", "role", "sequence", "reason", "polarity"] as const;
/** Slugs that one warning names. */
const NAMED = 20;

/**
 * An outcome framework as YAML, in the shape of outcome-framework.schema.json. A file is taken whole or, where its shape is wrong, not at
 * all; a service or need that the store has not is refused alone. The file is the whole truth of its framework: an outcome that it no longer has
 * is withdrawn. The key is the framework's slug: an edition under the same slug takes the place of the one before, editions that shall stand
 * side by side have slugs of their own. Indicators are kept by slug, and need not be there yet: those that are not are told as a warning.
 */
export const outcomeFramework: DocumentLayout = {
  what: "outcome frameworks (YAML, .yml or .yaml)",

  isOne: (name) => /\.ya?ml$/i.test(name),

  async load(writer, file, count) {
    const yaml = readYaml(await readText(file.path));
    const read = FRAMEWORK.safeParse(yaml.value);
    if (!read.success) {
      for (const fault of shapeFaults(file.name, yaml, read.error)) count.refuse(fault);
      return count.report({ state: "REFUSED" });
    }
    count.rowsRead = read.data.outcomes.length;
    const outcomes = await linked(writer, read.data, { yaml, file: file.name, count });
    await warnOfUnknown(writer, read.data, count);
    return await put(writer, read.data, outcomes, count);
  },
};

interface Telling {
  readonly yaml: YamlText;
  readonly file: string;
  readonly count: FileCount;
}

/** An outcome as rows of the store. */
interface LinkedOutcome {
  readonly row: readonly SqlValue[];
  readonly indicators: readonly (readonly SqlValue[])[];
  readonly services: readonly number[];
  readonly needs: readonly number[];
}

/** The outcomes with the ids of their services and needs. What stands twice, or is not in the store, is refused. */
async function linked(writer: Writer, framework: Framework, telling: Telling): Promise<readonly LinkedOutcome[]> {
  const services = await idsBy(writer, "SELECT lgsl_id AS name, id FROM service");
  const needs = await idsBy(writer, "SELECT slug AS name, id FROM need");
  const once = firstsOf(telling);
  const ids = (
    list: readonly (string | number)[],
    path: readonly PropertyKey[],
    known: ReadonlyMap<string, number>,
    what: string,
  ) =>
    once(list, path, String).flatMap(({ item, at }) => {
      const id = known.get(String(item));
      if (id === undefined)
        refuse(
          telling,
          at,
          String(item),
          `The store has no ${what} of this ${what === "need" ? "key" : "LGSL number"}.`,
        );
      return id ?? [];
    });
  return once(framework.outcomes, ["outcomes"], (outcome) => outcome.slug, "slug").map(({ item, at, place }) => ({
    row: [item.slug, item.title, item.ambition ?? null, item.wording ?? framework.wording, item.sequence ?? place + 1],
    indicators: once(item.indicators, [...at, "indicators"], (link) => link.indicator, "indicator").map(
      ({ item: link }, order) => [link.indicator, link.role, order + 1, link.reason, link.polarity ?? null],
    ),
    services: ids(item.services, [...at, "services"], services, "service").toSorted((a, b) => a - b),
    needs: ids(item.needs, [...at, "needs"], needs, "need").toSorted((a, b) => a - b),
  }));
}

/** Takes the first of each name in a list; the others are refused. */
function firstsOf(telling: Telling) {
  return <T>(list: readonly T[], path: readonly PropertyKey[], nameOf: (item: T) => string, field?: string) => {
    const seen = new Set<string>();
    return list.flatMap((item, place) => {
      const at = [...path, place];
      const name = nameOf(item);
      if (!seen.has(name)) {
        seen.add(name);
        return [{ item, at, place }];
      }
      refuse(
        telling,
        field === undefined ? at : [...at, field],
        name,
        "It stands in this list already. Each may stand once.",
      );
      return [];
    });
  };
}

function refuse({ yaml, file, count }: Telling, path: readonly PropertyKey[], found: string, reason: string): void {
  count.refuse({ file, row: yaml.lineOf(path), column: pathText(path), found, reason });
}

async function warnOfUnknown(writer: Writer, framework: Framework, count: FileCount): Promise<void> {
  const own = await idsBy(writer, "SELECT slug AS name, id FROM indicator");
  const named = new Set(framework.outcomes.flatMap(({ indicators }) => indicators.map(({ indicator }) => indicator)));
  const unknown = [...named].filter((slug) => !own.has(slug));
  if (unknown.length === 0) return;
  const rest = unknown.length > NAMED ? ` and ${unknown.length - NAMED} more` : "";
  count.warnings.push(
    `${unknown.length} of ${named.size} indicators are not in the store, and count as soon as they are: ${unknown.slice(0, NAMED).join(", ")}${rest}.`,
  );
}

async function put(writer: Writer, framework: Framework, outcomes: readonly LinkedOutcome[], count: FileCount) {
  const { slug, title, owner, version, published_on, source, licence } = framework;
  const facts = [slug, title, owner, version, published_on ?? null, source ?? null, licence ?? null];
  const hash = createHash("sha256")
    .update(JSON.stringify([facts, outcomes]))
    .digest("hex");
  const [standing] = await writer.select("SELECT id, version, content_hash FROM outcome_framework WHERE slug = ?", [
    slug,
  ]);
  const kept = outcomes.length;
  if (standing?.content_hash === hash) return count.report({ state: "UNCHANGED", kept });
  if (standing !== undefined && standing.version !== version)
    count.warnings.push(`Edition ${version} takes the place of edition ${standing.version} of ${slug}.`);
  const id = standing === undefined ? await writer.nextId("outcome_framework") : Number(standing.id);
  if (standing === undefined) await writer.insert("outcome_framework", ["id", ...COLUMNS], [[id, ...facts, hash]]);
  else
    await writer.change(
      `UPDATE outcome_framework SET ${COLUMNS.map((name) => `${name} = ?`).join(", ")} WHERE id = ?`,
      [...facts, hash, id],
    );
  return count.report({ state: "LOADED", kept, ...(await putOutcomes(writer, id, outcomes)) });
}

/** Makes the outcomes of a framework what the file says, keeping the ids of those that stay. */
async function putOutcomes(writer: Writer, framework: number, outcomes: readonly LinkedOutcome[]) {
  const standing = await standingOutcomes(writer, framework);
  let [added, changed] = [0, 0];
  for (const outcome of outcomes) {
    const [slug] = outcome.row;
    const before = standing.get(String(slug));
    standing.delete(String(slug));
    if (before?.text === JSON.stringify(outcome)) continue;
    const id = before?.id ?? (await writer.nextId("outcome"));
    if (before === undefined) {
      await writer.insert("outcome", ["id", "framework_id", ...OUTCOME_COLUMNS], [[id, framework, ...outcome.row]]);
      added += 1;
    } else {
      await removeLinks(writer, id);
      const set = OUTCOME_COLUMNS.map((name) => `${name} = ?`).join(", ");
      await writer.change(`UPDATE outcome SET ${set} WHERE id = ?`, [...outcome.row, id]);
      changed += 1;
    }
    const own = <T>(rows: readonly T[], of: (row: T) => readonly SqlValue[]) => rows.map((row) => [id, ...of(row)]);
    await writer.insert(
      "outcome_indicator",
      ["outcome_id", ...LINK_COLUMNS],
      own(outcome.indicators, (row) => row),
    );
    await writer.insert(
      "outcome_service",
      ["outcome_id", "service_id"],
      own(outcome.services, (service) => [service]),
    );
    await writer.insert(
      "outcome_need",
      ["outcome_id", "need_id"],
      own(outcome.needs, (need) => [need]),
    );
  }
  for (const { id } of standing.values()) {
    await removeLinks(writer, id);
    await writer.change("DELETE FROM outcome WHERE id = ?", [id]);
  }
  return { added, changed, withdrawn: standing.size };
}

async function removeLinks(writer: Writer, outcome: number): Promise<void> {
  for (const table of ["outcome_indicator", "outcome_service", "outcome_need"])
    await writer.change(`DELETE FROM ${table} WHERE outcome_id = ?`, [outcome]);
}

/** What stands of a framework, by slug, in the form in which `putOutcomes` compares it. */
async function standingOutcomes(writer: Writer, framework: number) {
  const of = async (table: string, columns: readonly string[], order: string) => {
    const rows = await writer.select(
      `SELECT l.outcome_id AS outcome, ${columns.map((name) => `l.${name}`).join(", ")} FROM ${table} l JOIN outcome o ON o.id = l.outcome_id
       WHERE o.framework_id = ? ORDER BY l.outcome_id, l.${order}`,
      [framework],
    );
    const lists = new Map<number, SqlValue[][]>();
    for (const row of rows) {
      const list = lists.get(Number(row.outcome)) ?? [];
      lists.set(Number(row.outcome), list);
      list.push(columns.map((name) => row[name] ?? null));
    }
    return (id: number) => lists.get(id) ?? [];
  };
  const indicators = await of("outcome_indicator", LINK_COLUMNS, "sequence");
  const services = await of("outcome_service", ["service_id"], "service_id");
  const needs = await of("outcome_need", ["need_id"], "need_id");
  const rows = await writer.select(`SELECT id, ${OUTCOME_COLUMNS.join(", ")} FROM outcome WHERE framework_id = ?`, [
    framework,
  ]);
  return new Map(
    rows.map((row) => {
      const id = Number(row.id);
      const outcome: LinkedOutcome = {
        row: OUTCOME_COLUMNS.map((name) => row[name] ?? null),
        indicators: indicators(id),
        services: services(id).flat().map(Number),
        needs: needs(id).flat().map(Number),
      };
      return [String(row.slug), { id, text: JSON.stringify(outcome) }] as const;
    }),
  );
}

async function idsBy(writer: Writer, sql: string): Promise<ReadonlyMap<string, number>> {
  return new Map((await writer.select(sql)).map((row) => [String(row.name), Number(row.id)]));
}
