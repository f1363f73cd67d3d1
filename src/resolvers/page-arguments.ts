import { decodeCursor, type PageRequest } from "../datasources/core/page";
import { CallerError } from "../schema/values/caller-error";

/** Page arguments without their absent parts; a `first` given as null means the field's default. */
export function pageRequest(
  first: number | null | undefined,
  byDefault: number,
  after: string | null | undefined,
): PageRequest {
  return { first: first ?? byDefault, ...(typeof after === "string" ? { after } : {}) };
}

/** The same for a list in order of a text key. Throws CallerError where `after` is no cursor of such a list. */
export function keyRequest(first: number | null | undefined, byDefault: number, after: string | null | undefined) {
  if (typeof after === "string" && typeof decodeCursor(after, 1)[0] !== "string") throw strangeCursor();
  return pageRequest(first, byDefault, after);
}

/** The same for a list in an order of its own, whose cursors are places. Throws CallerError where `after` is no cursor of such a list. */
export function placeRequest(first: number | null | undefined, byDefault: number, after: string | null | undefined) {
  const place = typeof after === "string" ? decodeCursor(after, 1)[0] : 0;
  if (!Number.isSafeInteger(place) || Number(place) < 0) throw strangeCursor();
  return pageRequest(first, byDefault, after);
}

function strangeCursor(): CallerError {
  const expected = "an `endCursor` or `cursor` that this same query gave";
  return new CallerError("`after` is not a cursor of this list.", "after", expected);
}
