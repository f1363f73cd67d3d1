import { isGssCode } from "../../../schema/values/area-code";
import type { AreaTypeCode } from "../../../schema/values/enums";
import { readIsoPeriod } from "../../../schema/values/period";
import { asList, asObject, asText, unexpected } from "../../core/decode";
import { grouped } from "../../core/packing";
import type { AreaRef } from "../../core/source";
import { periodOf } from "./periods";

/** What the hub keeps of a data set's own description. JSON. */
export interface Meta {
  readonly indicators: readonly MetaIndicator[];
  readonly filters: readonly MetaFilter[];
  /** GSS code by the service's id, by level. Only levels that the hub has areas of. */
  readonly places: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Oldest first. Only periods that the hub can read. */
  readonly periods: readonly MetaPeriod[];
}

export interface MetaIndicator {
  readonly id: string;
  readonly column: string;
  readonly label: string;
  /** As the service writes it; empty where it has none. */
  readonly unit: string;
  readonly decimalPlaces?: number;
}

export interface MetaFilter {
  readonly id: string;
  /** What the hub's dimension goes by. */
  readonly code: string;
  readonly label: string;
  readonly options: readonly MetaOption[];
}

export interface MetaOption {
  readonly id: string;
  readonly code: string;
  readonly label: string;
  readonly isTotal: boolean;
}

export interface MetaPeriod {
  readonly code: string;
  readonly period: string;
  readonly iso: string;
}

/** Levels of the service for each kind of area, the first that has the area is asked. */
const LEVELS: Partial<Record<AreaTypeCode, readonly string[]>> = {
  CTRY: ["NAT"],
  RGN: ["REG"],
  UA: ["LA", "LAD"],
  MD: ["LA", "LAD"],
  LONB: ["LA", "LAD"],
  CTY: ["LA"],
  NMD: ["LAD"],
  CAUTH: ["MCA", "EDA"],
  PCON: ["PCON"],
  WD: ["WARD"],
  LSIP: ["LSIP"],
  PFA: ["PFA"],
};
const USABLE = new Set(Object.values(LEVELS).flat());

/** Kinds of area that a data set with these levels has figures for. */
export function kindsOfLevels(levels: readonly string[]): readonly AreaTypeCode[] {
  return (Object.keys(LEVELS) as AreaTypeCode[]).filter((kind) =>
    LEVELS[kind]?.some((level) => levels.includes(level)),
  );
}

/** Where a data set has an area: its level, and the service's ids for it there (one, as a rule). */
export interface Place {
  readonly level: string;
  readonly ids: readonly string[];
}

/** Finds areas in a data set; undefined for one that it has not. */
export function placeFinder({ places }: Meta): (area: AreaRef) => Place | undefined {
  const byCode = new Map(
    Object.entries(places).map(([level, codes]) => [level, grouped(Object.entries(codes), ([, code]) => code)]),
  );
  return (area) => {
    for (const level of LEVELS[area.kind] ?? []) {
      const found = byCode.get(level)?.get(area.code);
      if (found !== undefined) return { level, ids: found.map(([id]) => id) };
    }
    return undefined;
  };
}

/** A data set's description as the service gives it. Throws BAD_SHAPE. Members that are null are left out by the service. */
export function readMeta(body: unknown): Meta {
  const meta = asObject(body, "the description of a data set");
  return {
    indicators: asList(meta.indicators, "the list of indicators").map(indicatorIn),
    filters: named((meta.filters === undefined ? [] : asList(meta.filters, "the list of filters")).map(filterIn)),
    places: placesIn(asList(meta.locations, "the list of places")),
    periods: asList(meta.timePeriods, "the list of periods")
      .flatMap((each) => {
        const { code, period } = asObject(each, "a period");
        const [kind, years] = [asText(code, "a period's kind"), asText(period, "a period's year")];
        const read = periodOf(years, kind);
        return read === undefined ? [] : [{ code: kind, period: years, iso: read.id }];
      })
      .sort((a, b) => (endOf(a) < endOf(b) ? -1 : 1)),
  };
}

