import DataLoader from "dataloader";
import type { SourceRecord, SourceTallies, TallyRecord, UptimeRecord } from "../core/records";
import { releaseLag } from "../core/release-lag";
import type * as p from "../core/supplier-ports";

const DAY_MS = 86_400_000;

/** What was measured of the sources of one operation: one statement for each length of time that it asks for. */
export class SupplierReads implements p.SupplierReads {
  readonly #tallies: DataLoader<number, ReadonlyMap<string, TallyRecord>>;
  readonly #now: () => number;
  readonly #onRead: () => void;

  /** `now` in milliseconds since 1970; `onRead` is told that counts were read, which move with every request. */
  constructor(tallies: SourceTallies, now: () => number, onRead: () => void) {
    this.#now = now;
    this.#onRead = onRead;
    this.#tallies = new DataLoader((lengths) =>
      Promise.all(lengths.map((days) => tallies.read(this.#day(days - 1), this.#day(0)))),
    );
  }

  async uptime({ service }: SourceRecord, days: number): Promise<UptimeRecord | undefined> {
    if (service === undefined) return undefined;
    this.#onRead();
    const { asked, answered, refused, millis } = (await this.#tallies.load(days)).get(service) ?? NOTHING;
    const share = asked === 0 ? null : answered / asked;
    const meanMillis = asked === 0 ? null : Math.round(millis / asked);
    return { from: this.#day(days - 1), to: this.#day(0), asked, answered, refused, share, meanMillis };
  }

  releaseLag = releaseLag;

  #day(ago: number): string {
    return new Date(this.#now() - ago * DAY_MS).toISOString().slice(0, 10);
  }
}

const NOTHING = { asked: 0, answered: 0, refused: 0, millis: 0 };
