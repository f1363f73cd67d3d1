import { createHash } from "node:crypto";
import type { RemoteDataset, RemoteIndicator } from "../core/source";

/**
 * A remote indicator as the store keeps it: JSON without what stands elsewhere. Its data set is a row of its own, shared by many;
 * definition and caveats are columns of `indicator`, where people's words belong and where search reads them.
 */
export function packIndicator(indicator: RemoteIndicator): string {
  const { dataset: _, definition: __, caveats: ___, ...rest } = indicator;
  return JSON.stringify(rest);
}

/** What the store keeps apart from the packed text. */
export interface KeptApart {
  readonly definition?: string;
  readonly caveats: readonly string[];
  readonly dataset: RemoteDataset;
}

/** The indicator as it was harvested; a definition longer than the store keeps comes back cut. */
export function unpackIndicator(text: string, apart: KeptApart): RemoteIndicator {
  const rest: Omit<RemoteIndicator, "dataset" | "definition" | "caveats"> = JSON.parse(text);
  return {
    ...rest,
    ...(apart.definition === undefined ? {} : { definition: apart.definition }),
    ...(apart.caveats.length === 0 ? {} : { caveats: apart.caveats }),
    dataset: apart.dataset,
  };
}

/** SHA-256 of what is written of a thing, in hexadecimal: equal hashes need no writing. */
export function contentHash(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
