import DataLoader from "dataloader";
import type * as v from "../../schema/values/enums";
import type * as p from "../core/knowledge-ports";
import { checkFirst, decodeCursor, encodeCursor, Page, type PageRequest } from "../core/page";
import type * as r from "../core/records";
import { compareFresh, rankKnowledge } from "./knowledge-rank";
import { type KnowledgeRow, type LightItem, type RankedRow, recordOf, typesOf } from "./knowledge-rows";
import type { KnowledgeContent } from "./knowledge-saving";
import { questionWords, tokenQuery } from "./knowledge-words";
import { Lists } from "./record-shapes";
import { idList, select } from "./select";
import type { Store } from "./store";

export interface KnowledgeReadsDeps {
  readonly store: Store;
  readonly viewer: p.Viewer;
  /** Called when anything of knowledge is read: it moves without the store's version, so the answer must not be kept whole. */
  readonly onRead: () => void;
}

const ITEM = `k.id AS id, k.item_key AS item_key, k.kind AS kind, k.title AS title, k.summary AS summary, k.url AS url,
  k.published_on AS published_on, k.author AS author, k.council_code AS council_code, k.status AS status, k.discussed_in AS discussed_in,
  k.visibility AS visibility, k.state AS state, k.version AS version, k.fresh_on AS fresh_on, k.updated_at AS updated_at`;
const LIGHT = "k.id AS id, k.item_key AS key_, k.kind AS kind, k.state AS state, k.fresh_on AS fresh_on";

/** Knowledge as one viewer may see it, for one operation. Every statement that reads an item ends in `#may`, so that nothing else decides. */
export class KnowledgeReads implements p.KnowledgeReads {
  readonly #deps: KnowledgeReadsDeps;
  readonly #items = new DataLoader((ids: readonly number[]) => this.#readItems(ids));
  readonly #keys = new DataLoader((keys: readonly string[]) => this.#readKeys(keys));
  readonly #about = new DataLoader((keys: readonly string[]) => this.#readAbout(keys));
  readonly #texts = new DataLoader((ids: readonly number[]) => this.#readTexts(ids));
  readonly #subjects = new DataLoader((ids: readonly number[]) => this.#readSubjects(ids));
  readonly #evidence = new DataLoader((ids: readonly number[]) => this.#readEvidence(ids));
  readonly #history = new DataLoader((ids: readonly number[]) => this.#readHistory(ids));

  constructor(deps: KnowledgeReadsDeps) {
    this.#deps = deps;
  }

