import type { ValueType } from "../../../schema/values/enums";
import { readIsoPeriod } from "../../../schema/values/period";
import { asObject, asText } from "../../core/decode";
import type { UnitRecord } from "../../core/records";
import type { RemoteDataset, RemoteIndicator } from "../../core/source";
import { kindsOfLevels, type Meta, type MetaIndicator } from "./meta";
import { frequencyOf } from "./periods";

/** The data set and the indicator in an upstream id: `<data set id>/<indicator id>`. */
export function partsOf(upstreamId: string): { readonly dataSet: string; readonly indicator: string } {
  const slash = upstreamId.indexOf("/");
  return { dataSet: upstreamId.slice(0, slash), indicator: upstreamId.slice(slash + 1) };
}

/** What a unit of the service means ("", "%", "pp", "£", "£m"); undefined for texts, which are no figures. */
function unitOf(unit: string): (UnitRecord & { readonly valueType?: ValueType }) | undefined {
  switch (unit.trim()) {
    case "string":
      return undefined;
    case "%":
      return { code: "percent", label: "percentage", suffix: "%", valueType: "PERCENTAGE" };
    case "pp":
      return { code: "percentage-points", label: "percentage points", suffix: "percentage points" };
    case "£":
      return { code: "gbp", label: "pounds", prefix: "£", valueType: "CURRENCY" };
    case "£m":
      return { code: "gbp-million", label: "millions of pounds", prefix: "£", suffix: "m", valueType: "CURRENCY" };
    case "":
      return { code: "number", label: "number" };
    default:
      return { code: unit.trim().toLowerCase().replace(/\s+/g, "-"), label: unit.trim() };
  }
}

/** What kind of figure a name speaks of, where the unit does not say. */
function valueTypeIn(label: string): ValueType {
  if (/\bmedian\b/i.test(label)) return "MEDIAN";
  if (/\b(average|mean)\b/i.test(label)) return "MEAN";
  if (/\bratio\b/i.test(label)) return "RATIO";
  if (/\brate\b/i.test(label)) return "CRUDE_RATE";
  if (/\b(score|progress 8|value added)\b/i.test(label)) return "SCORE";
  return "COUNT";
}

/** "Value added LCI", "Progress 8 score (upper confidence interval)": the figure whose 95 % limit it is, and which limit. */
function limitIn(label: string): { readonly of: string; readonly side: "lower" | "upper" } | undefined {
  const found =
    /^(.*?)[\s,:–-]*\(?\s*(?:(LCI|UCI)|(lower|upper)(?: 95%| 95 per cent)? confidence (?:interval|limit))\s*\)?$/i.exec(
      label,
    );
  const of = found?.[1]?.trim().toLowerCase();
  if (found === null || of === undefined || of === "") return undefined;
  return { of, side: /^(l|lower)/i.test(found[2] ?? found[3] ?? "") ? "lower" : "upper" };
}

/** Ids of the indicators that are the 95 % limits of another one. */
export interface Limits {
  readonly lower: string;
  readonly upper: string;
}

/** The limits in a data set, by the id of the indicator that they belong to; only where both are there. */
export function limitsIn(meta: Meta): ReadonlyMap<string, Limits> {
  const sides = new Map<string, Partial<Record<"lower" | "upper", string>>>();
  for (const { id, label } of meta.indicators) {
    const limit = limitIn(label);
    if (limit !== undefined) sides.set(limit.of, { ...sides.get(limit.of), [limit.side]: id });
  }
  return new Map(
    meta.indicators.flatMap(({ id, label }) => {
      const { lower, upper } = sides.get(label.toLowerCase()) ?? {};
      return lower === undefined || upper === undefined ? [] : [[id, { lower, upper }] as const];
    }),
  );
}

/** One data set of the service's list, with the page of its publication. Throws BAD_SHAPE. */
export function dataSetListed(each: unknown, publicationSlug: string): RemoteDataset & { readonly status: string } {
  const row = asObject(each, "a data set");
  const latest = asObject(row.latestVersion, "a data set's version");
  const summary = typeof row.summary === "string" ? row.summary.trim() : "";
  const published = typeof latest.published === "string" ? latest.published.slice(0, 10) : "";
  return {
    upstreamId: asText(row.id, "a data set's id"),
    title: asText(row.title, "a data set's title").trim(),
    ...(summary === "" ? {} : { description: summary }),
    homepage: `https://explore-education-statistics.service.gov.uk/find-statistics/${publicationSlug}`,
    version: asText(latest.version, "a data set's version"),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(published) ? { publishedAt: published } : {}),
    status: asText(row.status, "a data set's status"),
  };
}

