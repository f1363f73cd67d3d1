import type { Frequency, PeriodType, Polarity, ValueType } from "../../../schema/values/enums";
import type { UnitKey } from "./units";

/** What we say of an indicator in our own words. Names, codes, figures and dates are the publisher's; these sentences are not. */
export interface Wording {
  readonly slug: string;
  readonly name: string;
  readonly short: string;
  /** One or two sentences, with the unit in words. */
  readonly definition: string;
  readonly unit: UnitKey;
  /** Decimal places to show; figures are stored as published. */
  readonly places: number;
  readonly polarity: Polarity;
  /** One line: why high or low is good, or why nothing can be said. */
  readonly because: string;
  readonly type: ValueType;
  readonly numerator?: string;
  readonly denominator?: string;
  readonly period: PeriodType;
  /** ANNUALLY where not stated. */
  readonly frequency?: Frequency;
  /** Whether areas' values may be summed: totals, which for that very reason cannot be compared between areas of different size. */
  readonly sums?: true;
  readonly caveats?: readonly string[];
}
