import type * as v from "../../../schema/values/enums";
import { OBSERVATION_STATUSES } from "../../../schema/values/enums";
import { addUp, type WholeFigure } from "../../../statistics/adding-up";
import { withoutNoise } from "../../../statistics/precision";
import { pinnedKey } from "../../core/as-known";
import { observationKey } from "../../core/observation-key";
import type * as r from "../../core/records";
import { type Part, rougher } from "./shares";

/** A published figure, and the part of it that counts. */
export interface Leaf {
  readonly figure: r.ObservationRecord;
  readonly part: Part;
}

/** What a figure is to be made for. */
export interface Making {
  readonly indicator: r.IndicatorRecord;
  readonly area: r.AreaRecord;
  /** yyyy-mm-dd */
  readonly boundaries: string;
  readonly basis: v.WeightBasis | undefined;
  readonly asOf: string | undefined;
  /** Whether its parts may be rolled up from smaller areas. */
  readonly rollUp: boolean;
}

const ESTIMATED = 1 << OBSERVATION_STATUSES.indexOf("ESTIMATED");
const METHODS: Readonly<Record<v.WeightBasis, v.BoundaryMethod>> = {
  RESIDENT_POPULATION: "APPORTIONED_BY_POPULATION",
  HOUSEHOLDS: "APPORTIONED_BY_HOUSEHOLDS",
  ADDRESSES: "APPORTIONED_BY_ADDRESSES",
  LAND_AREA: "APPORTIONED_BY_LAND_AREA",
  EXACT: "BEST_FIT", // a share that the change states, of nobody knows what
};

/**
 * One figure on other boundaries from published ones of the same indicator, period and breakdown (at least one). One whole area's figure is
 * taken as it is, whatever its kind; several are added up as src/statistics/adding-up.ts allows, each by its part. Blank, with the reason,
 * where a part has no figure or the kind of figure cannot be added. `figure.key` names the boundaries too.
 */
export function derivedFigure(making: Making, leaves: readonly Leaf[]): r.ObservationRecord {
  const { indicator, area, boundaries, asOf } = making;
  const figures = leaves.map(({ figure }) => figure);
  const [first] = figures as [r.ObservationRecord];
  const alone = leaves.length === 1 && leaves[0]?.part.weight === 1;
  const made: WholeFigure =
    alone && first.value !== null ? copied(first) : addUp(indicator, leaves.map(weighted), `${figures.length} areas`);
  const isBlank = made.value === null;
  const releases = new Set(figures.map(({ release }) => release));
  const fetched = figures.flatMap((figure) => figure.fetched ?? []).toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
  const [release] = releases;
  return {
    nodeType: "Observation",
    key: keyOn(making, first),
    indicator,
    area,
    period: first.period,
    breakdownOf: first.breakdownOf,
    value: made.value === null || Number.isInteger(made.value) ? made.value : withoutNoise(made.value),
    missing: made.missing,
    lowerCI95: alone ? first.lowerCI95 : null,
    upperCI95: alone ? first.upperCI95 : null,
    count: isBlank ? null : made.count,
    numerator: isBlank ? null : made.numerator,
    denominator: isBlank ? null : made.denominator,
    statusMask: isBlank ? 0 : marksOf(leaves),
    notes: [...notesOf(leaves, boundaries), ...(isBlank ? [made.why, ...withoutFigure(figures)] : [])],
    ...(releases.size === 1 && release !== undefined ? { release } : {}),
    ...(fetched === undefined ? {} : { fetched: { at: fetched.at, servedFrom: fetched.servedFrom } }),
    ...(asOf === undefined ? {} : { asOf }),
    derived: {
      method: leaves.some(({ part }) => part.weight !== 1) ? "APPORTIONED" : "AGGREGATED",
      boundaryMethod: methodOf(leaves),
      boundariesAt: boundaries,
      inputs: figures,
      weights: leaves.map(({ figure, part }) => ({ ...withoutFit(part), area: figure.area })),
    },
  };
}

/** The key of a figure on a day's boundaries: another thing than the published one. */
export function keyOn(
  { indicator, area, boundaries, basis, asOf, rollUp }: Making,
  like: Pick<r.ObservationRecord, "period" | "breakdownOf">,
): string {
  const own = observationKey(indicator, area, like.period.id, like.breakdownOf.code);
  const key = `${own}@boundaries=${boundaries}${basis === undefined ? "" : `,${basis}`}${rollUp ? ",rolled-up" : ""}`;
  return asOf === undefined ? key : pinnedKey(key, asOf);
}

