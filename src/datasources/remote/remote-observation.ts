import type * as v from "../../schema/values/enums";
import { packStatuses } from "../../schema/values/marks";
import { readIsoPeriod } from "../../schema/values/period";
import { observationKey } from "../core/observation-key";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import type { Cell } from "../core/source";

/** One figure of a national service, or one absence that the service states. */
export class RemoteObservation implements r.ObservationRecord {
  readonly nodeType = "Observation" as const;
  readonly indicator: r.IndicatorRecord;
  readonly area: r.AreaRecord;
  readonly publishedFor?: r.AreaRecord;
  readonly period: r.PeriodRecord;
  readonly breakdownOf: r.BreakdownRecord;
  readonly value: number | null;
  /** The release that the service was at when its catalogue was last harvested. */
  readonly release?: r.ReleaseRecord;
  readonly fetched?: r.FetchedRecord;
  readonly #cell: Cell;

  constructor(asked: AskedSeries, cell: Cell, period: r.PeriodRecord, breakdown: r.BreakdownRecord, came: Came) {
    this.indicator = asked.indicator;
    this.area = asked.area;
    this.period = period;
    this.breakdownOf = breakdown;
    this.value = cell.value;
    this.#cell = cell;
    const release = asked.indicator.dataset.releases[0];
    if (release !== undefined) this.release = release;
    if (came.publishedFor !== undefined) this.publishedFor = came.publishedFor;
    if (came.fetched !== undefined) this.fetched = came.fetched;
  }

  get key(): string {
    return observationKey(this.indicator, this.area, this.period.id, this.breakdownOf.code);
  }
  get missing(): v.MissingReason | null {
    return this.value === null ? (this.#cell.missing ?? "NOT_AVAILABLE") : null;
  }
  get lowerCI95(): number | null {
    return this.#cell.lower ?? null;
  }
  get upperCI95(): number | null {
    return this.#cell.upper ?? null;
  }
  get count(): number | null {
    return this.#cell.count ?? null;
  }
  get numerator(): number | null {
    return this.#cell.numerator ?? null;
  }
  get denominator(): number | null {
    return this.#cell.denominator ?? null;
  }
  get statusMask(): number {
    return packStatuses(this.#cell.statuses ?? []);
  }
  get notes(): readonly string[] {
    return this.#cell.notes ?? [];
  }
}

export interface AskedSeries {
  readonly indicator: r.IndicatorRecord;
  readonly area: r.AreaRecord;
}

export interface Came {
  /** The other code of the ground that the publisher used. */
  readonly publishedFor?: r.AreaRecord | undefined;
  readonly fetched?: r.FetchedRecord | undefined;
}

/** The period of a cell: the catalogue's own record where it has one, so that equal periods are one object. */
export function periodOf(catalogue: Catalogue, iso: string, kind: v.PeriodType): r.PeriodRecord {
  const known = catalogue.periodByIso(iso);
  if (known !== undefined) return known;
  const read = readIsoPeriod(iso, kind);
  if (read === undefined) throw new Error("A cell with an unreadable period passed the engine.");
  return read;
}

const NO_BREAKDOWN: r.BreakdownRecord = { id: 0, code: "", members: [] };
const breakdowns = new WeakMap<r.IndicatorRecord, Map<string, r.BreakdownRecord>>();

/**
 * The breakdown of a cell, by its indicator's dimensions; equal ones are one object. A member that the harvested dimensions lack (the
 * publisher added it since) goes by its code. Ids are of this process only: they tell breakdowns of one indicator apart.
 */
export function breakdownOf(indicator: r.IndicatorRecord, cell: Cell): r.BreakdownRecord {
  if (cell.breakdown === undefined) return NO_BREAKDOWN;
  const parts = Object.entries(cell.breakdown).sort(([a], [b]) => (a < b ? -1 : 1));
  if (parts.length === 0) return NO_BREAKDOWN;
  const known = breakdowns.get(indicator) ?? new Map<string, r.BreakdownRecord>();
  breakdowns.set(indicator, known);
  const code = parts.map((part) => part.join("=")).join("|");
  const found = known.get(code);
  if (found !== undefined) return found;
  const made = {
    id: -1 - known.size,
    code,
    members: parts.map(([dimension, member]) => memberOf(indicator, dimension, member)),
  };
  known.set(code, made);
  return made;
}

function memberOf(indicator: r.IndicatorRecord, dimension: string, member: string): r.DimensionMemberRecord {
  const its = indicator.dimensions.find((each) => each.code === dimension);
  const found = its?.members.find((each) => each.code === member);
  if (found !== undefined) return found;
  const unknown = its ?? { id: 0, code: dimension, label: dimension, members: [] };
  return { id: 0, code: member, label: member, isTotal: false, dimension: unknown };
}
