import type { PageRequest } from "../datasources/core/page";

/** Page arguments without their absent parts; a `first` given as null means the field's default. */
export function pageRequest(
  first: number | null | undefined,
  byDefault: number,
  after: string | null | undefined,
): PageRequest {
  return { first: first ?? byDefault, ...(typeof after === "string" ? { after } : {}) };
}
