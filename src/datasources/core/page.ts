import { CallerError } from "../../schema/values/caller-error";

/** What a connection is made from. Edges are made only when asked for. */
export class Page<T> {
  readonly nodes: readonly T[];
  readonly #cursorOf: (item: T) => string;
  readonly #hasNext: boolean;
  readonly #hasPrevious: boolean;
  readonly #total: () => number;

  constructor(
    nodes: readonly T[],
    cursorOf: (item: T) => string,
    hasNext: boolean,
    hasPrevious: boolean,
    total: () => number,
  ) {
    this.nodes = nodes;
    this.#cursorOf = cursorOf;
    this.#hasNext = hasNext;
    this.#hasPrevious = hasPrevious;
    this.#total = total;
  }

  get edges(): readonly { readonly node: T; readonly cursor: string }[] {
    return this.nodes.map((node) => ({ node, cursor: this.#cursorOf(node) }));
  }

  get pageInfo() {
    return pageInfo(this.nodes, this.#cursorOf, this.#hasNext, this.#hasPrevious);
  }

  get totalCount(): number {
    return this.#total();
  }
}

/** Where a page stands in its list, as the Relay specification has it. */
export function pageInfo<T>(
  items: readonly T[],
  cursorOf: (item: T) => string,
  hasNextPage: boolean,
  hasPreviousPage: boolean,
) {
  const [first, last] = [items[0], items.at(-1)];
  return {
    hasNextPage,
    hasPreviousPage,
    startCursor: first === undefined ? null : cursorOf(first),
    endCursor: last === undefined ? null : cursorOf(last),
  };
}

export interface PageRequest {
  readonly first: number;
  readonly after?: string;
}

/** The most items that one page may hold. */
export const LARGEST_PAGE = 1000;

/** Refuses page sizes out of bounds, naming the argument. */
export function checkFirst(first: number): number {
  if (first < 1 || first > LARGEST_PAGE) {
    throw new CallerError(
      `\`first\` is ${first}.`,
      "first",
      `a number from 1 to ${LARGEST_PAGE}; ask for the rest with \`after\``,
    );
  }
  return first;
}

/** Cursors say what they stand after, so that a list that grows in between neither loses nor repeats an item. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key), "utf8").toString("base64url");
}

/** The key inside a cursor of `length` parts. Throws CallerError for anything that this hub did not write. */
export function decodeCursor(cursor: string, length: number): readonly (string | number | null)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => part === null || typeof part === "string" || typeof part === "number")
    )
      return key;
  } catch {
    // falls through: said once, below
  }
  throw new CallerError(
    "`after` is not a cursor of this list.",
    "after",
    "an `endCursor` or `cursor` that this same query gave",
  );
}

/** A page of items that are already in order of a text key, ascending and unique. */
export function pageByKey<T>(items: readonly T[], keyOf: (item: T) => string, request: PageRequest): Page<T> {
  const first = checkFirst(request.first);
  const start = request.after === undefined ? 0 : firstAfter(items, keyOf, String(decodeCursor(request.after, 1)[0]));
  const nodes = items.slice(start, start + first);
  return new Page(
    nodes,
    (item) => encodeCursor([keyOf(item)]),
    start + nodes.length < items.length,
    start > 0,
    () => items.length,
  );
}

/** A page of items in an order of their own (relevance): cursors count places, because such an order has no key to stand after. */
export function pageByPlace<T extends object>(items: readonly T[], request: PageRequest): Page<T> {
  const first = checkFirst(request.first);
  const start = request.after === undefined ? 0 : Number(decodeCursor(request.after, 1)[0]) + 1;
  const nodes = items.slice(start, start + first);
  const places = new Map(nodes.map((node, index) => [node, start + index]));
  return new Page(
    nodes,
    (item) => encodeCursor([places.get(item) ?? 0]),
    start + nodes.length < items.length,
    start > 0,
    () => items.length,
  );
}

/** Index of the first item whose key is greater than `key`, by bisection. */
function firstAfter<T>(items: readonly T[], keyOf: (item: T) => string, key: string): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(items[middle] as T) > key) high = middle;
    else low = middle + 1;
  }
  return low;
}
