import { packStatuses } from "../../schema/values/marks";
import type * as p from "../core/ports";
import type * as r from "../core/records";

const MADE = /^(.*)~(per|prices)=([^~]*)$/s;

/** A key without what these options made of the figure, and the options that make it again. */
export function readMadeKey(key: string): { readonly key: string; readonly options?: Partial<p.ValueOptions> } {
  const [, rest, what, value] = MADE.exec(key) ?? [];
  if (rest === undefined || value === undefined) return { key };
  const own = what === "per" ? { perPopulation: Number(value) } : { adjustForInflationTo: value };
  const inner = readMadeKey(rest);
  return { key: inner.key, options: { ...own, ...inner.options } };
}

/** A key with one more thing made of its figure. */
function madeKey(key: string, what: string): string {
  return `${key}~${what}`;
}

/** What a value option makes of one figure. */
export interface Made {
  readonly what: string;
  readonly indicator: r.IndicatorRecord;
  readonly value: number | null;
  /** The value's limits are multiplied by this; null where the option does not apply to the figure. */
  readonly factor: number | null;
  readonly why: string;
  readonly inputs: readonly r.ObservationRecord[];
  readonly numerator?: number | null;
  readonly denominator?: number | null;
}

/** A figure made of a published one. Where there is no value, the reason is the published figure's own, or that the option does not apply. */
export function madeFigure(figure: r.ObservationRecord, made: Made): r.ObservationRecord {
  const { value, factor } = made;
  const scaled = (limit: number | null) => (limit === null || factor === null ? null : limit * factor);
  const { publishedFor, release, fetched, asOf, derived } = figure;
  return {
    nodeType: "Observation",
    key: madeKey(figure.key, made.what),
    indicator: made.indicator,
    area: figure.area,
    ...(publishedFor === undefined ? {} : { publishedFor }),
    period: figure.period,
    breakdownOf: figure.breakdownOf,
    value,
    missing: value === null ? (figure.missing ?? (made.factor === null ? "NOT_APPLICABLE" : "NOT_AVAILABLE")) : null,
    lowerCI95: scaled(figure.lowerCI95),
    upperCI95: scaled(figure.upperCI95),
    count: null,
    numerator: made.numerator ?? null,
    denominator: made.denominator ?? null,
    statusMask: figure.statusMask & ~packStatuses(["TOTAL", "AVERAGE"]),
    notes: [...figure.notes, made.why],
    ...(release === undefined ? {} : { release }),
    ...(fetched === undefined ? {} : { fetched }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(factor === null
      ? derived === undefined
        ? {}
        : { derived }
      : { derived: { ...derived, method: "CALCULATED", formula: made.why, inputs: made.inputs } }),
  };
}
