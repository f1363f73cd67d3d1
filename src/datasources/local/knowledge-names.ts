import type * as v from "../../schema/values/enums";
import { keyOf } from "../../schema/values/global-id";
import { parsePeriod, readIsoPeriod } from "../../schema/values/period";
import { pinnedKey } from "../core/as-known";
import {
  ABOUT_LISTS,
  type AboutList,
  type DraftProblem,
  type EvidenceName,
  type KnowledgeDraft,
} from "../core/knowledge-draft";
import type { SubjectReference, SubjectType } from "../core/knowledge-records";
import { editDistance } from "./fold";
import type { SqlValue, Writer } from "./transaction";

/** How things of each type are named, and where the store keeps the names. `sql` answers keys; a number is the key of services and functions. */
const KEYS: Readonly<Record<SubjectType, { readonly sql: string; readonly what: string; readonly expected: string }>> =
  {
    Area: { sql: "SELECT code AS name FROM area", what: "area", expected: "the code of an area, such as E08000009" },
    Council: {
      sql: "SELECT code AS name FROM council",
      what: "council",
      expected: "the organisation code of a council, such as local-authority:TRF",
    },
    Indicator: { sql: "SELECT slug AS name FROM indicator", what: "indicator", expected: "the slug of an indicator" },
    Service: { sql: "SELECT lgsl_id AS name FROM service", what: "service", expected: "the LGSL number of a service" },
    Outcome: {
      sql: "SELECT CONCAT_WS('/', f.slug, o.slug) AS name FROM outcome o JOIN outcome_framework f ON f.id = o.framework_id",
      what: "outcome",
      expected: "the key of an outcome: `<framework>/<outcome>`",
    },
    Dataset: { sql: "SELECT slug AS name FROM dataset", what: "data set", expected: "the slug of a data set" },
    ServiceFunction: {
      sql: "SELECT esd_id AS name FROM service_function",
      what: "function",
      expected: "the esd number of a function",
    },
    Supplier: { sql: "SELECT slug AS name FROM supplier", what: "supplier", expected: "the slug of a supplier" },
  };
const REGISTER = "local-authority:";
const MOST_SUGGESTED = 3;

/** What a draft's names mean in the store. */
export interface NamedDraft {
  readonly about: readonly SubjectReference[];
  /** Organisation code. */
  readonly council?: string;
  /** Keys of figures as they were known, in the draft's order. */
  readonly evidence: readonly string[];
  readonly problems: readonly DraftProblem[];
}

/**
 * Looks a draft's names up within a transaction: two statements a kind of name, and one for all suggestions where a name means nothing.
 * A figure that stood among `standing` (pinned keys) keeps the instant that it was pinned to.
 */
export async function nameDraft(
  writer: Writer,
  draft: KnowledgeDraft,
  standing: readonly string[],
  now: Date,
): Promise<NamedDraft> {
  const problems: DraftProblem[] = [];
  const about: SubjectReference[] = [];
  for (const list of Object.keys(ABOUT_LISTS) as AboutList[]) {
    const nodeType = ABOUT_LISTS[list];
    const names = draft.about[list] ?? [];
    if (names.length === 0) continue;
    const keys = await keysNamed(writer, nodeType, names);
    for (const [at, name] of names.entries()) {
      const key = keys[at];
      if (key === undefined) problems.push(await unknown(writer, nodeType, name, `about.${list}[${at}]`));
      else if (!about.some((other) => other.nodeType === nodeType && other.key === key)) about.push({ nodeType, key });
    }
  }
  let council: string | undefined;
  if (draft.council !== undefined) {
    [council] = await keysNamed(writer, "Council", [draft.council]);
    if (council === undefined) problems.push(await unknown(writer, "Council", draft.council, "council"));
  }
  const evidence: string[] = [];
  for (const [at, named] of draft.evidence.entries()) {
    const found = await figureNamed(writer, named, `evidence[${at}]`, standing, now);
    if ("problem" in found) problems.push(found.problem);
    else if (!evidence.includes(found.key)) evidence.push(found.key);
  }
  return { about, evidence, problems, ...(council === undefined ? {} : { council }) };
}

/** The keys that names of one type mean, in the order of the names; undefined where one means nothing. */
async function keysNamed(
  writer: Writer,
  nodeType: SubjectType,
  names: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const written = names.map((name) => formsOf(nodeType, name));
  const asked = [...new Set(written.flat())];
  const values: readonly SqlValue[] = asked;
  const { sql } = KEYS[nodeType];
  const standing = await writer.select(
    `SELECT name FROM (${sql}) named WHERE name IN (${asked.map(() => "?").join(",")})`,
    values,
  );
  const known = new Set(standing.map(({ name }) => String(name)));
  return written.map((forms) => forms.find((form) => known.has(form)));
}

/** What a name may be written as: a global id, a code in small letters, a council without its register. */
function formsOf(nodeType: SubjectType, name: string): readonly string[] {
  const key = keyOf(nodeType, name.trim());
  if (nodeType === "Area") return [key.toUpperCase()];
  if (nodeType === "Council") {
    const code = key.startsWith(REGISTER) ? key.slice(REGISTER.length) : key;
    return [key, `${REGISTER}${code.toUpperCase()}`];
  }
  return key === key.toLowerCase() ? [key] : [key, key.toLowerCase()];
}

