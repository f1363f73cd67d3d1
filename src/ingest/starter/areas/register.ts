import type { AreaChangeKind, AreaStatus, AreaTypeCode, HierarchyName } from "../../../schema/values/enums";

/** An area on its way into the `areas` table. Dates are yyyy-mm-dd; null is not known, or not ended. */
export interface DraftArea {
  readonly code: string;
  name: string;
  nameWelsh: string | null;
  readonly type: AreaTypeCode;
  status: AreaStatus;
  startDate: string | null;
  endDate: string | null;
}

/** Another name of an area. */
export interface DraftName {
  readonly area: string;
  readonly name: string;
  readonly kind: "OLD" | "ALTERNATIVE";
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/** What became of one area. */
export interface DraftChange {
  readonly from: string;
  readonly to: string;
  readonly kind: AreaChangeKind;
  readonly date: string;
  readonly instrument: string | null;
}

/** Which area lies in which. */
export interface DraftMembership {
  readonly child: string;
  readonly parent: string;
  readonly hierarchy: HierarchyName;
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/** The day before or after, yyyy-mm-dd. */
export function shiftDay(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Later of two starts, earlier of two ends; null gives way. */
const laterOf = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);
const earlierOf = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a);

/** Everything that the build knows of areas. One row per code, per pair of child and parent, per change. */
export class AreaRegister {
  readonly areas = new Map<string, DraftArea>();
  readonly names = new Map<string, DraftName>();
  readonly changes = new Map<string, DraftChange>();
  readonly memberships = new Map<string, DraftMembership>();

  /** Adds an area. Throws when its code is there already: two sources must be joined before, by a stated rule. */
  add(area: DraftArea): DraftArea {
    if (this.areas.has(area.code)) throw new Error(`The area ${area.code} was added twice.`);
    this.areas.set(area.code, area);
    return area;
  }

  /** The area of a code. Throws when it is unknown. */
  get(code: string): DraftArea {
    const area = this.areas.get(code);
    if (area === undefined) throw new Error(`The area ${code} is not known.`);
    return area;
  }

  /** Adds another name, once, unless it is the area's own. Answers whether it was new. */
  addName(name: DraftName): boolean {
    const area = this.get(name.area);
    const folded = name.name.toLocaleLowerCase("en-GB");
    const own = [area.name, area.nameWelsh ?? ""].some((each) => each.toLocaleLowerCase("en-GB") === folded);
    const key = `${name.area}|${folded}`;
    if (own || this.names.has(key)) return false;
    this.names.set(key, name);
    return true;
  }

  /** Adds a change between two different known areas; the first statement of a pair stands. Answers whether it was new. */
  addChange(change: DraftChange): boolean {
    if (change.from === change.to) throw new Error(`${change.from} cannot become itself.`);
    this.get(change.from);
    this.get(change.to);
    const key = `${change.from}|${change.to}`;
    if (this.changes.has(key)) return false;
    this.changes.set(key, change);
    return true;
  }

  /**
   * Says that child lies in parent while both stand; `from` and `to` narrow that. The day on which GSS codes began,
   * 2009-01-01, is a date of codes and not of ground, so it is written as "not known". Nothing is added when the two never stood together.
   */
  addMembership(
    child: string,
    parent: string,
    hierarchy: HierarchyName,
    from?: string | null,
    to?: string | null,
  ): void {
    const inner = this.get(child);
    const outer = this.get(parent);
    const start = laterOf(laterOf(inner.startDate, outer.startDate), from ?? null);
    const endDate = earlierOf(earlierOf(inner.endDate, outer.endDate), to ?? null);
    if (start !== null && endDate !== null && start > endDate) return;
    const startDate = start !== null && start <= "2009-01-01" ? null : start;
    const key = `${child}|${parent}`;
    const before = this.memberships.get(key);
    if (before !== undefined && before.hierarchy !== hierarchy) return;
    this.memberships.set(key, { child, parent, hierarchy, startDate, endDate });
  }
}
