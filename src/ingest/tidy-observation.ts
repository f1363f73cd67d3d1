import type { MissingReason } from "../schema/values/enums";

/** One figure, or one stated absence of a figure, on its way into the store: named by the keys that people know. */
export interface TidyObservation {
  /** Slug. */
  readonly indicator: string;
  /** GSS code, or ITL code. */
  readonly area: string;
  /** ISO 8601 interval, or a plain date for a figure of one day. */
  readonly period: string;
  /** `dimension=member` joined by `|`, sorted by dimension; empty for none. */
  readonly breakdown: string;
  /** In the indicator's unit; null exactly when `missing` is set. 0 is a value. */
  readonly value: number | null;
  readonly missing: MissingReason | null;
  readonly lowerCI95: number | null;
  readonly upperCI95: number | null;
  readonly count: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Bits of OBSERVATION_STATUSES; 0 is NORMAL alone. */
  readonly statusMask: number;
  readonly note: string | null;
  /** Line of the file that it came from, counting the header as 1. */
  readonly row: number;
}

/** A row that was not loaded, and why, so that whoever sent the file can mend it. */
export interface Refusal {
  readonly file: string;
  readonly row: number;
  readonly column: string;
  /** What the cell holds, shortened. */
  readonly found: string;
  /** A sentence that says what would be right. */
  readonly reason: string;
}
