import { kindsOf } from "../../../schema/values/area-types";
import type * as v from "../../../schema/values/enums";
import { inForce, wasLive } from "../../core/life";
import type * as r from "../../core/records";

const LOWER: ReadonlySet<v.AreaTypeCode> = new Set(kindsOf("LTLA"));
/** Kinds that are made up of whole lower-tier authorities. */
const MADE_OF_LOWER: ReadonlySet<v.AreaTypeCode> = new Set(["UK", "CTRY", "RGN", "CAUTH", "CTY", "MCTY", "PFA"]);

/** The area and the other codes of its ground. */
export function codesOf(area: r.AreaRecord): readonly r.AreaRecord[] {
  return area.sameGround.length === 0 ? [area] : [area, ...area.sameGround];
}

/** Whether the ground of an area was an area of its own on a day, under whichever code. */
export function stoodOn(area: r.AreaRecord, day: string): boolean {
  return codesOf(area).some((code) => wasLive(code, day));
}

/** Whether figures of an area are summed over the lower-tier authorities in it. */
export function isMadeOfLower(area: r.AreaRecord): boolean {
  return MADE_OF_LOWER.has(area.areaType.code);
}

export function isLower(area: r.AreaRecord): boolean {
  return LOWER.has(area.areaType.code);
}

/** The changes that made an area, of one tier: a county is left out where its districts are there too. Recodings are no change of ground. */
export function changesInto(area: r.AreaRecord): readonly r.AreaChangeRecord[] {
  const changes = codesOf(area).flatMap((code) => code.predecessors.filter(movesGround));
  const from = new Set(changes.map((change) => change.from));
  return changes.filter(({ from: area }) => !lowerIn(area).some((district) => from.has(district)));
}

/**
 * The changes that an area went on in. Proposals publish nothing, so what goes into one is followed only where it is asked for;
 * `proposed` takes them in.
 */
export function changesOutOf(area: r.AreaRecord, proposed: boolean): readonly r.AreaChangeRecord[] {
  return codesOf(area).flatMap((code) =>
    code.successors.filter((change) => movesGround(change) && (proposed || change.to.status !== "PROPOSED")),
  );
}

/** Lower-tier authorities that an area was made up of, by its memberships of any time. */
export function lowerIn(area: r.AreaRecord): readonly r.AreaRecord[] {
  return area.childLinks.flatMap((link) => (isLower(link.child) ? [link.child] : []));
}

/** Lower-tier authorities that an area is made up of on a day: directly, or through what lies between. */
export function lowerOn(area: r.AreaRecord, day: string): readonly r.AreaRecord[] {
  const reached = new Set<r.AreaRecord>([area]);
  const found = new Set<r.AreaRecord>();
  for (const at of reached) {
    for (const { child, ...link } of at.childLinks) {
      if (!inForce(link, day) || !wasLive(child, day)) continue;
      if (isLower(child)) found.add(child);
      else if (isMadeOfLower(child)) reached.add(child);
    }
  }
  return [...found];
}

function movesGround({ kind }: r.AreaChangeRecord): boolean {
  return kind !== "RECODED" && kind !== "RENAMED";
}
