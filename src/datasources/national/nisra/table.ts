/** Tables of the NISRA Data Portal (PxStat, JSON-stat 2.0): what their dimensions, periods and areas mean to the hub. */
import type { AreaTypeCode, Frequency, MissingReason, PeriodType, ValueType } from "../../../schema/values/enums";
import { markInValue } from "../../../schema/values/marks";
import { type PeriodValue, parsePeriod } from "../../../schema/values/period";
import { asObject, asText, unexpected } from "../../core/decode";
import type { UnitRecord } from "../../core/records";
import type { Cell, RemoteDataset, RemoteDimension, RemoteIndicator } from "../../core/source";
import type { JsonStatCube, JsonStatDimension, JsonStatShape } from "../../formats/json-stat";

export const NORTHERN_IRELAND = "N92000002";
const STATISTIC = "STATISTIC";
const GSS = /^[EKNSW]\d{8}$/;

/** Kinds of area by the table's own name for its geography, with any year of boundaries behind it. */
const GEOGRAPHIES: readonly (readonly [RegExp, AreaTypeCode])[] = [
  [/^LGD/, "LGD"],
  [/^(AA|PARLCON|PC)\d{0,4}$/, "PCON"],
  [/^SDZ/, "MSOA"],
  [/^DZ/, "DATA_ZONE"],
  [/^SOA/, "LSOA"],
  [/^WARD/, "WD"],
];

/** The kind of area of a table's geography. Undefined for those that the hub has no kind for (health trusts, electoral areas). */
export function kindOf(geography: string): AreaTypeCode | undefined {
  return GEOGRAPHIES.find(([pattern]) => pattern.test(geography))?.[1];
}

/** What the source keeps with each indicator. */
export interface NisraFacts {
  readonly matrix: string;
  readonly statistic: string;
  /** Id of the dimension of areas; absent in tables of Northern Ireland as a whole. */
  readonly geography?: string;
  /** How many areas, statistics and cells the table holds; absent where that is not known yet. */
  readonly areas?: number;
  readonly statistics?: number;
  readonly cells?: number;
  /** The table's own id by the hub's code of each dimension, with the number of its members. */
  readonly dimensions: Readonly<Record<string, { readonly id: string; readonly members: number }>>;
}

/** The facts as they were kept. Throws BAD_SHAPE where they are not this source's. */
export function factsOf({ facts }: RemoteIndicator): NisraFacts {
  const kept = asObject(facts, "what is known of the indicator");
  const dimensions = asObject(kept.dimensions, "the indicator's dimensions");
  return {
    matrix: asText(kept.matrix, "the indicator's table"),
    statistic: asText(kept.statistic, "the indicator's statistic"),
    ...(typeof kept.geography === "string" ? { geography: kept.geography } : {}),
    ...(typeof kept.areas === "number" ? { areas: kept.areas } : {}),
    ...(typeof kept.statistics === "number" ? { statistics: kept.statistics } : {}),
    ...(typeof kept.cells === "number" ? { cells: kept.cells } : {}),
    dimensions: Object.fromEntries(
      Object.entries(dimensions).map(([code, each]) => {
        const { id, members } = asObject(each, "a dimension");
        return [code, { id: asText(id, "the id of a dimension"), members: typeof members === "number" ? members : 0 }];
      }),
    ),
  };
}

/** The parts of a table by what they mean. */
interface Roles {
  readonly statistic: JsonStatDimension;
  readonly time: JsonStatDimension;
  readonly geography?: JsonStatDimension;
  readonly others: readonly JsonStatDimension[];
}

function rolesOf({ dimensions }: JsonStatShape): Roles {
  const statistic = dimensions.find(({ id }) => id === STATISTIC) ?? dimensions.find(({ role }) => role === "metric");
  const time = dimensions.find(({ role }) => role === "time") ?? dimensions.find(({ id }) => id.startsWith("TLIST("));
  if (statistic === undefined || time === undefined) throw unexpected("a table lacks its statistics or its periods");
  const rest = dimensions.filter((dimension) => dimension !== statistic && dimension !== time);
  const geography = rest.find(({ role }) => role === "geo") ?? rest.find(holdsAreas);
  const others = rest.filter((dimension) => dimension !== geography);
  return { statistic, time, others, ...(geography === undefined ? {} : { geography }) };
}

/** Whether most of the categories are areas by their codes or, as in the Irish census tables, by their labels. */
function holdsAreas(dimension: JsonStatDimension): boolean {
  const areas = dimension.codes.filter((code) => areaOf(dimension, code) !== undefined);
  return areas.length * 2 > dimension.codes.length;
}