/**
 * The indicators of a data set. None where it has no areas or periods that the hub knows (figures of schools, reporting years). Limits
 * of confidence come with the figures that they belong to, and are no indicators of their own; texts are none either.
 */
export function indicatorsOf(meta: Meta, dataset: RemoteDataset): readonly RemoteIndicator[] {
  const levels = Object.keys(meta.places).filter((level) => Object.keys(meta.places[level] ?? {}).length > 0);
  const newest = meta.periods.at(-1)?.iso;
  const type = newest === undefined ? undefined : readIsoPeriod(newest)?.type;
  if (levels.length === 0 || newest === undefined || type === undefined) return [];
  const limits = limitsIn(meta);
  const bounds = new Set([...limits.values()].flatMap(({ lower, upper }) => [lower, upper]));
  return meta.indicators.flatMap((each) => {
    const unit = unitOf(each.unit);
    const upstreamId = `${dataset.upstreamId}/${each.id}`;
    if (unit === undefined || bounds.has(each.id) || !/^[^\s|]{1,120}$/.test(upstreamId)) return [];
    const { valueType: ofUnit, ...record } = unit;
    const valueType = ofUnit ?? valueTypeIn(each.label);
    return [
      {
        upstreamId,
        name: each.label,
        unit: record,
        decimalPlaces: placesOf(each, valueType),
        valueType,
        frequency: frequencyOf(type),
        periodType: type,
        hasConfidenceIntervals: limits.has(each.id),
        isAggregatable: valueType === "COUNT" && /^number of\b/i.test(each.label),
        dimensions: meta.filters.map(({ code, label, options }) => ({
          code,
          label,
          members: options.map((option) => ({
            code: option.code,
            label: option.label,
            ...(option.isTotal ? { isTotal: true } : {}),
          })),
        })),
        areaTypes: kindsOfLevels(levels),
        earliest: meta.periods[0]?.iso ?? newest,
        latest: newest,
        dataset,
        identifiers: [{ scheme: "EES_INDICATOR", value: upstreamId }],
        facts: { column: each.column },
      },
    ];
  });
}

function placesOf({ decimalPlaces }: MetaIndicator, type: ValueType): number {
  return decimalPlaces ?? (type === "COUNT" ? 0 : 1);
}

const KEY_STAGE_4: RemoteDataset = {
  upstreamId: "b3e19901-5d2b-b676-bb4c-e60937d74725",
  title: "Key stage 4 performance: pupil characteristics and geography",
  homepage: "https://explore-education-statistics.service.gov.uk/find-statistics/key-stage-4-performance",
};

/** An indicator of key stage 4 performance by its id (version 1 of the data set, seen 2026-08 in others' programs). */
function keyStage4(
  id: string,
  said: Pick<RemoteIndicator, "name" | "definition" | "unit" | "valueType">,
): RemoteIndicator {
  return {
    upstreamId: `${KEY_STAGE_4.upstreamId}/${id}`,
    decimalPlaces: 1,
    frequency: "ANNUALLY",
    periodType: "ACADEMIC_YEAR",
    areaTypes: ["CTRY", "RGN", "CTY", "UA", "MD", "LONB"],
    dataset: KEY_STAGE_4,
    identifiers: [{ scheme: "EES_INDICATOR", value: `${KEY_STAGE_4.upstreamId}/${id}` }],
    ...said,
  };
}

const PERCENT: UnitRecord = { code: "percent", label: "percentage", suffix: "%" };

/** Indicators whose ids two programs that use the service agree on. Their dimensions come with the harvest. */
export const WELL_KNOWN: readonly RemoteIndicator[] = [
  keyStage4("S9YVx", {
    name: "Average Attainment 8 score",
    definition:
      "Mean of pupils' scores over eight qualifications at the end of key stage 4, state-funded schools in England.",
    unit: { code: "number", label: "number" },
    valueType: "MEAN",
  }),
  keyStage4("kxGhs", {
    name: "Pupils with grade 5 or above in English and mathematics GCSEs",
    definition: "Part of pupils at the end of key stage 4, state-funded schools in England.",
    unit: PERCENT,
    valueType: "PERCENTAGE",
  }),
  keyStage4("HPhzL", {
    name: "Pupils with grade 4 or above in English and mathematics GCSEs",
    definition: "Part of pupils at the end of key stage 4, state-funded schools in England.",
    unit: PERCENT,
    valueType: "PERCENTAGE",
  }),
];
