import type * as r from "../core/records";

const NO_CHANGES: readonly r.AreaChangeRecord[] = [];
const NO_LINKS: readonly r.AreaMembershipRecord[] = [];
const NO_AREAS: readonly r.AreaRecord[] = [];
const NO_COUNCILS: readonly r.CouncilRecord[] = [];

/** What areas ask of the catalogue that they belong to, when they are asked and not before. */
export interface AreaSurroundings {
  groupsOf(area: r.AreaRecord): readonly r.ComparisonGroupRecord[];
}

export type AreaRow = readonly [
  id: number,
  code: string,
  name: string,
  nameWelsh: string | null,
  status: r.AreaRecord["status"],
  startDate: string | null,
  endDate: string | null,
];

/**
 * An area, linked after it is made. A class rather than an object literal, because there are 50,000: empty lists are shared,
 * and comparison groups are worked out when asked for.
 */
export class AreaNode implements r.AreaRecord {
  readonly nodeType = "Area" as const;
  readonly id: number;
  readonly key: string;
  readonly code: string;
  readonly gssCode?: string;
  readonly name: string;
  readonly nameWelsh?: string;
  readonly areaType: r.AreaTypeRecord;
  readonly status: r.AreaRecord["status"];
  readonly startDate?: string;
  readonly endDate?: string;
  alternativeNames: readonly string[];
  predecessors: readonly r.AreaChangeRecord[];
  successors: readonly r.AreaChangeRecord[];
  parentLinks: readonly r.AreaMembershipRecord[];
  childLinks: readonly r.AreaMembershipRecord[];
  councils: readonly r.CouncilRecord[];
  sameGround: readonly r.AreaRecord[];
  readonly #surroundings: AreaSurroundings;

  constructor(row: AreaRow, areaType: r.AreaTypeRecord, names: readonly string[], surroundings: AreaSurroundings) {
    const [id, code, name, nameWelsh, status, startDate, endDate] = row;
    this.id = id;
    this.key = code;
    this.code = code;
    if (/^[A-Z]\d{8}$/.test(code)) this.gssCode = code;
    this.name = name;
    if (nameWelsh !== null) this.nameWelsh = nameWelsh;
    this.areaType = areaType;
    this.status = status;
    if (startDate !== null) this.startDate = startDate;
    if (endDate !== null) this.endDate = endDate;
    this.alternativeNames = names;
    this.predecessors = NO_CHANGES;
    this.successors = NO_CHANGES;
    this.parentLinks = NO_LINKS;
    this.childLinks = NO_LINKS;
    this.councils = NO_COUNCILS;
    this.sameGround = NO_AREAS;
    this.#surroundings = surroundings;
  }

  /** Stored and worked-out groups that this area can be compared within. */
  get groups(): readonly r.ComparisonGroupRecord[] {
    return this.#surroundings.groupsOf(this);
  }
}

/** The same list with one more item; the first addition makes a list of its own. */
export function grown<T>(list: readonly T[], item: T): readonly T[] {
  if (list.length === 0) return [item];
  (list as T[]).push(item);
  return list;
}
