import type { KeptEntry, KeptStore } from "../../src/datasources/core/engine";

/** A store of kept answers that a test can look into, and set up as if it had been filled at another time. */
export class KeptInMemory implements KeptStore {
  entries = new Map<string, KeptEntry>();
  reads = 0;

  async read(keys: readonly string[]): Promise<readonly KeptEntry[]> {
    this.reads += 1;
    return keys.flatMap((key) => this.entries.get(key) ?? []);
  }

  async write(entries: readonly KeptEntry[]): Promise<void> {
    for (const entry of entries) {
      const before = this.entries.get(entry.key);
      if (before === undefined || before.fetchedAt < entry.fetchedAt) this.entries.set(entry.key, entry);
    }
  }

  async prune(now: number): Promise<number> {
    const past = [...this.entries.values()].filter((entry) => entry.keepUntil < now);
    for (const { key } of past) this.entries.delete(key);
    return past.length;
  }

  /** The same entries, fetched so many milliseconds earlier. */
  older(millis: number): KeptInMemory {
    const copy = new KeptInMemory();
    for (const [key, entry] of this.entries) copy.entries.set(key, { ...entry, fetchedAt: entry.fetchedAt - millis });
    return copy;
  }
}
