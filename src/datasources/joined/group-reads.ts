import type * as v from "../../schema/values/enums";
import { alignPeriod } from "../../statistics/align";
import { sideInWords } from "../../statistics/funnel";
import { differenceOf } from "../../statistics/significance";
import { weightedMean } from "../../statistics/spread";
import { trendOf } from "../../statistics/trend";
import { AbsentObservation, whyAbsent } from "../core/absence";
import { GroupSummary } from "../core/group-summary";
import { liveCode } from "../core/life";
import { comparedWith } from "../core/member-values";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import type * as st from "../core/statistics-ports";
import { StatisticsView } from "../core/statistics-view";
import { Lists } from "../local/record-shapes";
import { areasAround } from "../local/within";
import { newestPeriod } from "./one-period";
import type { ReadValues } from "./read-values";

/** Statistics of one indicator over areas, for the newest period of what the selection finds; null where it names no area. */
export async function summarised(
  read: ReadValues,
  indicator: r.IndicatorRecord,
  areas: readonly r.AreaRecord[],
  series: p.SeriesRequest,
): Promise<st.GroupStatisticsRecord | null> {
  const { observations } = await read({ ...series, indicators: [indicator], areas });
  const found = newestPeriod(observations, "breakdown");
  if (found === undefined) return null;
  const { period, breakdownOf, byArea, absent } = found;
  const members = areas.map((area) => {
    const figure = byArea.get(area.code) ?? absent.get(area.code);
    return (
      figure ?? new AbsentObservation({ indicator, area }, period, breakdownOf, whyAbsent({ indicator, area }, period))
    );
  });
  const own = [...byArea.values()][0]?.indicator ?? indicator; // options may have changed its unit
  const { options } = series;
  const subject = { indicator, period, breakdownOf, members: areas, ...(options === undefined ? {} : { options }) };
  return new StatisticsView(subject, new GroupSummary(own, members));
}

/** The figure of the smallest area in which all members lie, of those that have one. */
export async function parentOf(
  read: ReadValues,
  subject: st.StatisticsSubject,
  today: string,
): Promise<r.ObservationRecord | undefined> {
  const parents = commonParents(subject.members, today);
  if (parents.length === 0) return undefined;
  const { observations } = await read({ ...comparedWith(subject), areas: parents });
  const figures = new Map(observations.filter(({ value }) => value !== null).map((each) => [each.area.code, each]));
  return parents.flatMap((parent) => figures.get(parent.code) ?? [])[0];
}

/** Areas in which every member lies on a day, the nearest to the first member first. */
function commonParents(members: readonly r.AreaRecord[], today: string): readonly r.AreaRecord[] {
  const [first, ...others] = members.map((member) => {
    const live = liveCode(member);
    return areasAround(live, live.status === "LIVE" ? today : (live.endDate ?? today));
  });
  if (first === undefined) return [];
  const around = others.map((areas) => new Set(areas));
  return first.filter((parent) => around.every((areas) => areas.has(parent)));
}

/** Years before a period in which the weight of a longer or later one may have begun. */
const YEARS_BESIDE = 3;

/**
 * The mean of a group weighted by another indicator, whose period that stands for the group's is found by `alignPeriod`: of a population
 * the mid-year estimate inside it, as for rates per head. A weight of another time is taken only where `nearest` allows it.
 */
export async function weightedBy(
  read: ReadValues,
  readWeights: ReadValues,
  subject: st.StatisticsSubject,
  { weight, nearest }: { readonly weight: r.IndicatorRecord; readonly nearest: v.NearestPeriod },
): Promise<st.WeightedMeanRecord> {
  const { members, period } = subject;
  const window = nearest === "NONE" ? windowAbout(period) : EVER;
  const [values, weights] = await Promise.all([
    read({ ...comparedWith(subject), areas: members }),
    readWeights({ indicators: [weight], areas: members, period: window, breakdown: [] }),
  ]);
  const figures = new Map(values.observations.map((each) => [each.area.code, each.value]));
  const weightsOf = new Lists<string, r.ObservationRecord>();
  for (const each of weights.observations) if (each.value !== null) weightsOf.add(each.area.code, each);
  const whys = new Set<string>();
  let without = 0;
  const pairs = members.flatMap((member) => {
    const value = figures.get(member.code) ?? null;
    if (value === null) return [];
    const own = weightsOf.of(member.code);
    const periods = own.map((each) => each.period);
    const aligned = alignPeriod(periods, period, nearest);
    const found = own.find((each) => each.period === aligned.period)?.value ?? null;
    if (aligned.period !== null) whys.add(aligned.why);
    if (found === null || found < 0) without += 1;
    return found === null || found < 0 ? [] : [{ value, weight: found }];
  });
  const value = weightedMean(pairs);
  const lacking = () => whyNoWeight(subject, weight, without);
  const why = value === null ? lacking() : `Weighted by ${weight.slug}. ${[...whys].join(" ")}`;
  return { value, weight, members: pairs.length, without, why };
}

