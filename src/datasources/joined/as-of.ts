import { CallerError } from "../../schema/values/caller-error";

/** No hub is older than this: before it nothing was learnt. */
const EARLIEST = "2000-01-01T00:00:00.000Z";

/**
 * Checks `options.asOf`. Throws CallerError: what will be known cannot be asked for. `now` is the hub's clock; `newest` when the newest
 * load was made, which may be later where the loader's clock runs ahead.
 */
export function checkAsOf(asOf: string | undefined, now: Date, newest = ""): void {
  if (asOf === undefined) return;
  const latest = now.toISOString() > newest ? now.toISOString() : newest;
  if (asOf < EARLIEST || asOf > latest)
    throw new CallerError(
      `\`options.asOf\` is ${asOf}, which is ${asOf < EARLIEST ? "before any hub began" : "yet to come"}.`,
      "options.asOf",
      `an instant from 2000 up to now (${latest})`,
    );
}
