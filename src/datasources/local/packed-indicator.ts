import { createHash } from "node:crypto";
import type { RemoteDataset, RemoteDimension, RemoteIndicator } from "../core/source";

/**
 * A remote indicator as the store keeps it: JSON without what stands elsewhere. Its data set and its dimensions are rows of their own,
 * shared by many; definition and caveats are columns of `indicator`, where people's words belong and where search reads them.
 */
export function packIndicator(indicator: RemoteIndicator): string {
  const { dataset: _, dimensions: __, definition: ___, caveats: ____, ...rest } = indicator;
  return JSON.stringify(rest);
}

/** What the store keeps apart from the packed text. */
export interface KeptApart {
  readonly definition: string | null;
  readonly caveats: readonly string[];
  readonly dataset: Kept<RemoteDataset>;
  readonly dimensions: Kept<readonly RemoteDimension[]> | undefined;
}

/** The indicator as it was harvested; a definition longer than the store keeps comes back cut. */
export function unpackIndicator(
  text: string,
  { definition, caveats, dataset, dimensions }: KeptApart,
): RemoteIndicator {
  const rest: Omit<RemoteIndicator, "dataset" | "dimensions" | "definition" | "caveats"> = JSON.parse(text);
  return {
    ...rest,
    ...(definition === null ? {} : { definition }),
    ...(caveats.length === 0 ? {} : { caveats }),
    ...(dimensions === undefined ? {} : { dimensions: dimensions.parsed }),
    dataset: dataset.parsed,
  };
}

/** JSON that several share, parsed when it is asked for and let go when nothing holds what was parsed. */
export class Kept<T extends object> {
  readonly #text: string;
  #parsed: WeakRef<T> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get parsed(): T {
    const held = this.#parsed?.deref();
    if (held !== undefined) return held;
    const parsed: T = JSON.parse(this.#text);
    this.#parsed = new WeakRef(parsed);
    return parsed;
  }
}

/** SHA-256 of what is written of a thing, in hexadecimal: equal hashes need no writing. */
export function contentHash(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
