import type { Store } from "../../datasources/local/store";
import { inOneTransaction, instant, type Writer } from "../writing/transaction";

/** What of a source is harvested. */
export type Part = "INDICATORS" | "AREAS";

/** A harvest as the store knows it. */
export interface HarvestState {
  readonly source: string;
  readonly part: Part;
  /** RUNNING stands also for one that was broken off. */
  readonly state: "RUNNING" | "DONE" | "FAILED";
  /** Where it goes on; absent at the start, and when every page is in. */
  readonly nextCursor?: string;
  /** As the store writes instants. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly pages: number;
  readonly seen: number;
  readonly expected?: number;
  readonly refused: number;
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
  readonly message?: string;
}

/** Another process went on with the same harvest: this one stops. */
export class TakenOver extends Error {
  constructor(source: string) {
    super(`Another process is harvesting ${source}.`);
    this.name = "TakenOver";
  }
}

const COLUMNS = `source, part, state, next_cursor, started_at, finished_at, pages, seen, expected, refused, added, changed, gone, message`;

/** The last harvests, of one source or of all, by source and part. */
export async function readHarvests(from: Pick<Writer, "select">, source?: string): Promise<readonly HarvestState[]> {
  const where = source === undefined ? "" : " WHERE source = ?";
  const rows = await from.select(
    `SELECT ${COLUMNS} FROM catalogue_sync${where} ORDER BY source, part`,
    source === undefined ? [] : [source],
  );
  return rows.map((row) => ({
    source: String(row.source),
    part: row.part === "AREAS" ? "AREAS" : "INDICATORS",
    state: row.state === "DONE" || row.state === "FAILED" ? row.state : "RUNNING",
    ...(typeof row.next_cursor === "string" ? { nextCursor: row.next_cursor } : {}),
    startedAt: String(row.started_at),
    ...(typeof row.finished_at === "string" ? { finishedAt: row.finished_at } : {}),
    pages: Number(row.pages),
    seen: Number(row.seen),
    ...(row.expected === null ? {} : { expected: Number(row.expected) }),
    refused: Number(row.refused),
    added: Number(row.added),
    changed: Number(row.changed),
    gone: Number(row.gone),
    ...(typeof row.message === "string" ? { message: row.message } : {}),
  }));
}

/** A harvest that was broken off is gone on with for so long: later, its cursor may lead anywhere. */
const RESUMABLE_MS = 24 * 3_600_000;

/** The harvest to go on with, or a new one. */
export async function beginHarvest(
  store: Store,
  source: string,
  part: Part,
  now: Date,
  restart: boolean,
): Promise<{ readonly harvest: HarvestState; readonly resumed: boolean }> {
  return inOneTransaction<{ harvest: HarvestState; resumed: boolean }>(store, async (writer) => {
    const standing = (await readHarvests(writer, source)).find((each) => each.part === part);
    const age = standing === undefined ? 0 : now.getTime() - Date.parse(`${standing.startedAt.replace(" ", "T")}Z`);
    if (!restart && standing !== undefined && standing.state !== "DONE" && standing.pages > 0 && age < RESUMABLE_MS)
      return { keep: false, result: { harvest: standing, resumed: true } };
    await writer.change("DELETE FROM catalogue_page WHERE source = ? AND part = ?", [source, part]);
    await writer.change("DELETE FROM catalogue_sync WHERE source = ? AND part = ?", [source, part]);
    const harvest: HarvestState = {
      source,
      part,
      state: "RUNNING",
      startedAt: instant(now),
      pages: 0,
      seen: 0,
      refused: 0,
      added: 0,
      changed: 0,
      gone: 0,
    };
    await insertHarvest(writer, harvest);
    return { keep: true, result: { harvest, resumed: false } };
  });
}

async function insertHarvest(writer: Writer, harvest: HarvestState): Promise<void> {
  const columns = COLUMNS.split(", ");
  const values = [
    harvest.source,
    harvest.part,
    harvest.state,
    harvest.nextCursor ?? null,
    harvest.startedAt,
    harvest.finishedAt ?? null,
    harvest.pages,
    harvest.seen,
    harvest.expected ?? null,
    harvest.refused,
    harvest.added,
    harvest.changed,
    harvest.gone,
    harvest.message ?? null,
  ];
  await writer.insert("catalogue_sync", columns, [values]);
}

/** Items of one stored row: servers take packets of 16 MB and more, and an indicator may have kilobytes of dimensions. */
const ITEMS = 200;

/**
 * Keeps a harvested page and where to go on, in one transaction: a kill at any moment loses at most the page under way. Throws
 * TakenOver where another process has kept a page of this harvest since.
 */
export async function keepPage(
  store: Store,
  before: HarvestState,
  page: { readonly items: readonly unknown[]; readonly next?: string; readonly total?: number },
): Promise<HarvestState> {
  const { next, total } = page;
  const { nextCursor: _, ...rest } = before;
  const after: HarvestState = {
    ...rest,
    state: "RUNNING",
    pages: before.pages + 1,
    seen: before.seen + page.items.length,
    ...(next === undefined ? {} : { nextCursor: next }),
    ...(total === undefined ? {} : { expected: total }),
  };
  return inOneTransaction(store, async (writer) => {
    await replaceHarvest(writer, before, after);
    const rows: (readonly [string, string, number, string])[] = [];
    let position = await nextPosition(writer, before);
    for (let from = 0; from < page.items.length; from += ITEMS) {
      rows.push([before.source, before.part, position, JSON.stringify(page.items.slice(from, from + ITEMS))]);
      position++;
    }
    for (const row of rows) await writer.insert("catalogue_page", ["source", "part", "position", "body"], [row]);
    return { keep: true, result: after };
  });
}

/** Writes what became of a harvest over what stood. Throws TakenOver where that is not `before` any more. */
export async function replaceHarvest(writer: Writer, before: HarvestState, after: HarvestState): Promise<void> {
  const removed = await writer.change(
    "DELETE FROM catalogue_sync WHERE source = ? AND part = ? AND started_at = ? AND pages = ?",
    [before.source, before.part, before.startedAt, before.pages],
  );
  if (removed !== 1) throw new TakenOver(before.source);
  await insertHarvest(writer, after);
}

async function nextPosition(writer: Writer, { source, part }: HarvestState): Promise<number> {
  const [row] = await writer.select("SELECT MAX(position) AS last FROM catalogue_page WHERE source = ? AND part = ?", [
    source,
    part,
  ]);
  return typeof row?.last === "number" ? row.last + 1 : 0;
}

/** The kept pages of a harvest in their order, one after the other. */
export async function* keptPages(
  from: Pick<Writer, "select">,
  { source, part }: HarvestState,
): AsyncGenerator<readonly unknown[]> {
  for (let last = -1; ; ) {
    const [row] = await from.select(
      "SELECT position, body FROM catalogue_page WHERE source = ? AND part = ? AND position > ? ORDER BY position LIMIT 1",
      [source, part, last],
    );
    if (row === undefined) return;
    last = Number(row.position);
    yield JSON.parse(String(row.body)) as readonly unknown[];
  }
}

/** Forgets the kept pages of a harvest, once they are in the catalogue. */
export async function dropPages(writer: Writer, { source, part }: HarvestState): Promise<void> {
  await writer.change("DELETE FROM catalogue_page WHERE source = ? AND part = ?", [source, part]);
}
