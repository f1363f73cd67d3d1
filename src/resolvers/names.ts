import type { Catalogue, GraphReads } from "../datasources/core/ports";
import type { AreaRecord, IndicatorRecord } from "../datasources/core/records";
import { CallerError } from "../schema/values/caller-error";
import { keyOf } from "../schema/values/global-id";

/** Things by the names that people give them: global ids, codes and slugs, with blanks around and in either case. */

/** An area by global id or code. */
export function areaNamed(catalogue: Catalogue, name: string): AreaRecord | undefined {
  return catalogue.areaByCode(keyOf("Area", name.trim()).toUpperCase());
}

/** An indicator by global id or slug. Slugs are as their publisher writes them, which for some is with capitals. */
export function indicatorNamed(catalogue: Catalogue, name: string): IndicatorRecord | undefined {
  const slug = keyOf("Indicator", name.trim());
  return catalogue.indicatorBySlug(slug) ?? catalogue.indicatorBySlug(slug.toLowerCase());
}

/** The same, where a field can say nothing without it. Throws CallerError with the nearest slugs. */
export function oneIndicator(reads: GraphReads, name: string, argument: string): IndicatorRecord {
  const indicator = indicatorNamed(reads.catalogue, name);
  if (indicator !== undefined) return indicator;
  const nearest = reads.search.suggest("indicator", name).join(", ");
  const expected = `the slug or id of an indicator${nearest && `, such as ${nearest}`}`;
  throw new CallerError(`\`${argument}\` names no indicator: ${name.slice(0, 100)}.`, argument, expected);
}

/** A number that is a thing's name, from its global id or as digits; NaN for every other text, `1e1` and `0x10` too. */
export function numberNamed(type: string, name: string): number {
  const digits = keyOf(type, name.trim());
  return /^[1-9]\d{0,9}$|^0$/.test(digits) ? Number(digits) : Number.NaN;
}
