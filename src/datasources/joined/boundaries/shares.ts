import type * as v from "../../../schema/values/enums";
import { wasLive } from "../../core/life";
import type * as p from "../../core/ports";
import type * as r from "../../core/records";
import { changesInto, changesOutOf, codesOf, isLower, lowerIn } from "./ground";
import { BASES, weighed } from "./weights";

/** How exactly a part is known: whole areas; one area whose boundary moved; or shared out by a weight. */
export type Fit = "EXACT" | "BEST_FIT" | "SHARED";

/** An area, and the part of it (or of another) that counts. */
export interface Part {
  readonly area: r.AreaRecord;
  /** 0 to 1. */
  readonly weight: number;
  readonly fit: Fit;
  readonly basis: v.WeightBasis;
  readonly weighedAt?: string;
  readonly source?: string;
}

/** Parts, or why a change cannot be followed. */
export type Parts = { readonly parts: readonly Part[] } | Unknown;
export interface Unknown {
  readonly why: string;
}

/** Longest chain of changes that is followed: more than twice the longest since 2009. */
const MOST_STEPS = 6;

/** Which part of which area lies where, by the changes of areas and the weights that the store has. */
export class Shares {
  readonly #catalogue: p.Catalogue;
  readonly #basis: v.WeightBasis | undefined;

  /** `basis` is what areas are shared out by; where absent, the first that all parts of an area have. */
  constructor(catalogue: p.Catalogue, basis?: v.WeightBasis) {
    this.#catalogue = catalogue;
    this.#basis = basis;
  }

  /**
   * An area on the boundaries of a day: the areas of that day, each with the part of the first one that lies in it. The parts add up
   * to 1. An authority of the lower tier is told in authorities of that tier. By code.
   */
  rebased(area: r.AreaRecord, day: string, steps = 0): Parts {
    const standing = ofItsTier(area).find((code) => wasLive(code, day));
    if (standing !== undefined) return { parts: [whole(standing, "EXACT")] };
    if (steps === MOST_STEPS) return { why: `The changes of ${area.name} lead too far.` };
    const first = beginsAfter(area, day) ? this.makersOf(area) : this.heirsOf(area);
    if ("why" in first) return first;
    const found = new Map<r.AreaRecord, Part>();
    for (const step of first.parts) {
      const further = this.rebased(step.area, day, steps + 1);
      if ("why" in further) return further;
      for (const last of further.parts) {
        const before = found.get(last.area);
        const part = through(step, last);
        found.set(
          last.area,
          before === undefined ? part : { ...rougher(before, part), weight: before.weight + part.weight },
        );
      }
    }
    return { parts: [...found.values()].toSorted((a, b) => (a.area.code < b.area.code ? -1 : 1)) };
  }

