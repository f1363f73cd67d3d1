import type { Significance } from "../schema/values/enums";

/** Confidence levels in per cent: the two that English public health statistics are judged at (OHID, Fingertips technical guidance). */
export type ConfidenceLevel = 95 | 99.8;

/** Standard normal deviates that leave (100 − level) ÷ 2 per cent above: Φ⁻¹(0.975) and Φ⁻¹(0.999). */
const DEVIATES: Readonly<Record<ConfidenceLevel, number>> = { 95: 1.9599639845400545, 99.8: 3.090232306167813 };

/** The two-sided standard normal deviate of a level: 1.96 for 95 %, 3.09 for 99.8 %. */
export function deviateOf(level: ConfidenceLevel): number {
  return DEVIATES[level];
}

/** The strictest level at which a standard normal statistic is significant, both sides tested; its sign does not count. */
export function significanceOfDeviate(z: number): Significance {
  const size = Math.abs(z);
  if (!Number.isFinite(size)) return size === Number.POSITIVE_INFINITY ? "SIGNIFICANT_99_8" : "NOT_TESTED";
  if (size > DEVIATES[99.8]) return "SIGNIFICANT_99_8";
  return size > DEVIATES[95] ? "SIGNIFICANT_95" : "NOT_SIGNIFICANT";
}