const ON_BOUNDARIES = /^(.*)@boundaries=(\d{4}-\d\d-\d\d)(?:,([A-Z_]+))?(,rolled-up)?$/s;

/** A key of `keyOn`, its instant taken off before, in its parts; without boundaries, that of a published figure. */
export function readKeyOn(key: string): {
  readonly key: string;
  readonly boundaries?: string;
  readonly boundaryWeight?: v.WeightBasis;
  readonly rollUp?: boolean;
} {
  const [, own, boundaries, basis, rolled] = ON_BOUNDARIES.exec(key) ?? [];
  if (own === undefined || boundaries === undefined) return { key };
  return {
    key: own,
    boundaries,
    ...(basis === undefined ? {} : { boundaryWeight: basis as v.WeightBasis }),
    ...(rolled === undefined ? {} : { rollUp: true }),
  };
}

function copied({ value, count, numerator, denominator }: r.ObservationRecord): WholeFigure {
  return { value: value as number, missing: null, count, numerator, denominator };
}

/** A rate's own value is no amount: only what it is made of is shared out. */
function weighted({ figure, part: { weight } }: Leaf) {
  const by = (amount: number | null) => (amount === null || weight === 1 ? amount : amount * weight);
  return {
    value: figure.indicator.isAggregatable ? by(figure.value) : figure.value,
    missing: figure.missing,
    count: by(figure.count),
    numerator: by(figure.numerator),
    denominator: by(figure.denominator),
  };
}

function methodOf(leaves: readonly Leaf[]): v.BoundaryMethod {
  const roughest = leaves.map(({ part }) => part).reduce(rougher);
  if (roughest.fit === "SHARED") return METHODS[roughest.basis];
  return roughest.fit === "BEST_FIT" ? "BEST_FIT" : "EXACT_AGGREGATION";
}

/** Every mark of an input holds of the whole; what is shared out is an estimate besides. */
function marksOf(leaves: readonly Leaf[]): number {
  const shared = leaves.some(({ part }) => part.fit === "SHARED") ? ESTIMATED : 0;
  return leaves.reduce((mask, { figure }) => mask | figure.statusMask, shared);
}

function notesOf(leaves: readonly Leaf[], boundaries: string): readonly string[] {
  const [only] = leaves;
  const from =
    leaves.length === 1 && only !== undefined
      ? `the figure of ${named(only.figure.area)}`
      : `the figures of ${leaves.length} areas`;
  const notes = [`Made by the hub from ${from}, on the boundaries of ${boundaries}.`];
  const shared = leaves.find(({ part }) => part.fit === "SHARED")?.part;
  if (shared?.basis === "EXACT") notes.push("Shared out by the parts that the change itself states.");
  if (shared?.source !== undefined)
    notes.push(`Shared out by ${WORDS[shared.basis]} of ${shared.weighedAt ?? "an unknown day"}: ${shared.source}.`);
  if (leaves.some(({ part }) => part.fit === "BEST_FIT"))
    notes.push("A boundary moved; how much moved with it is not known, and the whole figure is taken.");
  return notes;
}

const WORDS: Readonly<Record<v.WeightBasis, string>> = {
  RESIDENT_POPULATION: "residents",
  HOUSEHOLDS: "households",
  ADDRESSES: "addresses",
  LAND_AREA: "land area",
  EXACT: "stated parts",
};
const MOST_NAMED = 5;

function withoutFigure(figures: readonly r.ObservationRecord[]): readonly string[] {
  const blank = figures.filter(({ value }) => value === null);
  if (blank.length === 0) return [];
  const names = blank.slice(0, MOST_NAMED).map(({ area }) => named(area));
  return [
    `Without a figure: ${names.join(", ")}${blank.length > MOST_NAMED ? ` and ${blank.length - MOST_NAMED} more` : ""}.`,
  ];
}

function named({ name, code }: r.AreaRecord): string {
  return `${name} (${code})`;
}

function withoutFit({ fit: _, ...part }: Part): r.InputWeightRecord {
  return part;
}
