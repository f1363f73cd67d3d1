import { Field, Float, ID, InputType, Int } from "type-graphql";
import {
  AreaTypeCode,
  ComparisonGroupKind,
  IdScheme,
  NearestPeriod,
  ObservationOrder,
  PeriodType,
  SortDirection,
  WeightBasis,
} from "./enums";
import { DateScalar, DateTimeScalar, GSSCodeScalar } from "./scalars";
import type * as v from "./values/enums";

@InputType({
  description:
    "A group of areas: one of the hub's (`groupId`), one worked out (`kind` and `ofArea`), or the caller's own list (`members`).",
})
export class GroupSelector {
  @Field(() => ID, { nullable: true, description: "Id of a comparison group." })
  groupId?: string;

  @Field(() => ComparisonGroupKind, { nullable: true, description: "How the group is made up; with `ofArea`." })
  kind?: v.ComparisonGroupKind;

  @Field(() => GSSCodeScalar, {
    nullable: true,
    description: "The area whose group it is; for `comparison` it defaults to the observation's own area.",
  })
  ofArea?: string;

  @Field(() => [GSSCodeScalar], { nullable: true, description: "The members, by code." })
  members?: string[];

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether the area itself counts among the members.",
  })
  includeSelf?: boolean;
}

@InputType({
  description: "Which areas: by codes, or by kind, place and group together. Several conditions all hold at once.",
})
export class AreaSelector {
  @Field(() => [GSSCodeScalar], {
    nullable: true,
    description: "These codes, old ones included. Codes that name nothing are told in `unknown`.",
  })
  gssCodes?: string[];

  @Field(() => AreaTypeCode, { nullable: true, description: "All of this kind, or class of kinds." })
  type?: v.AreaTypeCode;

  @Field(() => GSSCodeScalar, { nullable: true, description: "Only areas that lie in this one." })
  within?: string;

  @Field(() => GroupSelector, { nullable: true, description: "The members of this group." })
  group?: GroupSelector;

  @Field(() => String, {
    nullable: true,
    description:
      "Only areas that this postcode lies in, from its LSOA to its country: `M32 0TH`. It is looked up; `sources` tells where that failed, `unknown` where nobody knows it.",
  })
  postcode?: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether ended areas are taken in. Codes given in `gssCodes` always are.",
  })
  includeEnded?: boolean;
}

@InputType({
  description: "Which periods of each series (one area, indicator and breakdown). Without any field: the latest one.",
})
export class PeriodInput {
  @Field(() => Int, { nullable: true, description: "The latest so many periods of each series: a number from 1." })
  latest?: number;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The period that contains this day; see `nearest` for when none does.",
  })
  on?: string;

  @Field(() => DateScalar, { nullable: true, description: "Periods that start on or after this day." })
  from?: string;

  @Field(() => DateScalar, { nullable: true, description: "Periods that start on or before this day." })
  to?: string;

  @Field(() => [ID], {
    nullable: true,
    description: "These periods: ISO 8601 intervals, or as people write them (`2024/25`).",
  })
  ids?: string[];

  @Field(() => ID, {
    nullable: true,
    description:
      "Of each series the period that stands for this one (`2024`, `2024/25`, an ISO interval), whether its years are calendar, financial, academic or rolling: the same days, else the period that shares most of its days and at least half, else a day inside it. Nothing is moved or interpolated; `alignment` of each figure says which rule held.",
  })
  alignedTo?: string;

  @Field(() => NearestPeriod, {
    nullable: true,
    defaultValue: "NONE",
    description: "What to answer when no period contains `on`, or none stands for `alignedTo`.",
  })
  nearest?: v.NearestPeriod;

  @Field(() => PeriodType, { nullable: true, description: "Only periods of this kind." })
  type?: v.PeriodType;
}

@InputType({ description: "Only these members of a dimension." })
export class DimensionFilter {
  @Field(() => String, { description: "Code of the dimension." })
  dimension: string;

  @Field(() => [String], { description: "Codes of its members." })
  members: string[];
}

@InputType({ description: "How the figures are to be had; as their publishers have them where nothing is said." })
export class ValueOptions {
  @Field(() => ID, {
    nullable: true,
    description:
      "Slug or id of the source that they must come from, where several indicators are declared to be the same thing (`provenance.alternatives`).",
  })
  source?: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description:
      "Whether a copy past its time may stand in for a publisher that cannot be reached; if not, the figure is blank and says why.",
  })
  allowStale?: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'Counts and sums of money as rates per so many people (1,000 for "per 1,000 people"), by the mid-year population of their own period and area; sums in thousands or millions of pounds come out in pounds. Other kinds of figure are blank and say why.',
  })
  perPopulation?: number;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      "Money in the prices of the year that contains this day, by the deflator that the hub holds as the indicator `gdp-deflator`. Other kinds of figure are blank and say why; refused where there is no deflator.",
  })
  adjustForInflationTo?: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "As the hub knew them at this instant, the hub's own figures and publishers' alike. What it had not learnt by then is blank and says so.",
  })
  asOf?: Date;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Whether to add up smaller areas where an indicator has no figure for an area's kind: counts are summed, rates are made from summed numerators and denominators. What cannot be added truly stays blank and says what would be needed.",
  })
  rollUp?: boolean;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      "On the boundaries of this day, past or proposed: areas are chosen as they stand on it, and figures that nobody published for them are made from those of the areas they were, became or are made of; `provenance` says how. What cannot be added is blank and says what it would need.",
  })
  boundaries?: string;

  @Field(() => WeightBasis, {
    nullable: true,
    description:
      "With `boundaries`: what areas that split are shared out by; the first that all their parts have, of residents, households, addresses and land, where not given.",
  })
  boundaryWeight?: v.WeightBasis;
}

@InputType({ description: "An indicator that neighbours are chosen by, and how much it counts." })
export class IndicatorWeight {
  @Field(() => String, { description: "Slug or id of the indicator." })
  indicator: string;

  @Field(() => Float, {
    nullable: true,
    defaultValue: 1,
    description: "How much it counts against the others: a number above 0.",
  })
  weight?: number;
}

@InputType({ description: "Which observations: every indicator for every area." })
export class ObservationSelector {
  @Field(() => [String], { description: "Slugs or ids of indicators." })
  indicators: string[];

  @Field(() => AreaSelector, { description: "The areas." })
  areas: AreaSelector;

  @Field(() => PeriodInput, { nullable: true, description: "The periods; the latest of each series where not given." })
  period?: PeriodInput;

  @Field(() => [DimensionFilter], { nullable: true, description: "Members of dimensions; totals where not given." })
  breakdown?: DimensionFilter[];

  @Field(() => ValueOptions, { nullable: true, description: "How the figures are to be had." })
  options?: ValueOptions;

  @Field(() => ObservationOrder, { nullable: true, defaultValue: "AREA", description: "What to order by." })
  orderBy?: v.ObservationOrder;

  @Field(() => SortDirection, { nullable: true, defaultValue: "ASC", description: "Which way round." })
  direction?: v.SortDirection;
}

@InputType({ description: "The name of an indicator in another body's scheme." })
export class ExternalIdInput {
  @Field(() => IdScheme, { description: "The scheme." })
  scheme: v.IdScheme;

  @Field(() => String, { description: "The name in it." })
  value: string;
}
