import type { Engine } from "../datasources/core/engine";
import type { NationalSource } from "../datasources/core/source";
import { select } from "../datasources/local/select";
import type { Store } from "../datasources/local/store";
import type { HarvestOptions } from "../ingest/catalogue/harvest";
import { type HarvestState, readHarvests, TakenOver } from "../ingest/catalogue/harvest-state";
import { type SyncReport, syncCatalogue } from "../ingest/catalogue/sync";
import { syncAreas } from "../ingest/catalogue/sync-areas";
import { harvestProgressOn } from "./harvest-progress";
import { type Command, flagsIn, namedSources, type Parts, table, WrongUse } from "./parts";

/** `outturn catalogue sync [source...] [--restart] [--older-than=<hours>]` and `outturn catalogue status [source...]` */
export const catalogueCommand: Command = async (args, parts) => {
  const [verb, ...rest] = args;
  if (verb === "sync") return sync(rest, parts);
  if (verb === "status") return status(rest, parts);
  throw new WrongUse("After `catalogue` stands `sync` or `status`.");
};

async function sync(args: readonly string[], parts: Parts): Promise<number> {
  const { flags, words } = flagsIn(args, ["--restart", "--older-than"]);
  const fresh = freshSince(flags.get("--older-than"), parts);
  const wanted = namedSources(parts.sources(), words);
  const settings = parts.settings(parts.sources());
  const config = parts.config();
  const store = await parts.openStore(config.store);
  const engine = parts.openEngine({ config, store });
  const shown = harvestProgressOn(parts.err);
  const options: HarvestOptions = {
    restart: flags.has("--restart"),
    clock: parts.clock,
    onProgress: shown.step,
  };
  let failures = 0;
  try {
    // One after the other: the embedded store has one writer, and a publisher is asked as fast as it allows either way.
    for (const source of wanted) {
      const off = settings.get(source.id)?.on === false;
      const harvests = off ? [] : harvestsOf(source);
      if (harvests.length === 0) {
        if (words.length > 0)
          parts.out.write(`${source.id}: ${off ? "switched off in this hub's settings" : "publishes no catalogue"}.\n`);
        if (words.length > 0 && off) failures++;
        continue;
      }
      if (await isFresh(store, source, fresh)) {
        const hours = flags.get("--older-than");
        parts.out.write(
          `${source.id}: passed over, harvested less than ${hours} ${hours === "1" ? "hour" : "hours"} ago.\n`,
        );
        continue;
      }
      for (const harvest of harvests) {
        const told = await outcome(source, () => harvest(store, engine, source, options));
        shown.stop();
        parts.out.write(told.text);
        // Without a key a service cannot be harvested: of all, that is as it should be; of one that was named, it is not.
        if (told.failed && (words.length > 0 || !told.lacksKey)) failures++;
      }
    }
  } finally {
    shown.stop();
    await engine.close();
    await store.db.destroy();
  }
  return failures > 0 ? 1 : 0;
}

/** The instant since when a harvest counts as fresh; undefined where none does. */
function freshSince(hours: string | undefined, parts: Parts): number | undefined {
  if (hours === undefined) return undefined;
  if (!/^\d{1,5}$/.test(hours)) throw new WrongUse("--older-than takes a number of hours: --older-than=24.");
  return parts.clock().getTime() - Number(hours) * 3_600_000;
}

/** Whether all that a source has was harvested whole since then. */
async function isFresh(store: Store, source: NationalSource, since: number | undefined): Promise<boolean> {
  if (since === undefined) return false;
  const done = (await readHarvests(readerOf(store), source.id)).filter(
    ({ state, finishedAt = "" }) => state === "DONE" && Date.parse(`${finishedAt.replace(" ", "T")}Z`) >= since,
  );
  return done.length >= harvestsOf(source).length;
}

function readerOf(store: Store): Parameters<typeof readHarvests>[0] {
  return {
    select: (sql, values = []) =>
      select(
        store,
        sql,
        values.map((value) => value ?? ""),
      ),
  };
}

type Harvest = (store: Store, engine: Engine, source: NationalSource, options: HarvestOptions) => Promise<SyncReport>;

function harvestsOf(source: NationalSource): readonly Harvest[] {
  return [
    ...(source.areas === undefined ? [] : [syncAreas]),
    ...(source.catalogue === undefined ? [] : [syncCatalogue]),
  ];
}

