import type * as v from "../../../schema/values/enums";
import { parsePeriod, readIsoPeriod } from "../../../schema/values/period";
import { unexpected } from "../../core/decode";
import type { UnitRecord } from "../../core/records";
import type { RemoteDimension, RemoteIndicator } from "../../core/source";

/** What Nomis calls the parts of one indicator: how its query is written and its rows are read. Kept as JSON in the store. */
export interface NomisFacts {
  /** The data set: `NM_162_1`. */
  readonly dataset: string;
  /** Codes by concept that pin the indicator down to one thing in one unit: `{ measure: "1" }`. */
  readonly fixed: Readonly<Record<string, string>>;
  /** Codes of Nomis's own `measures`: 20100 value, 20301 percent; of the Annual Population Survey 20599, 21003, 21001, 21002. */
  readonly value: string;
  /** Half the width of the 95 % interval, in the unit of the value. */
  readonly confidence?: string;
  readonly numerator?: string;
  readonly denominator?: string;
  /** By our code of the dimension: Nomis's concept, and Nomis's codes by ours where they differ. */
  readonly dimensions: Readonly<Record<string, { concept: string; codes?: Readonly<Record<string, string>> }>>;
  /** Where a year names one day: `06-30` for mid-year estimates, `03-21` for the census of 2021. */
  readonly day?: string;
}

/** The facts that this source itself put into an indicator. Throws a plain Error for an indicator of another source. */
export function factsOf(indicator: RemoteIndicator): NomisFacts {
  const facts = indicator.facts as unknown as NomisFacts | undefined;
  if (typeof facts?.dataset !== "string") throw new Error(`Indicator ${indicator.upstreamId} lacks its Nomis facts.`);
  return facts;
}

/** Every `measures` code that one indicator's rows are made of. */
export function measuresOf(facts: NomisFacts): readonly string[] {
  return [facts.value, facts.confidence, facts.numerator, facts.denominator].filter((code) => code !== undefined);
}

/**
 * The ISO id of a Nomis date, from its code (`2026-03`) and its name ("Apr 2025-Mar 2026"): the name says how long it is. Where a year
 * names one day (`day`), it is that day. Undefined for a name that says no period.
 */
export function periodOf(code: string, name: string, day?: string, hint?: v.PeriodType): string | undefined {
  if (day !== undefined) return /^\d{4}$/.test(code) ? readIsoPeriod(`${code}-${day}`)?.id : undefined;
  return parsePeriod(name, hint)?.id;
}

/** The period of a row. Throws BAD_SHAPE where its name says none. */
export function periodOfRow(code: string, name: string, facts: NomisFacts, hint: v.PeriodType): string {
  const id = periodOf(code, name, facts.day, hint);
  if (id === undefined) throw unexpected("a date in it is none that is known");
  return id;
}

/** The units of most data sets, as the hub's own tables name them. */
export const PERCENT: UnitRecord = { code: "percent", label: "percentage", suffix: "%" };
/** People, counted. */
export const PEOPLE: UnitRecord = { code: "people", label: "people" };

const SEX_CODES: ReadonlyMap<string, string> = new Map([
  ["total", "persons"],
  ["persons", "persons"],
  ["all persons", "persons"],
  ["male", "male"],
  ["males", "male"],
  ["female", "female"],
  ["females", "female"],
]);

/** What the hub calls a dimension of Nomis: `gender`, `c_sex` and `sex` are all `sex`; `c2021_age_92` is `age`. */
export function dimensionCode(concept: string): string {
  const bare = concept
    .toLowerCase()
    .replace(/^c(\d{4})?_/, "")
    .replace(/_\d+[a-z]?$/, "");
  if (bare === "gender" || bare === "sex") return "sex";
  return bare.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/** A member's code: persons, male and female for sexes by Nomis's words; Nomis's own code for everything else. */
export function memberCode(dimension: string, nomisCode: string, name: string): string {
  return (dimension === "sex" ? SEX_CODES.get(name.trim().toLowerCase()) : undefined) ?? nomisCode;
}

/** The member that a series has where its dimension is not named; undefined where the dimension has no total. */
export function totalOf(dimension: RemoteDimension): string | undefined {
  return dimension.members.find((member) => member.isTotal === true)?.code;
}
