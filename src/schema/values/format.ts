import type { MissingReason } from "./enums";

/** What is needed of an indicator to print its figures. */
export interface NumberStyle {
  readonly prefix?: string;
  readonly suffix?: string;
  /** 0 to 20 */
  readonly decimalPlaces: number;
}

const MISSING_WORDS: Readonly<Record<MissingReason, string>> = {
  CONFIDENTIAL: "Suppressed to protect confidentiality",
  NOT_AVAILABLE: "Not available",
  NOT_APPLICABLE: "Not applicable",
  NONE_RECORDED_IN_SURVEY: "None recorded in the survey",
  NOT_COLLECTED_AT_THIS_GEOGRAPHY: "Not collected for this kind of area",
  NOT_YET_RELEASED: "Not yet released",
  NOT_SUBMITTED: "Not submitted",
  EMBARGOED: "Under embargo",
  NOT_PERMITTED: "Not open to you",
  AREA_DID_NOT_EXIST: "The area did not exist",
  SOURCE_UNAVAILABLE: "The source cannot be reached",
};

/** Suffixes that stand at the number without a space; every other one is set off by one. */
const CLOSE = /^[%°'"’\-/]|^(?:st|nd|rd|th|k|m|bn|p)\b/;

/**
 * A figure as a person prints it: minus sign, prefix, thousands set apart by commas, the decimals of the indicator, suffix ("−£1,234.5",
 * "69,281,437 people", "10.1%"). Rounds half away from zero on the decimal digits of the shortest form of the number, as people do.
 */
export function formatValue(value: number, style: NumberStyle): string {
  const digits = roundDecimal(Math.abs(value), style.decimalPlaces);
  const [whole = "0", part] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const number = part === undefined ? grouped : `${grouped}.${part}`;
  const minus = value < 0 && /[1-9]/.test(digits) ? "−" : "";
  const suffix = style.suffix?.trim() ?? "";
  const gap = suffix === "" || CLOSE.test(suffix) ? "" : " ";
  return `${minus}${style.prefix ?? ""}${number}${gap}${suffix}`;
}

/** The words for why a value is null. */
export function missingWords(reason: MissingReason): string {
  return MISSING_WORDS[reason];
}

/** The figure, or the words for why there is none. */
export function formatFigure(value: number | null, missing: MissingReason | null, style: NumberStyle): string {
  return value === null ? missingWords(missing ?? "NOT_AVAILABLE") : formatValue(value, style);
}

/**
 * Fixed decimals, rounded on the decimal digits: 1.005 to two places is 1.01, where `toFixed` says 1.00, because the double nearest to
 * 1.005 lies below it. Numbers from 1e21 on and their like in exponent form fall back to `toFixed`.
 */
function roundDecimal(value: number, places: number): string {
  const text = String(value);
  const point = text.indexOf(".");
  if (text.includes("e") || point < 0 || text.length - point - 1 <= places) return value.toFixed(places);
  const kept = BigInt(text.slice(0, point) + text.slice(point + 1, point + 1 + places));
  const up = text.charAt(point + 1 + places) >= "5" ? 1n : 0n;
  const digits = String(kept + up).padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
