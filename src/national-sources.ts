import type { NationalSource } from "./datasources/core/source";
import { discoverSources } from "./datasources/engine/discover";

/** Every national source, those switched off too, by id. Throws BadSource, which names the file that is none. */
export function nationalSources(): readonly NationalSource[] {
  return discoverSources();
}
