import type * as v from "../../schema/values/enums";
import { forebears, heirs, lifeOfGround } from "./life";
import { observationKey } from "./observation-key";
import type * as r from "./records";

/** A figure that nobody published, with the reason why. */
export class AbsentObservation implements r.ObservationRecord {
  readonly nodeType = "Observation" as const;
  readonly key: string;
  readonly value = null;
  readonly lowerCI95 = null;
  readonly upperCI95 = null;
  readonly count = null;
  readonly numerator = null;
  readonly denominator = null;
  readonly statusMask = 0;
  readonly indicator: r.IndicatorRecord;
  readonly area: r.AreaRecord;
  readonly period: r.PeriodRecord;
  readonly breakdownOf: r.BreakdownRecord;
  readonly missing: v.MissingReason;
  readonly notes: readonly string[];

  constructor(about: Asked, period: r.PeriodRecord, breakdown: r.BreakdownRecord, why: Why) {
    this.indicator = about.indicator;
    this.area = about.area;
    this.period = period;
    this.breakdownOf = breakdown;
    this.missing = why.missing;
    this.notes = [why.note];
    this.key = observationKey(about.indicator, about.area, period.id, breakdown.code);
  }
}

export interface Asked {
  readonly indicator: r.IndicatorRecord;
  readonly area: r.AreaRecord;
}

export interface Why {
  readonly missing: v.MissingReason;
  /** One sentence that says what to ask for instead, where there is something. */
  readonly note: string;
}

/**
 * Why there is no figure for an area in a period. A period that an area did not live to see the end of belongs to its heirs; one
 * that ended before the area began belongs to its forebears. `reach` is how far the indicator's figures reach: today's where absent.
 */
export function whyAbsent(
  { indicator, area }: Asked,
  period: r.PeriodRecord,
  reach: readonly Pick<r.CoverageRecord, "areaType">[] = indicator.coverage,
): Why {
  const life = lifeOfGround(area);
  if (life.end !== undefined && period.end > life.end) {
    return { missing: "AREA_DID_NOT_EXIST", note: `${area.name} ended on ${inWords(life.end)}${askFor(heirs(area))}.` };
  }
  if (life.start !== undefined && period.end < life.start) {
    const note = `${area.name} began on ${inWords(life.start)}${askFor(forebears(area))}.`;
    return { missing: "AREA_DID_NOT_EXIST", note };
  }
  const kinds = new Set([area, ...area.sameGround].map((code) => code.areaType.code));
  if (!reach.some((coverage) => kinds.has(coverage.areaType.code))) {
    const covered = reach.map((coverage) => coverage.areaType.label);
    const where = covered.length === 0 ? "no kind of area yet" : inList(covered);
    const note = `No figure of this indicator is published for this kind of area (${area.areaType.label}); it covers ${where}.`;
    return { missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY", note };
  }
  const heirsNow = area.status === "LIVE" ? [] : heirs(area);
  const carriedBack =
    heirsNow.length === 0 ? "" : ` It has ended: publishers often carry such figures back${askFor(heirsNow)}.`;
  return {
    missing: "NOT_AVAILABLE",
    note: `The publisher gives no figure for ${area.name} in this period.${carriedBack}`,
  };
}

/** "; ask for Somerset (E06000066)", or nothing where nothing is known. */
function askFor(areas: readonly r.AreaRecord[]): string {
  return areas.length === 0 ? "" : `; ask for ${inList(areas.map((area) => `${area.name} (${area.code})`))}`;
}

function inList(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

const LONG_DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

function inWords(date: string): string {
  return LONG_DATE.format(new Date(`${date}T00:00:00Z`));
}
