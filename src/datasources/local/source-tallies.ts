import type { SourceTallies, TallyRecord } from "../core/records";
import { withoutWaiting } from "./kept-answers";
import { select } from "./select";
import type { Store } from "./store";

export interface TallyOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told where counts could not be written; they are kept and written with the next. */
  readonly onFailure: (error: unknown) => void;
}

/** Counts are written at most once a minute; a process that dies loses the last minute of them. */
const BETWEEN_WRITES_MS = 60_000;
/** Days that counts are kept: a year, and what it takes to see the same month of the year before. */
const DAYS_KEPT = 400;
const DAY_MS = 86_400_000;

interface Counts {
  asked: number;
  answered: number;
  refused: number;
  millis: number;
}

/** Counts of requests by service and day, added up in the store over every process and restart. */
export function createSourceTallies(store: Store, { now, onFailure }: TallyOptions): SourceTallies {
  let waiting = new Map<string, Counts>();
  let lastWrite = now();
  let pruned = "";
  let writing: Promise<void> = Promise.resolve();

  const dayOf = (millis: number) => new Date(millis).toISOString().slice(0, 10);

  async function write(): Promise<void> {
    const counted = waiting;
    waiting = new Map();
    lastWrite = now();
    try {
      for (const [key, counts] of counted) {
        await withoutWaiting(store, () => store.db.query(upsert(store), [...key.split(" "), ...Object.values(counts)]));
        counted.delete(key);
      }
      if (pruned !== dayOf(now())) {
        pruned = dayOf(now());
        const oldest = dayOf(now() - DAYS_KEPT * DAY_MS);
        await withoutWaiting(store, () => store.db.query("DELETE FROM source_tally WHERE day < ?", [oldest]));
      }
    } catch (error) {
      for (const [key, counts] of counted) add(waiting, key, counts);
      throw error;
    }
  }

  /** One write after the other: two at once would each take half of what is counted, and fail apart. */
  function flush(): Promise<void> {
    writing = writing.catch(() => {}).then(write);
    return writing;
  }

  return {
    flush,
    count(source, { answered, refused, millis }) {
      const one = { asked: 1, answered: Number(answered), refused: Number(refused), millis: Math.round(millis) };
      add(waiting, `${source} ${dayOf(now())}`, one);
      if (now() - lastWrite >= BETWEEN_WRITES_MS) flush().catch(onFailure);
    },
    async read(from, to) {
      await writing.catch(() => {}); // what is on its way is in neither place
      const sql = `SELECT source, SUM(asked) AS asked, SUM(answered) AS answered, SUM(refused) AS refused, SUM(millis) AS millis
        FROM source_tally WHERE day >= ? AND day <= ? GROUP BY source`;
      const found = new Map<string, Counts>();
      for (const { source, ...counts } of await select<Row>(store, sql, [from, to]))
        add(found, source, numbers(counts));
      for (const [key, counts] of waiting) {
        const [source = "", day = ""] = key.split(" ");
        if (day >= from && day <= to) add(found, source, counts);
      }
      return new Map([...found].map(([source, counts]): [string, TallyRecord] => [source, { source, ...counts }]));
    },
  };
}

/** Servers write sums as text. */
interface Row {
  source: string;
  asked: number | string;
  answered: number | string;
  refused: number | string;
  millis: number | string;
}

function numbers({ asked, answered, refused, millis }: Omit<Row, "source">): Counts {
  return { asked: Number(asked), answered: Number(answered), refused: Number(refused), millis: Number(millis) };
}

function add(counts: Map<string, Counts>, key: string, more: Counts): void {
  const before = counts.get(key) ?? { asked: 0, answered: 0, refused: 0, millis: 0 };
  counts.set(key, {
    asked: before.asked + more.asked,
    answered: before.answered + more.answered,
    refused: before.refused + more.refused,
    millis: before.millis + more.millis,
  });
}

const COLUMNS = ["asked", "answered", "refused", "millis"];

function upsert({ dialect }: Store): string {
  const head = `INSERT INTO source_tally (source, day, ${COLUMNS.join(", ")}) VALUES (?, ?, ?, ?, ?, ?)`;
  const sqlite = `ON CONFLICT (source, day) DO UPDATE SET ${COLUMNS.map((name) => `${name} = source_tally.${name} + excluded.${name}`).join(", ")}`;
  const server = `ON DUPLICATE KEY UPDATE ${COLUMNS.map((name) => `${name} = ${name} + VALUES(${name})`).join(", ")}`;
  return `${head} ${dialect === "sqlite" ? sqlite : server}`;
}
