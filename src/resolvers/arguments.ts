import type {
  BreakdownFilter,
  GraphReads,
  GroupSpecification,
  PeriodSelection,
  UnknownReferenceRecord,
} from "../datasources/core/ports";
import type { IndicatorRecord } from "../datasources/core/records";
import type { DimensionFilter, GroupSelector, PeriodInput } from "../schema/inputs";
import { CallerError } from "../schema/values/caller-error";
import { keyOf } from "../schema/values/global-id";
import { parsePeriod } from "../schema/values/period";
import { indicatorNamed } from "./names";

/** Arguments as the schema has them, turned into what the reads take. All are pure; each refusal names its argument. */

export interface NamedIndicators {
  readonly indicators: readonly IndicatorRecord[];
  readonly unknown: readonly UnknownReferenceRecord[];
}

/** Unknown names that get suggestions: each costs a search. */
const MOST_SUGGESTED = 20;

/** Indicators by slug or global id, each once, in the order given; those that name nothing come back as unknown. */
export function namedIndicators(reads: GraphReads, slugs: readonly string[], argument: string): NamedIndicators {
  const indicators = new Set<IndicatorRecord>();
  const unknown: UnknownReferenceRecord[] = [];
  for (const slug of new Set(slugs)) {
    const indicator = indicatorNamed(reads.catalogue, slug);
    if (indicator === undefined)
      unknown.push({
        argument,
        value: slug,
        suggestions: unknown.length < MOST_SUGGESTED ? suggestedSlugs(reads, slug) : [],
      });
    else indicators.add(indicator);
  }
  return { indicators: [...indicators], unknown };
}

const suggested = new WeakMap<GraphReads, Map<string, readonly string[]>>();

/** Slugs near to an unknown one. A field of many areas asks the same of each: one search answers all. */
function suggestedSlugs(reads: GraphReads, slug: string): readonly string[] {
  const known = suggested.get(reads) ?? new Map<string, readonly string[]>();
  suggested.set(reads, known);
  const slugs = known.get(slug) ?? reads.search.suggest("indicator", slug);
  known.set(slug, slugs);
  return slugs;
}

/** Dimensions and members that none of the indicators has, with those that they do have: such a filter leaves no figure. */
export function unknownDimensions(
  indicators: readonly IndicatorRecord[],
  filters: readonly DimensionFilter[] | null | undefined,
  argument: string,
): readonly UnknownReferenceRecord[] {
  if (indicators.length === 0) return [];
  const dimensions = indicators.flatMap((indicator) => indicator.dimensions);
  return (filters ?? []).flatMap(({ dimension, members }) => {
    const named = dimensions.filter(({ code }) => code === dimension);
    if (named.length === 0)
      return [{ argument, value: dimension, suggestions: some(dimensions.map(({ code }) => code)) }];
    const codes = named.flatMap((each) => each.members.map(({ code }) => code));
    return members
      .filter((member) => !codes.includes(member))
      .map((member) => ({ argument, value: `${dimension}: ${member}`, suggestions: some(codes) }));
  });
}

function some(codes: readonly string[]): readonly string[] {
  return [...new Set(codes)].slice(0, 5);
}

const MOST_PERIODS = 1000;

/** PeriodInput as a selection; no input means the latest period. Periods in people's words are read here. */
export function periodSelection(input: PeriodInput | null | undefined, argument = "period"): PeriodSelection {
  if (input === null || input === undefined) return { latest: 1 };
  const { latest, on, from, to, ids, alignedTo, nearest, type } = input;
  if (typeof latest === "number" && (latest < 1 || latest > MOST_PERIODS)) {
    throw new CallerError(
      `\`${argument}.latest\` is ${latest}.`,
      `${argument}.latest`,
      `a number from 1 to ${MOST_PERIODS}`,
    );
  }
  if (typeof from === "string" && typeof to === "string" && from > to) {
    throw new CallerError(
      `\`${argument}.from\` (${from}) is after \`${argument}.to\` (${to}).`,
      `${argument}.from`,
      "a day that is not after `to`",
    );
  }
  refuseTwoWays(input, argument);
  const selection = {
    ...(typeof latest === "number" ? { latest } : {}),
    ...(typeof on === "string" ? { on } : {}),
    ...(typeof from === "string" ? { from } : {}),
    ...(typeof to === "string" ? { to } : {}),
    ...(Array.isArray(ids)
      ? { ids: ids.map((id) => periodId(id, `${argument}.ids`)), labels: ids.map((id) => id.trim()) }
      : {}),
    ...(typeof alignedTo === "string"
      ? { ids: [periodId(alignedTo, `${argument}.alignedTo`)], aligned: true as const }
      : {}),
    ...(typeof nearest === "string" ? { nearest } : {}),
    ...(typeof type === "string" ? { type } : {}),
  };
  const chooses = ["latest", "on", "from", "to", "ids"].some((field) => field in selection);
  return chooses || "type" in selection ? selection : { ...selection, latest: 1 };
}

/** Of `ids`, `on` and `from`/`to` one may be used; `latest` narrows all but `on`. */
function refuseTwoWays({ latest, on, from, to, ids, alignedTo }: PeriodInput, argument: string): void {
  const given = (value: unknown) => value !== undefined && value !== null;
  const refuse = (field: string, others: string, expected: string): never => {
    throw new CallerError(`\`${argument}.${field}\` stands beside ${others}.`, `${argument}.${field}`, expected);
  };
  const range = given(from) || given(to);
  const oneWay = "one way of choosing: `on`, or `from` and `to`, or `ids`, or `alignedTo`";
  if (given(alignedTo) && (range || given(on) || given(ids) || given(latest)))
    refuse("alignedTo", "`latest`, `on`, `from`, `to` or `ids`", oneWay);
  if (given(on) && (range || given(ids))) refuse("on", range ? "`from` or `to`" : "`ids`", oneWay);
  if (given(ids) && range) refuse("ids", "`from` or `to`", oneWay);
  if (given(on) && given(latest)) refuse("latest", "`on`", "`latest` alone, or with `from` and `to`, or with `ids`");
}

function periodId(text: string, argument: string): string {
  const period = parsePeriod(text);
  if (period === undefined) {
    throw new CallerError(
      `\`${argument}\` holds “${text.slice(0, 40)}”, which is not a period.`,
      argument,
      "an ISO 8601 interval such as 2024-04-01/P1Y, a date, or a label such as 2024/25",
    );
  }
  return period.id;
}

export function breakdownFilters(input: readonly DimensionFilter[] | null | undefined): readonly BreakdownFilter[] {
  return input ?? [];
}

/** GroupSelector as a specification; `ofArea` is the area that is meant where the caller names none. */
export function groupSpecification(input: GroupSelector, argument: string, ofArea?: string): GroupSpecification {
  const { groupId, kind, members, includeSelf } = input;
  const owner = input.ofArea ?? ofArea;
  const ways = [groupId, kind, members].filter((way) => way !== undefined && way !== null).length;
  if (ways !== 1) {
    throw new CallerError(
      `\`${argument}\` names ${ways === 0 ? "no group" : "a group in several ways"}.`,
      argument,
      "one of `groupId`, `kind` (with `ofArea`) or `members`",
    );
  }
  return {
    ...(typeof groupId === "string" ? { key: keyOf("ComparisonGroup", groupId) } : {}),
    ...(typeof kind === "string" ? { kind } : {}),
    ...(typeof owner === "string" ? { ofArea: owner } : {}),
    ...(Array.isArray(members) ? { members } : {}),
    includeSelf: includeSelf ?? true,
  };
}
