import { CallerError } from "../../schema/values/caller-error";
import { AbsentObservation } from "../core/absence";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import type { ReadValues } from "./read-values";
import { byAreaAndIndicator } from "./selection-parts";

/**
 * `options.source`: indicators of other sources give way to the one that is declared to be the same thing and comes from this source.
 * One that has no such equal is answered by a blank for each area that says so.
 */
export function fromSource(catalogue: p.Catalogue, next: ReadValues): ReadValues {
  return async (selection) => {
    const source = selection.options?.source;
    if (source === undefined) return next(selection);
    refuseUnknown(catalogue, source);
    const chosen = new Map(
      selection.indicators.map((indicator) => [indicator, equalFrom(catalogue, indicator, source)] as const),
    );
    const indicators = [...new Set([...chosen.values()].flatMap((indicator) => indicator ?? []))];
    const found = indicators.length === 0 ? { observations: [], uses: [] } : await next({ ...selection, indicators });
    const blanks = [...chosen].flatMap(([indicator, equal]) =>
      equal === undefined ? selection.areas.map((area) => blank(catalogue, indicator, area, source)) : [],
    );
    const order = { ...selection, indicators: [...chosen].map(([indicator, equal]) => equal ?? indicator) };
    return { observations: byAreaAndIndicator([...found.observations, ...blanks], order), uses: found.uses };
  };
}

function refuseUnknown(catalogue: p.Catalogue, source: string): void {
  if (catalogue.sourceBySlug(source) !== undefined) return;
  throw new CallerError(
    `\`options.source\` names no source: ${source.slice(0, 80)}.`,
    "options.source",
    `one of ${catalogue.sources.map((each) => each.slug).join(", ")}`,
  );
}

function equalFrom(
  catalogue: p.Catalogue,
  indicator: r.IndicatorRecord,
  source: string,
): r.IndicatorRecord | undefined {
  const equals = indicator.sameAs.flatMap((slug) => catalogue.indicatorBySlug(slug) ?? []);
  return [indicator, ...equals].find((each) => each.dataset.source.slug === source);
}

function blank(catalogue: p.Catalogue, indicator: r.IndicatorRecord, area: r.AreaRecord, source: string) {
  const period = indicator.coverage.flatMap(({ latest }) => latest ?? [])[0] ?? dayOf(catalogue);
  const note = `No indicator of ${source} is declared to be the same as ${indicator.slug}.`;
  return new AbsentObservation(
    { indicator, area },
    period,
    { id: 0, code: "", members: [] },
    { missing: "NOT_AVAILABLE", note },
  );
}

function dayOf(catalogue: p.Catalogue): r.PeriodRecord {
  const today = catalogue.today();
  const day = { id: today, label: today, type: "SNAPSHOT", start: today, end: today, duration: "P1D" } as const;
  return catalogue.periodByIso(today) ?? day;
}