function endOf({ iso }: MetaPeriod): string {
  return readIsoPeriod(iso)?.end ?? iso;
}

function indicatorIn(each: unknown): MetaIndicator {
  const row = asObject(each, "an indicator");
  const places = row.decimalPlaces;
  return {
    id: asText(row.id, "an indicator's id"),
    column: typeof row.column === "string" ? row.column : "",
    label: asText(row.label, "an indicator's name").trim(),
    unit: typeof row.unit === "string" ? row.unit : "",
    ...(typeof places === "number" && Number.isInteger(places) && places >= 0 && places <= 20
      ? { decimalPlaces: places }
      : {}),
  };
}

function filterIn(each: unknown): MetaFilter {
  const row = asObject(each, "a filter");
  const label = asText(row.label, "a filter's name").trim();
  const options = asList(row.options, "a filter's options").map((option) => {
    const { id, label: name } = asObject(option, "an option");
    return { id: asText(id, "an option's id"), label: asText(name, "an option's name").trim() };
  });
  const total = totalAmong(options.map((option) => option.label));
  const slugs = options.map((option) => slug(option.label));
  return {
    id: asText(row.id, "a filter's id"),
    code: dimensionCode(label),
    label,
    options: options.map(({ id, label: name }, place) => {
      const code = slugs[place] ?? "";
      const isAlone = code !== "" && slugs.indexOf(code) === slugs.lastIndexOf(code);
      return { id, code: isAlone ? code : `${code}-${id}`, label: name, isTotal: name === total };
    }),
  };
}

/** Two filters of one name are told apart by the service's ids. */
function named(filters: readonly MetaFilter[]): readonly MetaFilter[] {
  const codes = filters.map(({ code }) => code);
  return filters.map((filter) =>
    codes.indexOf(filter.code) === codes.lastIndexOf(filter.code)
      ? filter
      : { ...filter, code: `${filter.code}-${filter.id.toLowerCase()}` },
  );
}

/**
 * The label that stands for everything: "Total", else "All", else the only one that begins with "All " ("All schools"), else the only
 * one that there is. The service itself does not say which option is the total.
 */
function totalAmong(labels: readonly string[]): string | undefined {
  const only = (fits: (label: string) => boolean): string | undefined => {
    const found = labels.filter(fits);
    return found.length === 1 ? found[0] : undefined;
  };
  return (
    only((label) => /^total$/i.test(label)) ??
    only((label) => /^all$/i.test(label)) ??
    only((label) => /^all /i.test(label)) ??
    only(() => true)
  );
}

/** What dimensions of other publishers go by too, where it is the same thing. */
function dimensionCode(label: string): string {
  const code = slug(label);
  return code === "gender" ? "sex" : code === "age-group" ? "age" : code === "" ? "filter" : code;
}

function slug(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9+%<>]+/g, "-")
    .replace(/[+]/g, "-plus")
    .replace(/[<]/g, "under-")
    .replace(/[>]/g, "over-")
    .replace(/%/g, "percent")
    .replace(/-+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
}

function placesIn(groups: readonly unknown[]): Record<string, Record<string, string>> {
  const places: Record<string, Record<string, string>> = {};
  for (const each of groups) {
    const group = asObject(each, "a level's places");
    const level = asText(asObject(group.level, "a level").code, "a level's code");
    const options = asList(group.options, "a level's list of places");
    if (!USABLE.has(level)) continue;
    const ids: Record<string, string> = {};
    for (const option of options) {
      const { id, code } = asObject(option, "a place");
      // Places without a GSS code (the service has "z" for unknown ones) are no areas of the hub.
      if (typeof code === "string" && isGssCode(code)) ids[asText(id, "a place's id")] = code;
    }
    places[level] = ids;
  }
  if (groups.length === 0) throw unexpected("a data set has no places");
  return places;
}