async function unknown(writer: Writer, nodeType: SubjectType, name: string, place: string): Promise<DraftProblem> {
  const { sql, what, expected } = KEYS[nodeType];
  const [asked = ""] = formsOf(nodeType, name.slice(0, 300)).map((form) => form.toLowerCase());
  const most = Math.min(3, Math.ceil(asked.length / 5));
  const near = (await writer.select(sql))
    .map((row) => ({ key: String(row.name), slips: editDistance(asked, String(row.name).toLowerCase(), most) }))
    .filter(({ slips }) => slips <= most)
    .sort((a, b) => a.slips - b.slips || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_SUGGESTED)
    .map(({ key }) => key);
  const suggested = near.length === 0 ? "" : `; the nearest: ${near.join(", ")}`;
  return {
    place,
    found: name,
    reason: `\`${place}\` names no ${what}: ${name.slice(0, 80)}.`,
    expected: `${expected}${suggested}`,
  };
}

/** The pinned key of a figure by the names that people know. */
async function figureNamed(
  writer: Writer,
  named: EvidenceName,
  place: string,
  standing: readonly string[],
  now: Date,
): Promise<{ readonly key: string } | { readonly problem: DraftProblem }> {
  const [indicator] = await keysNamed(writer, "Indicator", [named.indicator]);
  if (indicator === undefined)
    return { problem: await unknown(writer, "Indicator", named.indicator, `${place}.indicator`) };
  const [area] = await keysNamed(writer, "Area", [named.area]);
  if (area === undefined) return { problem: await unknown(writer, "Area", named.area, `${place}.area`) };
  const [facts] = await writer.select(
    `SELECT i.id AS id, i.period_type AS period_type, r.indicator_id AS far,
       (SELECT MAX(d.learnt_at) FROM dataset_release d WHERE d.dataset_id = i.dataset_id) AS learnt
     FROM indicator i LEFT JOIN remote_indicator r ON r.indicator_id = i.id WHERE i.slug = ?`,
    [indicator],
  );
  const text = named.period.trim();
  const isOwn = facts?.far === null;
  const own = isOwn ? await ownFigures(writer, Number(facts?.id), area, text) : undefined;
  const period = isOwn
    ? own?.period
    : (readIsoPeriod(text) ?? parsePeriod(text, String(facts?.period_type) as v.PeriodType))?.id; // the store's own words
  if (period === undefined)
    return {
      problem: {
        place: `${place}.period`,
        found: text,
        reason: isOwn
          ? `\`${place}\` names a figure that the store has not: ${indicator}, ${area}, ${text.slice(0, 60)}.`
          : `\`${place}.period\` is no period: ${text.slice(0, 60)}.`,
        expected: "a period of the indicator, as its label or as an ISO 8601 interval: 2024/25, 2024-09-01/P1Y",
      },
    };
  const breakdown = (named.breakdown ?? "").split("|").sort().join("|");
  if (own !== undefined && !own.breakdowns.includes(breakdown))
    return {
      problem: {
        place: `${place}.breakdown`,
        found: breakdown,
        reason: `\`${place}\` names a figure that the store has not: ${indicator}, ${area}, ${text.slice(0, 60)}, broken down by “${breakdown.slice(0, 80)}”.`,
        expected: `a breakdown of that figure: ${own.breakdowns
          .slice(0, 5)
          .map((code) => (code === "" ? "none" : code))
          .join(", ")}`,
      },
    };
  const key = `${indicator}|${area}|${period}|${breakdown}`;
  const kept = standing.find((each) => each.startsWith(`${key}@`));
  // The last load of its data set: the same instant until the next one, as a permalink has it.
  const learnt = isOwn && typeof facts?.learnt === "string" ? `${facts.learnt.replace(" ", "T")}Z` : undefined;
  return { key: kept ?? pinnedKey(key, learnt ?? now.toISOString()) };
}

/**
 * The period of a text (an ISO 8601 interval, or a label as the hub prints it) of which the store has figures for the area, with their breakdowns, or for the same
 * ground under another code. Undefined where it has none.
 */
async function ownFigures(
  writer: Writer,
  indicator: number,
  area: string,
  text: string,
): Promise<{ readonly period: string; readonly breakdowns: readonly string[] } | undefined> {
  const iso = readIsoPeriod(text)?.id ?? text;
  const rows = await writer.select(
    `SELECT DISTINCT p.iso AS iso, b.code AS code FROM observation o JOIN period p ON p.id = o.period_id
     JOIN breakdown b ON b.id = o.breakdown_id
     WHERE o.indicator_id = ? AND (p.iso = ? OR p.label = ?) AND o.area_id IN (
       SELECT a.id FROM area a WHERE a.code = ?
       UNION SELECT c.to_area_id FROM area_change c JOIN area f ON f.id = c.from_area_id WHERE f.code = ? AND c.kind = 'RECODED'
       UNION SELECT c.from_area_id FROM area_change c JOIN area t ON t.id = c.to_area_id WHERE t.code = ? AND c.kind = 'RECODED')
     ORDER BY p.iso, b.code`,
    [indicator, iso, text, area, area, area],
  );
  const period = rows.some((row) => row.iso === iso) ? iso : rows[0]?.iso;
  if (period === undefined) return undefined;
  return {
    period: String(period),
    breakdowns: rows.filter((row) => row.iso === period).map((row) => String(row.code)),
  };
}