  /** Where the ground of an area went: later areas, with the part of the first one that each took. */
  heirsOf(area: r.AreaRecord): Parts {
    const changes = changesOutOf(area, true);
    const [only] = changes;
    if (only === undefined && lowerIn(area).length > 0) return this.#throughDistricts(area);
    if (only === undefined) return { why: `Nothing is known of what became of ${area.name} (${area.code}).` };
    if (changes.length === 1) return { parts: [whole(only.to, fitOf(only))] };
    const told = changes.flatMap(({ to, share }) => (share === undefined ? [] : [stated(to, share)]));
    if (told.length === changes.length) return { parts: told };
    return this.#sharedOut(
      area,
      changes.map(({ to }) => ({ area: to, made: common(area, to) })),
    );
  }

  /** What the ground of an area was before: earlier areas, with the part of the first one that each made up. */
  makersOf(area: r.AreaRecord): Parts {
    const changes = changesInto(area);
    const [only] = changes;
    if (only === undefined) return { why: `Nothing is known of what ${area.name} (${area.code}) was before.` };
    if (changes.length === 1) return { parts: [whole(only.from, fitOf(only))] };
    return this.#sharedOut(
      area,
      changes.map(({ from, share }) => ({ area: from, made: [from], share })),
    );
  }

  /** How much of an earlier area a change took along. */
  taken({ from, to, share, kind }: r.AreaChangeRecord): Part | Unknown {
    if (share !== undefined) return stated(from, share);
    if (kind === "MERGED") return whole(from, "EXACT");
    const all = this.heirsOf(from);
    if ("why" in all) return all;
    const found = all.parts.find((part) => part.area === to);
    return found === undefined
      ? { why: `No part of ${from.name} is known to have gone to ${to.name}.` }
      : { ...found, area: from };
  }

  /** How much of a later area was an earlier one. */
  wasPartly(later: r.AreaRecord, earlier: r.AreaRecord): Part | Unknown {
    const changes = changesInto(later);
    const own = new Set([...codesOf(earlier), ...lowerIn(earlier)]);
    const mine = changes.filter(({ from }) => own.has(from));
    const [first] = mine;
    if (first === undefined) return { why: `No part of ${later.name} is known to have been ${earlier.name}.` };
    if (mine.length === changes.length) return whole(later, mine.length === 1 ? fitOf(first) : "EXACT");
    const all = this.makersOf(later);
    if ("why" in all) return all;
    const parts = all.parts.filter(({ area }) => own.has(area));
    const weight = parts.reduce((sum, part) => sum + part.weight, 0);
    return { ...(parts.reduce(rougher) as Part), area: later, weight };
  }

  /** A county of which nothing is said goes where its districts go. */
  #throughDistricts(area: r.AreaRecord): Parts {
    const changes = lowerIn(area).flatMap((district) => changesOutOf(district, true));
    const heirs = [...new Set(changes.map(({ to }) => to))];
    return this.#sharedOut(
      area,
      heirs.map((to) => ({ area: to, made: common(area, to) })),
    );
  }

  #sharedOut(area: r.AreaRecord, pieces: Parameters<typeof weighed>[1]): Parts {
    const found = weighed(this.#catalogue, pieces, this.#basis);
    return found === undefined ? { why: noWeights(area, this.#basis) } : { parts: found };
  }
}

/** Whole areas of one step that make up the ground that an earlier and a later area have in common; none where that is not known. */
function common(earlier: r.AreaRecord, later: r.AreaRecord): readonly r.AreaRecord[] {
  const makers = changesInto(later).map(({ from }) => from);
  if (!makers.includes(earlier)) {
    const districts = lowerIn(earlier);
    return makers.filter((maker) => districts.includes(maker));
  }
  return makers.length === 1 ? [later] : [];
}

function noWeights(area: r.AreaRecord, basis: v.WeightBasis | undefined): string {
  const which = basis === undefined ? "residents, households, addresses or land" : basis;
  return `${area.name} would have to be shared out, and the hub has no weights (${which}) for all its parts: load them as area_weights.`;
}

function whole(area: r.AreaRecord, fit: Fit): Part {
  return { area, weight: 1, fit, basis: "EXACT" };
}

/** The change itself says which part went. */
function stated(area: r.AreaRecord, share: number): Part {
  return { area, weight: share, fit: share === 1 ? "EXACT" : "SHARED", basis: "EXACT" };
}

/** A boundary that moved leaves one area in the place of one other, less or more a strip of unknown size. */
function fitOf({ kind }: r.AreaChangeRecord): Fit {
  return kind === "BOUNDARY_CHANGE" ? "BEST_FIT" : "EXACT";
}

/** Codes of the ground, of the lower tier where the area is of it: a county that became one unitary authority is not its like. */
function ofItsTier(area: r.AreaRecord): readonly r.AreaRecord[] {
  return isLower(area) ? codesOf(area).filter(isLower) : codesOf(area);
}

function beginsAfter(area: r.AreaRecord, day: string): boolean {
  return ofItsTier(area).every(({ startDate }) => startDate !== undefined && startDate > day);
}

const ROUGHNESS: readonly Fit[] = ["EXACT", "BEST_FIT", "SHARED"];
const BY_ROUGHNESS: readonly v.WeightBasis[] = ["EXACT", ...BASES];

/** Of two parts, the one that is known less exactly: what took two steps is as good as the worse of them. */
export function rougher(a: Part, b: Part): Part {
  const fits = ROUGHNESS.indexOf(b.fit) - ROUGHNESS.indexOf(a.fit);
  const bases = BY_ROUGHNESS.indexOf(b.basis) - BY_ROUGHNESS.indexOf(a.basis);
  return fits > 0 || (fits === 0 && bases > 0) ? b : a;
}

/** A part of a part. */
export function through(outer: Part, inner: Part): Part {
  return { ...rougher(outer, inner), area: inner.area, weight: outer.weight * inner.weight };
}
