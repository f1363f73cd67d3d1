import { jStat } from "jstat";
import { type ConfidenceLevel, deviateOf } from "./levels";

/** Ways in which the hub works out confidence limits where the publisher gives none. */
export type LimitsMethod = "WILSON" | "BYAR" | "EXACT_POISSON" | "DOBSON" | "MOVER";

/** Confidence limits that the hub worked out: never to be shown as the publisher's. */
export interface OwnLimits {
  readonly lower: number;
  readonly upper: number;
  /** Per cent. */
  readonly level: ConfidenceLevel;
  readonly method: LimitsMethod;
  readonly madeBy: "HUB";
}

/** From this many events on Byar's approximation stands in for the exact Poisson limits, as in OHID's guidance for rates. */
const BYAR_FROM = 10;

/**
 * Wilson's score limits of a proportion, times `multiplier` (100 for per cent):
 * (2x + z² ± z√(z² + 4x(1 − x/n))) ÷ (2(n + z²)), x of n. Always within 0 and 1.
 * Sources: Wilson 1927; Newcombe 1998, Statistics in Medicine 17, method 3; OHID technical guidance, "Proportions".
 * Null where x and n make no proportion (n not above 0, x below 0 or above n).
 */
export function wilsonLimits(
  count: number,
  denominator: number,
  level: ConfidenceLevel = 95,
  multiplier = 1,
): OwnLimits | null {
  if (!(denominator > 0 && count >= 0 && count <= denominator && Number.isFinite(denominator))) return null;
  const z2 = deviateOf(level) ** 2;
  const half = Math.sqrt(z2) * Math.sqrt(z2 + 4 * count * (1 - count / denominator));
  const below = 2 * (denominator + z2);
  const lower = count === 0 ? 0 : (2 * count + z2 - half) / below;
  const upper = count === denominator ? 1 : (2 * count + z2 + half) / below;
  return own(lower * multiplier, upper * multiplier, level, "WILSON");
}

/**
 * Limits of a count of independent events, in events.
 * - From 10 on Byar's: O(1 − 1/(9O) − z/(3√O))³ and (O+1)(1 − 1/(9(O+1)) + z/(3√(O+1)))³ (Breslow and Day 1987, volume II, p. 69).
 * - Below 10 exact Poisson limits: half the χ² quantiles with 2O and 2O + 2 degrees of freedom (Garwood 1936).
 * Both as in OHID's technical guidance, "Rates". Null for a count that is negative or not finite.
 */
export function countLimits(count: number, level: ConfidenceLevel = 95): OwnLimits | null {
  if (!(count >= 0 && Number.isFinite(count))) return null;
  return count < BYAR_FROM ? exactCountLimits(count, level) : byarLimits(count, level);
}

/** Exact Poisson limits of a count; null for a count that is negative or not finite. See `countLimits`. */
export function exactCountLimits(count: number, level: ConfidenceLevel = 95): OwnLimits | null {
  if (!(count >= 0 && Number.isFinite(count))) return null;
  const tail = tailOf(level);
  const lower = count === 0 ? 0 : jStat.gamma.inv(tail, count, 1);
  return own(lower, jStat.gamma.inv(1 - tail, count + 1, 1), level, "EXACT_POISSON");
}

function byarLimits(count: number, level: ConfidenceLevel): OwnLimits {
  const z = deviateOf(level);
  const lower = count * (1 - 1 / (9 * count) - z / (3 * Math.sqrt(count))) ** 3;
  const more = count + 1;
  const upper = more * (1 - 1 / (9 * more) + z / (3 * Math.sqrt(more))) ** 3;
  return own(lower, upper, level, "BYAR");
}

/** Limits of a crude rate: those of its count over the denominator, times `multiplier` (100 000 for "per 100,000"). Null without a rate. */
export function rateLimits(
  count: number,
  denominator: number,
  level: ConfidenceLevel = 95,
  multiplier = 1,
): OwnLimits | null {
  const limits = countLimits(count, level);
  if (limits === null || !(denominator > 0 && Number.isFinite(denominator))) return null;
  const per = multiplier / denominator;
  return { ...limits, lower: limits.lower * per, upper: limits.upper * per };
}

/** One age band (or other stratum) of a directly standardised rate. */
export interface Stratum {
  readonly count: number;
  readonly population: number;
  /** Standard population of the stratum, such as 5,500 of the European Standard Population 2013. */
  readonly standard: number;
}

/** A directly standardised rate of fewer events is not reliable and is not worked out (OHID technical guidance, "DSRs"). */
export const FEWEST_EVENTS_TO_STANDARDISE = 10;

/**
 * A directly standardised rate with Dobson's limits, per `multiplier`: DSR = Σ(wᵢ·xᵢ/nᵢ) ÷ Σwᵢ; limits DSR + √(var(DSR)/O)·(L − O), where
 * O = Σxᵢ, L is Byar's limit of O and var(DSR) = Σ(wᵢ²·xᵢ/nᵢ²) ÷ (Σwᵢ)².
 * Sources: Dobson, Kuulasmaa, Eberle and Scherer 1991, Statistics in Medicine 10; OHID technical guidance, "DSRs".
 * Null with fewer than 10 events, without strata, or where a population or weight cannot be used.
 */
export function dobsonLimits(
  strata: readonly Stratum[],
  level: ConfidenceLevel = 95,
  multiplier = 100_000,
): (OwnLimits & { readonly value: number }) | null {
  let [events, weights, rate, variance] = [0, 0, 0, 0];
  for (const { count, population, standard } of strata) {
    if (!(count >= 0 && population > 0 && standard >= 0)) return null;
    events += count;
    weights += standard;
    rate += (standard * count) / population;
    variance += (standard / population) ** 2 * count;
  }
  if (!(events >= FEWEST_EVENTS_TO_STANDARDISE && weights > 0 && Number.isFinite(rate))) return null;
  const { lower, upper } = byarLimits(events, level);
  const value = (rate / weights) * multiplier;
  const scale = (Math.sqrt(variance / events) / weights) * multiplier;
  const ends = own(value + scale * (lower - events), value + scale * (upper - events), level, "DOBSON");
  return { ...ends, value };
}

/** Share of the distribution that lies beyond each limit: 0.025 for 95 %, 0.001 for 99.8 %. */
export function tailOf(level: ConfidenceLevel): number {
  return level === 95 ? 0.025 : 0.001;
}

function own(lower: number, upper: number, level: ConfidenceLevel, method: LimitsMethod): OwnLimits {
  return { lower, upper, level, method, madeBy: "HUB" };
}