interface Told {
  readonly text: string;
  readonly failed: boolean;
  readonly lacksKey: boolean;
}

async function outcome(source: NationalSource, harvest: () => Promise<SyncReport>): Promise<Told> {
  try {
    const report = await harvest();
    return { text: summaryOf(report), failed: report.state === "FAILED", lacksKey: report.fault === "MISCONFIGURED" };
  } catch (error) {
    if (!(error instanceof TakenOver)) throw error;
    return { text: `${source.id}: ${error.message}\n`, failed: true, lacksKey: false };
  }
}

const SHOWN = 5;

/** What a harvest did, as lines to read. */
export function summaryOf(report: SyncReport): string {
  const counts = [
    [report.added, "new"],
    [report.changed, "changed"],
    [report.gone, "no longer listed"],
    [report.refused, "refused"],
    [report.contradicted ?? 0, "not taken up"],
  ] as const;
  const what = report.part === "AREAS" ? "areas and links" : "indicators";
  const told = counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `, ${count.toLocaleString("en-GB")} ${word}`);
  const head = `${report.source}: ${report.seen.toLocaleString("en-GB")} ${what} on ${report.pages.toLocaleString("en-GB")} ${report.pages === 1 ? "page" : "pages"}${told.join("")}.`;
  const more = report.refused - Math.min(SHOWN, report.refusals.length);
  const lines = [
    `${head}${report.resumed ? " Went on with a harvest that was broken off." : ""}`,
    ...(report.message === undefined
      ? []
      : [`    failed: ${report.message} What came is kept; the next sync goes on from here.`]),
    ...report.refusals.slice(0, SHOWN).map(({ upstreamId, reason }) => `    refused ${upstreamId}: ${reason}`),
    ...(report.refused > SHOWN ? [`    … and ${more} more refused`] : []),
    ...contradictions(report),
  ];
  return `${lines.join("\n")}\n`;
}

/** What the store knows otherwise: its own links stand. */
function contradictions({ contradicted = 0, contradictions: first = [] }: SyncReport): readonly string[] {
  if (contradicted === 0) return [];
  const rest = contradicted - Math.min(SHOWN, first.length);
  return [
    "    not taken up, since the area lies in another one of the same kind by what the store holds:",
    ...first.slice(0, SHOWN).map((each) => `      ${each}`),
    ...(rest > 0 ? [`      … and ${rest.toLocaleString("en-GB")} more`] : []),
  ];
}

async function status(args: readonly string[], parts: Parts): Promise<number> {
  const { words } = flagsIn(args, []);
  const all = parts.sources();
  const sources = namedSources(all, words);
  const config = parts.config();
  const settings = parts.settings(all);
  const store = await parts.openStore(config.store);
  try {
    const harvests = await readHarvests(readerOf(store));
    const counted = await select<{ source: string; held: number }>(
      store,
      "SELECT source, COUNT(*) AS held FROM remote_indicator WHERE gone_at IS NULL GROUP BY source",
    );
    const held = new Map(counted.map((row) => [row.source, Number(row.held)]));
    const rows = sources.flatMap((source) => {
      const its = harvests.filter((each) => each.source === source.id);
      const on = settings.get(source.id)?.on !== false;
      const count = (held.get(source.id) ?? 0).toLocaleString("en-GB");
      const never = harvestsOf(source).length === 0 ? "no catalogue" : "never harvested";
      return its.length === 0
        ? [[source.id, count, on ? never : "off", "", ""]]
        : its.map((each) => [
            source.id,
            count,
            on ? stateOf(each) : "off",
            each.finishedAt?.slice(0, 16) ?? "",
            wordsOf(each),
          ]);
    });
    parts.out.write(table([["source", "indicators", "state", "finished (UTC)", ""], ...rows]));
    return 0;
  } finally {
    await store.db.destroy();
  }
}

function stateOf({ state, part }: HarvestState): string {
  const what = part === "AREAS" ? "areas " : "";
  return `${what}${{ DONE: "done", FAILED: "failed", RUNNING: "under way or broken off" }[state]}`;
}

function wordsOf({ state, pages, seen, expected, message }: HarvestState): string {
  if (state === "DONE") return "";
  const of = expected === undefined ? "" : ` of ${expected}`;
  return `${pages} ${pages === 1 ? "page" : "pages"}, ${seen}${of} harvested.${message === undefined ? "" : ` ${message}`}`;
}
