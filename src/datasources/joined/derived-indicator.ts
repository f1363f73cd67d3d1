import { CallerError } from "../../schema/values/caller-error";
import { readIsoPeriod } from "../../schema/values/period";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { calculatedIndicator, readCalculatedKey } from "./calculated-indicator";
import { perHeadIndicator } from "./per-population";
import { realIndicator } from "./real-terms";

const MADE = /^(.*)~(per|prices)=([^~]*)$/s;

/**
 * The indicator of a key that no publisher gave: of a formula, or of figures made per head or in the prices of a year. Undefined where
 * the key is none of these, or names what the hub no longer has.
 */
export function derivedIndicator(catalogue: p.Catalogue, key: string): r.IndicatorRecord | undefined {
  const asked = readCalculatedKey(key);
  if (asked !== undefined) return calculated(catalogue, asked);
  const [, inner, what, value] = MADE.exec(key) ?? [];
  if (inner === undefined || value === undefined) return undefined;
  const base = catalogue.indicatorBySlug(inner) ?? derivedIndicator(catalogue, inner);
  if (base === undefined) return undefined;
  const made = what === "per" ? perHeadIndicator(base, Number(value)) : inPrices(catalogue, base, value);
  return made?.key === key ? made : undefined;
}

function inPrices(catalogue: p.Catalogue, base: r.IndicatorRecord, id: string): r.IndicatorRecord | undefined {
  const period = catalogue.periodByIso(id) ?? readIsoPeriod(id);
  return period === undefined ? undefined : realIndicator(base, period);
}

function calculated(catalogue: p.Catalogue, asked: { readonly formula: string; readonly label: string }) {
  try {
    return calculatedIndicator(catalogue, () => [], asked.formula, asked.label).indicator;
  } catch (error) {
    if (error instanceof CallerError) return undefined; // a formula that once held
    throw error;
  }
}
