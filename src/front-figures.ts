import type { GraphReads } from "./datasources/core/ports";
import type { AreaRecord, IndicatorRecord, ObservationRecord } from "./datasources/core/records";
import type { Catalogues } from "./datasources/local/catalogue-cache";
import type { Store } from "./datasources/local/store";
import { provenanceOf } from "./resolvers/provenance";
import { formatFigure } from "./schema/values/format";
import type { ChartData, Contents } from "./server/pages";

/** What the front page says of the store. */
export async function storeContents(catalogues: Catalogues, store: Store): Promise<Contents> {
  const catalogue = await catalogues.current();
  const today = catalogue.today();
  const published = catalogue.releases.flatMap((release) => release.publishedAt ?? []);
  return {
    areas: catalogue.areas.length,
    councils: catalogue.councils.filter((council) => council.endDate === undefined || council.endDate >= today).length,
    indicators: catalogue.indicators.length,
    observations: catalogue.observationCount,
    sources: catalogue.sources.length,
    asOf: published.toSorted().at(-1) ?? today,
    store: store.dialect === "sqlite" ? "the embedded store" : "a server of the MySQL family",
  };
}

/** The chart on the front page: one indicator that everybody knows, for the country and one city. */
const CHARTED = { indicator: "claimant-count", areas: ["K02000001", "E08000003"] } as const;

/** Figures for the front page's chart; undefined where the store does not have them. */
export async function frontChart(reads: GraphReads): Promise<ChartData | undefined> {
  const indicator = reads.catalogue.indicatorBySlug(CHARTED.indicator);
  const areas = CHARTED.areas.flatMap((code) => reads.catalogue.areaByCode(code) ?? []);
  if (indicator === undefined || areas.length < CHARTED.areas.length) return undefined;
  const lines = await Promise.all(areas.map((area) => line(reads, area, indicator)));
  const newest = lines[0]?.at(-1);
  if (newest === undefined) return undefined;
  return {
    title: `${indicator.name}: ${areas.map((area) => area.name).join(" and ")}`,
    measure: indicator.definition ?? indicator.name,
    suffix: indicator.unit.suffix ?? "",
    series: areas.map((area, place) => ({ name: area.name, points: (lines[place] ?? []).map(point) })),
    citation: provenanceOf(newest, "", reads).citation,
  };
}

function line(reads: GraphReads, area: AreaRecord, indicator: IndicatorRecord): Promise<readonly ObservationRecord[]> {
  return reads.figuresOf(area, [indicator], { period: { latest: 1000 }, breakdown: [] });
}

function point({ period, value, missing, indicator }: ObservationRecord) {
  const style = { ...indicator.unit, decimalPlaces: indicator.decimalPlaces };
  return { period: period.label, value, formatted: formatFigure(value, missing, style) };
}
