import { inForce } from "../../core/life";
import type * as r from "../../core/records";
import { changesInto, changesOutOf, codesOf, isMadeOfLower, lowerOn } from "./ground";
import type { Part, Shares } from "./shares";

/** Which way a cover looks: at what was before, at what came after, or at what lies in the area. */
export type Way = "BEFORE" | "AFTER" | "MEMBERS";

/** Areas that make up another between them, each with the part of it that counts. */
export interface Cover {
  readonly way: Way;
  readonly parts: readonly Part[];
}

/** The covers of an area, and why others could not be told. */
export interface Covers {
  readonly covers: readonly Cover[];
  readonly why: readonly string[];
}

/**
 * The ways in which an area can be put together from others: the areas that it was made of, those that it went on in, or its lower-tier
 * authorities on a day (where it is of a kind that is made of whole ones). `from` is the way that led here: a chain of changes goes one
 * way only, else it would lead back to where it came from.
 */
export function coversOf(area: r.AreaRecord, day: string, shares: Shares, from: Way | undefined): Covers {
  const covers: Cover[] = [];
  const why: string[] = [];
  const add = (way: Way, parts: readonly (Part | { readonly why: string })[]) => {
    const unknown = parts.flatMap((part) => ("why" in part ? [part.why] : []));
    if (unknown.length > 0) why.push(...unknown.slice(0, 1));
    else if (parts.length > 0) covers.push({ way, parts: parts as readonly Part[] });
  };
  if (from !== "AFTER")
    add(
      "BEFORE",
      changesInto(area).map((change) => shares.taken(change)),
    );
  if (from !== "BEFORE") {
    const later = [...new Set(changesOutOf(area, false).map((change) => change.to))];
    add(
      "AFTER",
      later.map((to) => shares.wasPartly(to, area)),
    );
  }
  if (from === undefined) add("MEMBERS", membersOf(area, day).map(wholly));
  return { covers, why };
}

function membersOf(area: r.AreaRecord, day: string): readonly r.AreaRecord[] {
  if (area.status === "PROPOSED") return area.childLinks.flatMap((link) => (inForce(link, day) ? [link.child] : []));
  if (!isMadeOfLower(area)) return [];
  return lowerOn(area, within(area, day));
}

/** The day, or the first or last of the area's life where it did not stand on it. */
function within(area: r.AreaRecord, day: string): string {
  const codes = codesOf(area);
  const code = codes.find((each) => inForce(each, day)) ?? area;
  if (code.startDate !== undefined && day < code.startDate) return code.startDate;
  return code.endDate !== undefined && day > code.endDate ? code.endDate : day;
}

function wholly(area: r.AreaRecord): Part {
  return { area, weight: 1, fit: "EXACT", basis: "EXACT" };
}