  /** The one place that says who sees what, over the columns `state` and `visibility` of a table. */
  #may(alias: string): string {
    return this.#deps.viewer.isAdministrator
      ? "1 = 1"
      : `${alias}.state = 'APPROVED' AND ${alias}.visibility = 'PUBLIC'`;
  }

  /** Forgets what was read: somebody wrote. */
  forget(): void {
    for (const loader of [this.#items, this.#texts, this.#subjects, this.#evidence, this.#history]) loader.clearAll();
    this.#keys.clearAll();
    this.#about.clearAll();
  }

  async byKey(key: string): Promise<r.KnowledgeRecord | undefined> {
    const id = await this.#keys.load(key);
    return id === undefined ? undefined : this.#items.load(id);
  }

  async page(filter: p.KnowledgeFilter, request: PageRequest): Promise<Page<r.KnowledgeRecord>> {
    const first = checkFirst(request.first);
    const ranked = filter.search === undefined ? undefined : await this.#ranked(filter.search);
    const all = ranked ?? (filter.about === undefined ? await this.#everything() : await this.#aboutAny(filter.about));
    const about = ranked === undefined || filter.about === undefined ? undefined : await this.#aboutAny(filter.about);
    const among = about === undefined ? undefined : new Set(about.map(({ id }) => id));
    const kept = all.filter(
      (item) =>
        (filter.kinds === undefined || filter.kinds.includes(item.kind)) &&
        (filter.states === undefined || filter.states.includes(item.state)) &&
        (among === undefined || among.has(item.id)),
    );
    const list = ranked === undefined ? kept.toSorted(compareFresh) : kept;
    const start = ranked === undefined ? startAfter(list, request.after) : placeAfter(request.after);
    const slice = list.slice(start, start + first);
    const nodes = await this.#load(slice);
    const places = new Map(slice.map((item, at) => [item.id, start + at]));
    const cursorOf = (item: r.KnowledgeRecord): string =>
      encodeCursor(ranked === undefined ? [item.freshOn, item.key] : [places.get(item.id) ?? 0]);
    return new Page(nodes, cursorOf, start + slice.length < list.length, start > 0, () => list.length);
  }

  async found(text: string, types: readonly r.KnowledgeType[], limit: number) {
    const words = questionWords(text);
    const kinds = new Set(types.flatMap(typesOf));
    const ranked = (await this.#ranked(text))
      .filter((item) => item.held.size === words.length && kinds.has(item.kind))
      .slice(0, limit);
    const records = await this.#load(ranked);
    const named = new Set(ranked.filter((item) => item.isNamed).map(({ id }) => id));
    return records.map((record) => ({ record, isNamed: named.has(record.id) }));
  }

  async about(
    subjects: readonly r.SubjectReference[],
    first: r.SubjectReference,
    kinds: readonly v.KnowledgeKind[] | undefined,
    limit: number,
  ): Promise<readonly r.KnowledgeRecord[]> {
    const [all, preferred] = await Promise.all([this.#aboutAny(subjects), this.#about.load(nameOf(first))]);
    const before = new Set(preferred.map(({ id }) => id));
    const rank = (item: LightItem): number => (before.has(item.id) ? 0 : 1);
    const kept = all.filter(({ kind }) => kinds === undefined || kinds.includes(kind));
    const ordered = kept.toSorted((a, b) => rank(a) - rank(b) || compareFresh(a, b));
    return this.#load(ordered.slice(0, checkFirst(limit)));
  }

  textOf({ id }: r.KnowledgeRecord): Promise<string> {
    return this.#texts.load(id);
  }

  subjectsOf({ id }: r.KnowledgeRecord): Promise<readonly r.SubjectReference[]> {
    return this.#subjects.load(id);
  }

  evidenceOf({ id }: r.KnowledgeRecord): Promise<readonly string[]> {
    return this.#evidence.load(id);
  }

  historyOf({ id }: r.KnowledgeRecord): Promise<readonly r.KnowledgeVersionRecord[]> {
    return this.#history.load(id);
  }

  /** Every item that the viewer may see, without what it says. */
  async #everything(): Promise<readonly LightItem[]> {
    const rows = await this.#select<LightRow>(`SELECT ${LIGHT} FROM knowledge k WHERE ${this.#may("k")}`);
    return rows.map(lightOf);
  }

  /** Items about any of some subjects, each once, in no order. */
  async #aboutAny(subjects: readonly r.SubjectReference[]): Promise<readonly LightItem[]> {
    const lists = await Promise.all(subjects.map((subject) => this.#about.load(nameOf(subject))));
    return [...new Map(lists.flat().map((item) => [item.id, item])).values()];
  }

  /** The items themselves, in order; one that was withdrawn since its list was read is left out. */
  async #load(items: readonly { readonly id: number }[]): Promise<readonly r.KnowledgeRecord[]> {
    const records = await Promise.all(items.map(({ id }) => this.#items.load(id)));
    return records.filter((record) => record !== undefined);
  }

  /** What the words of a text find, best first: the engine says which items hold which word, rankKnowledge says the order. */
  async #ranked(text: string): Promise<readonly RankedRow[]> {
    const words = questionWords(text);
    if (words.length === 0) return [];
    const sqlite = this.#deps.store.dialect === "sqlite";
    const one = (at: number): string =>
      `SELECT ${at} AS word, k.id AS id FROM knowledge_words w JOIN knowledge k ON k.id = w.${sqlite ? "rowid" : "item_id"}
       WHERE ${sqlite ? "w.knowledge_words MATCH ?" : "MATCH(w.words) AGAINST (? IN BOOLEAN MODE)"} AND ${this.#may("k")}`;
    const hits = await this.#select<{ word: number; id: number }>(
      words.map((_, at) => one(at)).join(" UNION ALL "),
      words.map((word) => (sqlite ? tokenQuery(word) : `+${tokenQuery(word)}`)),
    );
    const held = new Map<number, Set<string>>();
    for (const { word, id } of hits) {
      const set = held.get(id) ?? new Set();
      held.set(id, set.add(words[Number(word)] ?? ""));
    }
    if (held.size === 0) return [];
    const rows = await this.#select<LightRow & { title: string; summary: string | null }>(
      `SELECT ${LIGHT}, k.title AS title, k.summary AS summary FROM knowledge k
       WHERE k.id IN (${idList([...held.keys()])}) AND ${this.#may("k")}`,
    );
    const candidates = rows.map((row) => ({
      ...lightOf(row),
      title: row.title,
      summary: row.summary,
      held: held.get(row.id) ?? new Set<string>(),
    }));
    return rankKnowledge(words, candidates).map(({ candidate, isNamed }) => ({ ...candidate, isNamed }));
  }

  async #readItems(ids: readonly number[]): Promise<(r.KnowledgeRecord | undefined)[]> {
    const rows = await this.#select<KnowledgeRow>(
      `SELECT ${ITEM} FROM knowledge k WHERE k.id IN (${idList(ids)}) AND ${this.#may("k")}`,
    );
    const found = new Map(rows.map((row) => [row.id, recordOf(row)]));
    return ids.map((id) => found.get(id));
  }

  async #readKeys(keys: readonly string[]): Promise<(number | undefined)[]> {
    const marks = keys.map(() => "?").join(",");
    const rows = await this.#select<{ id: number; item_key: string }>(
      `SELECT k.id AS id, k.item_key AS item_key FROM knowledge k WHERE k.item_key IN (${marks}) AND ${this.#may("k")}`,
      keys,
    );
    const found = new Map(rows.map((row) => [row.item_key, row.id]));
    return keys.map((key) => found.get(key));
  }

  async #readAbout(names: readonly string[]): Promise<(readonly LightItem[])[]> {
    const byType = new Lists<string, string>();
    for (const name of names) byType.add(name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1));
    const types = [...new Set(names.map((name) => name.slice(0, name.indexOf(":"))))];
    const where = types.map(
      (type) =>
        `(s.node_type = ? AND s.node_key IN (${byType
          .of(type)
          .map(() => "?")
          .join(",")}))`,
    );
    const rows = await this.#select<LightRow & { node_type: string; node_key: string }>(
      `SELECT s.node_type AS node_type, s.node_key AS node_key, ${LIGHT} FROM knowledge_subject s JOIN knowledge k ON k.id = s.item_id
       WHERE (${where.join(" OR ")}) AND ${this.#may("k")}`,
      types.flatMap((type) => [type, ...byType.of(type)]),
    );
    const found = new Lists<string, LightItem>();
    for (const row of rows) found.add(`${row.node_type}:${row.node_key}`, lightOf(row));
    return names.map((name) => found.of(name));
  }

  async #readTexts(ids: readonly number[]): Promise<string[]> {
    const rows = await this.#select<{ item_id: number; body: string }>(
      `SELECT t.item_id AS item_id, t.body AS body FROM knowledge_text t JOIN knowledge k ON k.id = t.item_id
       WHERE t.item_id IN (${idList(ids)}) AND ${this.#may("k")}`,
    );
    const found = new Map(rows.map((row) => [row.item_id, row.body]));
    return ids.map((id) => found.get(id) ?? "");
  }

  async #readSubjects(ids: readonly number[]): Promise<(readonly r.SubjectReference[])[]> {
    const rows = await this.#select<{ item_id: number; node_type: r.SubjectType; node_key: string }>(
      `SELECT s.item_id AS item_id, s.node_type AS node_type, s.node_key AS node_key FROM knowledge_subject s JOIN knowledge k ON k.id = s.item_id
       WHERE s.item_id IN (${idList(ids)}) AND s.stated = 1 AND ${this.#may("k")} ORDER BY s.item_id, s.position`,
    );
    const found = new Lists<number, r.SubjectReference>();
    for (const row of rows) found.add(row.item_id, { nodeType: row.node_type, key: row.node_key });
    return ids.map((id) => found.of(id));
  }

  async #readEvidence(ids: readonly number[]): Promise<(readonly string[])[]> {
    const rows = await this.#select<{ item_id: number; observation_key: string }>(
      `SELECT e.item_id AS item_id, e.observation_key AS observation_key FROM knowledge_evidence e JOIN knowledge k ON k.id = e.item_id
       WHERE e.item_id IN (${idList(ids)}) AND ${this.#may("k")} ORDER BY e.item_id, e.position`,
    );
    const found = new Lists<number, string>();
    for (const row of rows) found.add(row.item_id, row.observation_key);
    return ids.map((id) => found.of(id));
  }

  /** A version is shown to whom it was shown when it was the newest: what was written before approval stays with the administrator. */
  async #readHistory(ids: readonly number[]): Promise<(readonly r.KnowledgeVersionRecord[])[]> {
    const rows = await this.#select<VersionRow>(
      `SELECT w.item_id AS item_id, w.version AS version, w.state AS state, w.visibility AS visibility, w.content AS content,
         w.changed_at AS changed_at, w.changed_by AS changed_by, w.reason AS reason
       FROM knowledge_version w JOIN knowledge k ON k.id = w.item_id
       WHERE w.item_id IN (${idList(ids)}) AND ${this.#may("k")} AND ${this.#may("w")} ORDER BY w.item_id, w.version DESC`,
    );
    const found = new Lists<number, r.KnowledgeVersionRecord>();
    for (const row of rows) {
      const { title, summary, text } = JSON.parse(row.content) as KnowledgeContent;
      found.add(row.item_id, {
        version: row.version,
        state: row.state,
        visibility: row.visibility,
        title,
        ...(summary === undefined ? {} : { summary }),
        ...(text === undefined ? {} : { text }),
        changedAt: `${row.changed_at.replace(" ", "T")}Z`,
        changedBy: row.changed_by,
        ...(row.reason === null ? {} : { reason: row.reason }),
      });
    }
    return ids.map((id) => found.of(id));
  }

  #select<Row>(sql: string, values: readonly (string | number)[] = []): Promise<Row[]> {
    this.#deps.onRead();
    return select<Row>(this.#deps.store, sql, values);
  }
}

interface LightRow {
  id: number;
  key_: string;
  kind: v.KnowledgeKind;
  state: v.ModerationState;
  fresh_on: string;
}

interface VersionRow {
  item_id: number;
  version: number;
  state: v.ModerationState;
  visibility: v.Visibility;
  content: string;
  changed_at: string;
  changed_by: string;
  reason: string | null;
}

function lightOf({ id, key_, kind, state, fresh_on }: LightRow): LightItem {
  return { id, key: key_, kind, state, freshOn: fresh_on };
}

function nameOf({ nodeType, key }: r.SubjectReference): string {
  return `${nodeType}:${key}`;
}

/** Place of the first item after the one that a cursor names, which need not be there any more. */
function startAfter(list: readonly LightItem[], after: string | undefined): number {
  if (after === undefined) return 0;
  const [freshOn, key] = decodeCursor(after, 2).map(String);
  const start = list.findIndex((item) => compareFresh(item, { freshOn: freshOn ?? "", key: key ?? "" }) > 0);
  return start === -1 ? list.length : start;
}

function placeAfter(after: string | undefined): number {
  const place = after === undefined ? -1 : Number(decodeCursor(after, 1)[0]);
  return Number.isSafeInteger(place) && place >= -1 ? place + 1 : 0;
}
