import type { MissingReason } from "../../../schema/values/enums";
import { unexpected } from "../../core/decode";
import type { Cell } from "../../core/source";
import type { Members } from "./members";

/** One figure of an answer, whichever way it came. */
export interface Figure {
  readonly indicator: string;
  readonly area: string;
  readonly areaName: string;
  /** As Fingertips writes it. */
  readonly period: string;
  readonly members: Members;
  readonly cell: Pick<Cell, "value" | "missing" | "statuses" | "lower" | "upper" | "count" | "denominator" | "notes">;
}

/** What a row or an entry says of one figure; undefined where it says nothing. */
export interface Parts {
  readonly value: number | undefined;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
  readonly count: number | undefined;
  readonly denominator: number | undefined;
  readonly note: string;
  readonly trend?: string;
}

/**
 * A figure with its limits and the publisher's words. No value needs no note, but where there is one it says why. Limits of -1 beside
 * no value, or both -1 beside another value, stand for none (recorded 2025-07).
 */
export function figureOf({ value, lower, upper, count, denominator, note, trend }: Parts): Figure["cell"] {
  const said = [note, ...(trend === undefined ? [] : [`Recent trend: ${trend}`])].filter((words) => words !== "");
  const notes = said.length === 0 ? {} : { notes: said };
  if (value === undefined) return { value: null, missing: reasonIn(note), ...notes };
  const hasLimits = lower !== undefined && upper !== undefined && !(lower === -1 && upper === -1);
  return {
    value,
    ...(hasLimits ? { lower, upper } : {}),
    ...(count === undefined ? {} : { count }),
    ...(denominator === undefined ? {} : { denominator }),
    ...(/caution|unreliable|data quality|not reliable/i.test(note) ? { statuses: ["LOW_RELIABILITY" as const] } : {}),
    ...notes,
  };
}

function reasonIn(note: string): MissingReason {
  if (/suppress|disclos|small number|confidential/i.test(note)) return "CONFIDENTIAL";
  if (/not submit|no data submitted|non-submission/i.test(note)) return "NOT_SUBMITTED";
  return /not applicable/i.test(note) ? "NOT_APPLICABLE" : "NOT_AVAILABLE";
}

/** Figures without repetitions (England comes twice under some parents). Throws BAD_SHAPE for two figures of one thing. */
export function distinct(figures: readonly Figure[]): readonly Figure[] {
  const seen = new Map<string, Figure>();
  for (const figure of figures) {
    const { indicator, area, period, members } = figure;
    const key = [indicator, area, period, ...Object.entries(members).map((part) => part.join("="))].join("|");
    const before = seen.get(key);
    if (before === undefined) seen.set(key, figure);
    else if (before.cell.value !== figure.cell.value) throw unexpected("it has two figures for one thing");
  }
  return [...seen.values()];
}
