import type * as p from "../core/ports";
import type * as r from "../core/records";

/** Indicators of the hub's own tables, and of national services. */
export function split(indicators: readonly r.IndicatorRecord[]): {
  readonly local: readonly r.IndicatorRecord[];
  readonly remote: readonly r.IndicatorRecord[];
} {
  const remote = indicators.filter((indicator) => indicator.remote !== undefined);
  if (remote.length === 0) return { local: indicators, remote };
  return { local: indicators.filter((indicator) => indicator.remote === undefined), remote };
}

/** Figures in the order of a selection: area, then indicator; those of one series stay as they stand. */
export function byAreaAndIndicator(
  observations: readonly r.ObservationRecord[],
  { areas, indicators }: p.ObservationSelection,
): readonly r.ObservationRecord[] {
  const areaPlace = new Map(areas.map((area, place) => [area.code, place]));
  const indicatorPlace = new Map(indicators.map((indicator, place) => [indicator.slug, place]));
  const place = ({ area, indicator }: r.ObservationRecord) =>
    (areaPlace.get(area.code) ?? 0) * indicators.length + (indicatorPlace.get(indicator.slug) ?? 0);
  return observations.toSorted((a, b) => place(a) - place(b));
}

/** The same selection in the records of another catalogue. What that one no longer has is left out. */
export function rebound(
  selection: p.ObservationSelection,
  catalogue: p.Catalogue,
  own: p.Catalogue,
): p.ObservationSelection {
  if (catalogue === own) return selection;
  return {
    ...selection,
    indicators: selection.indicators.flatMap((indicator) => catalogue.indicatorBySlug(indicator.slug) ?? []),
    areas: selection.areas.flatMap((area) => catalogue.areaByCode(area.code) ?? []),
  };
}
