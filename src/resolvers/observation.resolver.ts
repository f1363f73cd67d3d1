import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { UnknownReferenceRecord } from "../datasources/core/ports";
import type { DimensionMemberRecord, ObservationRecord } from "../datasources/core/records";
import type { ChangeRecord, ComparisonRecord } from "../datasources/core/statistics-ports";
import { Comparison } from "../schema/comparison.type";
import { UnknownReference } from "../schema/connection";
import { ComparePeriod, ObservationStatus } from "../schema/enums";
import { DimensionMember } from "../schema/indicator.type";
import { GroupSelector, PeriodInput } from "../schema/inputs";
import { Change, Observation, Provenance } from "../schema/observation.type";
import { CallerError } from "../schema/values/caller-error";
import type * as v from "../schema/values/enums";
import { formatFigure } from "../schema/values/format";
import { unpackStatuses } from "../schema/values/marks";
import { groupSpecification, periodSelection } from "./arguments";
import type { Context } from "./context";
import { NOT_COMPARED } from "./not-compared";
import { provenanceOf } from "./provenance";

@Resolver(() => Observation)
export class ObservationResolver {
  @FieldResolver(() => [DimensionMember], {
    description: "The members of dimensions that the figure is for; empty for a figure that is not broken down.",
  })
  breakdown(@Root() observation: ObservationRecord): readonly DimensionMemberRecord[] {
    return observation.breakdownOf.members;
  }

  @FieldResolver(() => String, {
    description:
      "What a person would print: the value with its unit's prefix and suffix, rounded to the indicator's decimal places, or why there is none.",
  })
  formatted(@Root() observation: ObservationRecord): string {
    const { value, missing, indicator } = observation;
    return formatFigure(value, missing, { ...indicator.unit, decimalPlaces: indicator.decimalPlaces });
  }

  @FieldResolver(() => [ObservationStatus], { description: "The marks on the figure; NORMAL where there is none." })
  status(@Root() observation: ObservationRecord): readonly v.ObservationStatus[] {
    return unpackStatuses(observation.statusMask);
  }

  @FieldResolver(() => Provenance, { description: "Where the figure comes from." })
  provenance(@Root() observation: ObservationRecord, @Ctx() context: Context) {
    return provenanceOf(observation, context.publicUrl, context.reads);
  }

  @FieldResolver(() => Change, {
    nullable: true,
    description: "How it moved from another figure of its series; null where there is none to compare with.",
  })
  change(
    @Root() observation: ObservationRecord,
    @Arg("from", () => ComparePeriod, {
      nullable: true,
      defaultValue: "PREVIOUS",
      description: "What to measure from.",
    })
    from: v.ComparePeriod | null,
    @Arg("period", () => PeriodInput, {
      nullable: true,
      description: "The period to measure from, with `from: SPECIFIED`.",
    })
    period: PeriodInput | undefined,
    @Ctx() { reads }: Context,
  ): Promise<ChangeRecord | undefined> {
    if (from === "SPECIFIED" && (period === undefined || period === null)) {
      throw new CallerError("`from: SPECIFIED` was given without a `period`.", "period", "the period to measure from");
    }
    return reads.change(observation, from ?? "PREVIOUS", from === "SPECIFIED" ? periodSelection(period) : undefined);
  }

  @FieldResolver(() => Comparison, {
    nullable: true,
    description: "How it stands among the areas of a group, for the same indicator, period and breakdown.",
  })
  comparison(
    @Root() observation: ObservationRecord,
    @Arg("with", () => GroupSelector, { description: "The group; `ofArea` is the figure's own area where not given." })
    group: GroupSelector,
    @Ctx() { reads }: Context,
  ): ComparisonRecord | Promise<ComparisonRecord> {
    const { kind, ofArea } = group;
    const asked = groupSpecification(group, "with", observation.area.code); // refuses arguments that contradict each other
    const own = ofArea === undefined || ofArea === null;
    // One area without such a group (a Scottish council has no region) must not cost the others their answers.
    if (own && typeof kind === "string" && reads.groupsOf(observation.area, [kind]).length === 0) return NOT_COMPARED;
    return reads.compare(observation, reads.selectGroup(asked, "with").group);
  }
}

@Resolver(() => Comparison)
export class ComparisonResolver {
  @FieldResolver(() => [UnknownReference], { description: "Codes in `members` that name no area." })
  unknown(@Root() comparison: ComparisonRecord): readonly UnknownReferenceRecord[] {
    return comparison.group?.unknown ?? [];
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      "The part of the group that it falls in when the values are cut into `of` equal parts: 1 holds the lowest values. Null without a value.",
  })
  quantile(
    @Root() comparison: ComparisonRecord,
    @Arg("of", () => Int, {
      nullable: true,
      defaultValue: 4,
      description: "How many parts: 4 for quartiles, 10 for deciles; from 2 to 100.",
    })
    of: number | null,
  ): number | null {
    const parts = of ?? 4;
    if (parts < 2 || parts > 100) throw new CallerError(`\`of\` is ${parts}.`, "of", "a number from 2 to 100");
    return comparison.quantile(parts);
  }
}