/** Why no member has a weight, and what would do. */
function whyNoWeight({ members, period }: st.StatisticsSubject, weight: r.IndicatorRecord, without: number): string {
  if (without === 0) return "No member has a value.";
  const kinds = new Set(members.map(({ areaType }) => areaType.code));
  const reach = weight.coverage.filter(({ areaType }) => kinds.has(areaType.code));
  if (weight.coverage.length > 0 && reach.length === 0) return `${weight.slug} has no figures for this kind of area.`;
  const known = reach.flatMap(({ earliest, latest }) => [earliest ?? [], latest ?? []].flat());
  const inTime = known.toSorted((a, b) => (a.end < b.end ? -1 : 1));
  const [first, last] = [inTime[0], inTime.at(-1)];
  const none = `No period of ${weight.slug} shares enough days with ${period.label}`;
  if (first === undefined || last === undefined) return `${none}.`;
  const [way, outside] = last.end < period.start ? ["LATEST", true] : ["EARLIEST", first.start > period.end];
  const range =
    first.label === last.label ? `it has ${first.label}` : `it reaches from ${first.label} to ${last.label}`;
  const instead = outside ? `\`nearest: ${way}\`` : "`nearest: ANY`";
  return `${none}: ${range}. Ask for a period within that, or give ${instead}, which takes the nearest weights there are.`;
}

const EVER: p.PeriodSelection = { from: "1800-01-01" };

/** Periods that may stand for one beside it. */
export function windowAbout({ start, end }: Pick<r.PeriodRecord, "start" | "end">): p.PeriodSelection {
  return { from: yearsBefore(start, YEARS_BESIDE), to: end };
}

function yearsBefore(date: string, years: number): string {
  return `${String(Number(date.slice(0, 4)) - years).padStart(4, "0")}-01-01`;
}

/** A figure against each member of its group, itself left out, in the group's order; `observations` are the members' figures. */
export function differences(
  observation: r.ObservationRecord,
  members: readonly r.AreaRecord[],
  observations: readonly r.ObservationRecord[],
): readonly st.MemberDifferenceRecord[] {
  const ground = new Set([observation.area, ...observation.area.sameGround]);
  const others = members.filter((member) => !ground.has(member));
  const figures = new Map(observations.map((each) => [each.area.code, each]));
  return others.map((area) => {
    const other = figures.get(area.code);
    const found = differenceOf(intervalOf(observation), intervalOf(other));
    const side = Math.sign(found.difference ?? 0);
    const told = found.significance === "SIGNIFICANT_95" || found.significance === "SIGNIFICANT_99_8";
    const tested = found.significance === "NOT_TESTED" ? "NOT_COMPARED" : "SIMILAR";
    const outcome = told && side !== 0 ? sideInWords(side > 0 ? 1 : -1, observation.indicator.polarity) : tested;
    return { area, observation: other, ...found, outcome };
  });
}

/** A figure as an interval; of none the empty one. */
export function intervalOf(figure: r.ObservationRecord | undefined) {
  return { value: figure?.value ?? null, lower95: figure?.lowerCI95 ?? null, upper95: figure?.upperCI95 ?? null };
}

/** The trend of a series up to a figure; `series` is in time order and may go on after it. */
export function trendUpTo(
  observation: r.ObservationRecord,
  series: readonly r.ObservationRecord[],
  points: number,
): st.TrendRecord {
  const { indicator, period, value } = observation;
  const upTo = series.filter((each) => each.period.start <= period.start && each.period.end <= period.end);
  if (value === null) {
    const none = trendOf([], indicator.valueType, indicator.polarity, points);
    return { ...none, why: "The figure has no value.", pointsUsed: 0, series: [] };
  }
  const figures = trendOf(upTo, indicator.valueType, indicator.polarity, points);
  const used = figures.used.flatMap((place) => upTo[place] ?? []);
  return { ...figures, pointsUsed: used.length, series: used };
}
