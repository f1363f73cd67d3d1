/** What is needed to turn rows, where "not known" is null, into records, where it is an absent property. */

type Known<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: Exclude<T[K], null>;
};

/** The same properties without those that are null. 0 and "" are kept: they are values. */
export function known<T extends object>(properties: T): Known<T> {
  const record: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(properties)) if (value !== null) record[name] = value;
  return record as Known<T>;
}

/** Lists by key, made when first asked for, so that records can hold a list that is filled later. */
export class Lists<K, V> {
  readonly #lists = new Map<K, V[]>();

  /** The one list of this key; it may still grow. */
  of(key: K): V[] {
    const found = this.#lists.get(key);
    if (found !== undefined) return found;
    const made: V[] = [];
    this.#lists.set(key, made);
    return made;
  }

  add(key: K, value: V): void {
    this.of(key).push(value);
  }
}

/** The record of an id that a foreign key names. Throws when the store broke its own key, which no reader can mend. */
export function required<V>(records: ReadonlyMap<number, V>, id: number, what: string): V {
  const record = records.get(id);
  if (record === undefined) throw new Error(`The store names ${what} ${id}, which it has not.`);
  return record;
}

/** Orders texts by code units, as the store's binary collation does. */
export function byText<T>(textOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const left = textOf(a);
    const right = textOf(b);
    return left < right ? -1 : left > right ? 1 : 0;
  };
}
