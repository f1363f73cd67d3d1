import { MISSING_REASONS, type MissingReason, OBSERVATION_STATUSES, type ObservationStatus } from "./enums";

/** What one mark of a publisher says of a figure. */
export interface MarkMeaning {
  /** Why there is no figure, where the mark alone says that. */
  readonly missing?: MissingReason;
  /** What holds of the figure. */
  readonly statuses: readonly ObservationStatus[];
}

const CONFIDENTIAL: MarkMeaning = { missing: "CONFIDENTIAL", statuses: [] };
const NOT_AVAILABLE: MarkMeaning = { missing: "NOT_AVAILABLE", statuses: [] };
const NOT_APPLICABLE: MarkMeaning = { missing: "NOT_APPLICABLE", statuses: [] };
const means = (...statuses: ObservationStatus[]): MarkMeaning => ({ statuses });

/**
 * Marks that stand in a value's own cell, in place of a figure. Sources: Government Analysis Function, "Using symbols in tables"
 * ([c] [x] [z] [w] [u] [low]); DfE "c z x u k low"; ONS and Nomis "* .. : - M NA". Letters are read without regard to case.
 * A hyphen is "not available" here: publishers use it for nil as well, and a nil must be written 0 to be one.
 */
const IN_VALUE: ReadonlyMap<string, MarkMeaning> = new Map([
  ["", NOT_AVAILABLE],
  ["c", CONFIDENTIAL],
  ["*", CONFIDENTIAL],
  ["**", CONFIDENTIAL],
  ["x", NOT_AVAILABLE],
  ["..", NOT_AVAILABLE],
  [".", NOT_AVAILABLE],
  [":", NOT_AVAILABLE],
  ["-", NOT_AVAILABLE],
  ["–", NOT_AVAILABLE],
  ["m", NOT_AVAILABLE],
  ["na", NOT_AVAILABLE],
  ["n/a", NOT_APPLICABLE],
  ["z", NOT_APPLICABLE],
  ["w", { missing: "NONE_RECORDED_IN_SURVEY", statuses: [] }],
  ["u", { missing: "NOT_AVAILABLE", statuses: ["LOW_RELIABILITY"] }],
  ["low", { missing: "NOT_AVAILABLE", statuses: ["LOW_FIGURE"] }],
  ["k", { missing: "NOT_AVAILABLE", statuses: ["LOW_FIGURE"] }],
]);

/** Marks that stand in a status cell beside a figure, or with no figure. */
const IN_STATUS: ReadonlyMap<string, MarkMeaning> = new Map([
  ...[...IN_VALUE].filter(([mark]) => /^[a-z*:./]+$/.test(mark) && mark !== "m"),
  ["p", means("PROVISIONAL")],
  ["prov", means("PROVISIONAL")],
  ["provisional", means("PROVISIONAL")],
  ["r", means("REVISED")],
  ["rev", means("REVISED")],
  ["revised", means("REVISED")],
  ["e", means("ESTIMATED")],
  ["est", means("ESTIMATED")],
  ["estimate", means("ESTIMATED")],
  ["estimated", means("ESTIMATED")],
  ["f", means("FORECAST")],
  ["forecast", means("FORECAST")],
  ["b", means("BREAK_IN_SERIES")],
  ["a", means("AVERAGE")],
  ["t", means("TOTAL")],
  ["i", means("IMPUTED")],
  ["ns", means("NOT_STATISTICALLY_SIGNIFICANT")],
]);

/** The reading of a value cell and its status cell together. */
export interface MarkedValue {
  readonly value: number | null;
  /** Set exactly when `value` is null. */
  readonly missing: MissingReason | null;
  readonly statusMask: number;
  /** Free text that stood in the status cell. */
  readonly note: string | null;
}

/** What a mark in a value's own cell means; "[c]" and "c" are one. "<5" and its like are CONFIDENTIAL. Undefined for what is no mark. */
export function markInValue(text: string): MarkMeaning | undefined {
  const mark = bare(text);
  return /^<\s?\d{1,2}$/.test(mark) ? CONFIDENTIAL : IN_VALUE.get(mark);
}

/** What a mark in a status cell means. Undefined for free text. An empty cell says nothing. */
export function markInStatus(text: string): MarkMeaning | undefined {
  const mark = bare(text);
  return mark === "" ? { statuses: [] } : IN_STATUS.get(mark);
}

/**
 * Reads a value that is a number already (or null where its cell was empty) with the text of its status cell.
 * - A mark that says why there is no figure counts only where there is none; beside a figure, `u` is LOW_RELIABILITY, `low` and `k` are
 *   LOW_FIGURE, and `c`, `x`, `z`, `w` contradict the figure: undefined, so that the row is refused.
 * - Free text becomes the note. A null value that no mark explains is NOT_AVAILABLE.
 */
export function readMarked(value: number | null, status: string): MarkedValue | undefined {
  const meaning = markInStatus(status);
  const note = meaning === undefined ? status.trim() : null;
  const statusMask = packStatuses(meaning?.statuses ?? []);
  if (value === null) return { value, missing: meaning?.missing ?? "NOT_AVAILABLE", statusMask, note };
  if (meaning?.missing !== undefined && statusMask === 0) return undefined;
  return { value, missing: null, statusMask, note };
}

/** The bits of these statuses; bit n is the n-th of OBSERVATION_STATUSES. NORMAL alone, and none, are 0. */
export function packStatuses(statuses: readonly ObservationStatus[]): number {
  let mask = 0;
  for (const status of statuses) if (status !== "NORMAL") mask |= 1 << OBSERVATION_STATUSES.indexOf(status);
  return mask;
}

/** The statuses of a mask, in their order; [NORMAL] for 0. */
export function unpackStatuses(mask: number): readonly ObservationStatus[] {
  const found = OBSERVATION_STATUSES.filter((_status, bit) => bit > 0 && (mask & (1 << bit)) !== 0);
  return found.length === 0 ? ["NORMAL"] : found;
}

/** The status of this name, or undefined. */
export function readStatus(name: string): ObservationStatus | undefined {
  return OBSERVATION_STATUSES.find((status) => status === name);
}

/** The missing reason of this name, or undefined. */
export function readMissing(name: string): MissingReason | undefined {
  return MISSING_REASONS.find((reason) => reason === name);
}

function bare(text: string): string {
  const mark = text.trim().toLowerCase();
  return (/^\[([^[\]]*)\]$/.exec(mark)?.[1] ?? mark).trim();
}