function areaOf({ labels }: JsonStatDimension, code: string): string | undefined {
  if (GSS.test(code)) return code;
  const label = labels.get(code) ?? "";
  return GSS.test(label) ? label : undefined;
}

/** Small letters and hyphens; sex under either of its names. */
function dimensionCode({ id, label }: JsonStatDimension): string {
  const code = (/^[A-Z]\d{5}V\d{5}$/.test(id) ? (label ?? id) : id)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return code === "gender" ? "sex" : code;
}

/**
 * The period of a category: by its label, then by its code (20221 for a first quarter, 202203 and 2022M03 for months). The name of the
 * dimension says whether its years are financial or academic. Undefined where neither can be read.
 */
function periodOf(time: JsonStatDimension, code: string): PeriodValue | undefined {
  const label = time.labels.get(code) ?? code;
  const hint = /academic|school/i.test(time.label ?? "")
    ? "ACADEMIC_YEAR"
    : /financial/i.test(time.label ?? "")
      ? "FINANCIAL_YEAR"
      : undefined;
  const kind = /^TLIST\(([A-Z])/.exec(time.id)?.[1];
  const coded =
    kind === "Q"
      ? /^(\d{4})Q?([1-4])$/.exec(code)?.slice(1).join(" Q")
      : kind === "M"
        ? /^(\d{4})M?(0[1-9]|1[0-2])$/.exec(code)?.slice(1).join("-")
        : code;
  return (
    parsePeriod(label, hint) ?? (coded === undefined ? undefined : parsePeriod(coded, kind === "M" ? "MONTH" : hint))
  );
}

function frequencyOf(time: JsonStatDimension): Frequency {
  const frequencies: Readonly<Record<string, Frequency>> = {
    A: "ANNUALLY",
    H: "SIX_MONTHLY",
    Q: "QUARTERLY",
    M: "MONTHLY",
    W: "WEEKLY",
    D: "DAILY",
  };
  return frequencies[/^TLIST\(([A-Z])/.exec(time.id)?.[1] ?? ""] ?? "IRREGULAR";
}

/** The indicators of a table: one a statistic. None where a period cannot be read. */
export function indicatorsOf(matrix: string, shape: JsonStatShape): readonly RemoteIndicator[] {
  const { statistic, time, geography, others } = rolesOf(shape);
  const periods = time.codes.map((code) => periodOf(time, code));
  const known = periods.filter((period) => period !== undefined).sort((a, b) => (a.end < b.end ? -1 : 1));
  const last = known.at(-1);
  if (last === undefined || known.length < periods.length) return [];
  const elimination = asElimination(shape.extension.elimination);
  const dimensions = others.map((dimension): readonly [string, RemoteDimension] => [
    dimension.id,
    describeDimension(dimension, elimination.get(dimension.id)),
  ]);
  const dataset = datasetOf(matrix, shape);
  const kind = geography === undefined ? undefined : kindOf(geography.id);
  const areaTypes: readonly AreaTypeCode[] =
    geography === undefined ? ["CTRY"] : kind === undefined ? [] : ["CTRY", kind];
  return statistic.codes
    .filter((code) => /^[^\s|]{1,80}$/.test(code))
    .map((code) => {
      const unit = statistic.units.get(code);
      const label = statistic.labels.get(code) ?? code;
      return {
        upstreamId: `${matrix}/${code}`,
        name: statistic.codes.length === 1 ? (shape.label ?? label) : `${shape.label ?? matrix}: ${label}`,
        unit: unitRecord(unit?.label ?? ""),
        decimalPlaces: unit?.decimals ?? 0,
        valueType: valueTypeOf(unit?.label ?? "", label),
        frequency: frequencyOf(time),
        periodType: last.type as PeriodType,
        dimensions: dimensions.map(([, dimension]) => dimension),
        ...(areaTypes.length === 0 ? {} : { areaTypes }),
        ...(known[0] === undefined ? {} : { earliest: known[0].id }),
        latest: last.id,
        ...(shape.notes.length === 0 ? {} : { caveats: shape.notes.map(plainText).filter((note) => note !== "") }),
        dataset,
        facts: {
          matrix,
          statistic: code,
          ...(geography === undefined ? {} : { geography: geography.id, areas: geography.codes.length }),
          statistics: statistic.codes.length,
          cells: shape.size,
          dimensions: Object.fromEntries(
            dimensions.map(([id, dimension]) => [dimension.code, { id, members: dimension.members.length }]),
          ),
        } satisfies NisraFacts,
      };
    });
}

function describeDimension(dimension: JsonStatDimension, total: string | undefined): RemoteDimension {
  return {
    code: dimensionCode(dimension),
    label: dimension.label ?? dimension.id,
    members: dimension.codes.map((code) => ({
      code,
      label: dimension.labels.get(code) ?? code,
      ...(code === total ? { isTotal: true } : {}),
    })),
  };
}

/** The total of each dimension, as the table itself names it; null where it has none. */
function asElimination(value: unknown): ReadonlyMap<string, string> {
  if (typeof value !== "object" || value === null) return new Map();
  return new Map(
    Object.entries(value).flatMap(([id, code]) => (typeof code === "string" ? [[id, code] as const] : [])),
  );
}

function datasetOf(matrix: string, { label, updated, extension }: JsonStatShape): RemoteDataset {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(updated ?? "")?.[0];
  return {
    upstreamId: matrix,
    title: label ?? matrix,
    designation:
      extension.experimental === true
        ? "OFFICIAL_IN_DEVELOPMENT"
        : extension.official === true
          ? "OFFICIAL"
          : "NO_ACCREDITATION",
    homepage: `https://data.nisra.gov.uk/table/${matrix}`,
    ...(updated === undefined ? {} : { version: updated }),
    ...(day === undefined ? {} : { publishedAt: day }),
  };
}

/** Notes are written in BBCode: its tags are taken off, their words stay. */
function plainText(note: string): string {
  return note
    .replace(/\[\/?[a-z]+(?:=[^\]]*)?\]/gi, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** A unit from its label, as the table prints it. */
export function unitRecord(label: string): UnitRecord {
  const plain = label.trim();
  const code =
    plain === "%"
      ? "percent"
      : plain
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, "-")
          .replace(/^-|-$/g, "");
  if (/^(%|per ?cent(age)?s?)$/i.test(plain)) return { code: "percent", label: "per cent", suffix: "%" };
  if (plain.startsWith("£")) return { code: `gbp${code === "" ? "" : `-${code}`}`, label: plain, prefix: "£" };
  return { code: code === "" ? "number" : code, label: plain === "" ? "number" : plain };
}

function valueTypeOf(unit: string, label: string): ValueType {
  if (/%|per ?cent/i.test(unit)) return "PERCENTAGE";
  if (/£/.test(unit)) return "CURRENCY";
  if (/\bper\b/i.test(unit)) return "CRUDE_RATE";
  if (/life expectancy/i.test(label)) return "LIFE_EXPECTANCY";
  if (/^index/i.test(unit)) return "INDEX_NUMBER";
  if (/\bmedian\b/i.test(label)) return "MEDIAN";
  if (/\b(mean|average)\b/i.test(label)) return "MEAN";
  if (/\brank\b/i.test(`${unit} ${label}`)) return "RANK_VALUE";
  if (/\bscore\b/i.test(`${unit} ${label}`)) return "SCORE";
  return "COUNT";
}

/**
 * The cells of a table for the indicators of its statistics and for the areas that each is wanted for. A null, and any mark, is an
 * absence: PxStat does not say of a null whether it is missing or confidential. Throws BAD_SHAPE for periods and texts that mean nothing.
 */
export function cellsOf(
  matrix: string,
  cube: JsonStatCube,
  isWanted: (upstreamId: string, area: string) => boolean,
): readonly Cell[] {
  const { statistic, time, geography, others } = rolesOf(cube);
  const periods = new Map(time.codes.map((code) => [code, periodOf(time, code)?.id]));
  const codes = new Map(others.map((dimension) => [dimension.id, dimensionCode(dimension)]));
  const cells: Cell[] = [];
  for (const { codes: at, value, text } of cube.cells()) {
    const indicator = `${matrix}/${at[statistic.id]}`;
    const area = geography === undefined ? NORTHERN_IRELAND : areaOf(geography, at[geography.id] ?? "");
    if (area === undefined || !isWanted(indicator, area)) continue;
    const period = periods.get(at[time.id] ?? "");
    if (period === undefined) throw unexpected("a period is of a kind that the hub has no name for");
    const breakdown = others.map(({ id }): [string, string] => [codes.get(id) ?? id, at[id] ?? ""]);
    cells.push({
      indicator,
      area,
      period,
      ...(breakdown.length === 0 ? {} : { breakdown: Object.fromEntries(breakdown) }),
      value,
      ...(value === null ? { missing: missingOf(text) } : {}),
    });
  }
  return cells;
}

function missingOf(text: string | undefined): MissingReason {
  const missing = text === undefined ? "NOT_AVAILABLE" : markInValue(text)?.missing;
  if (missing === undefined) throw unexpected("a figure is neither a number nor a mark");
  return missing;
}
