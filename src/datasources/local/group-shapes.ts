import type * as r from "../core/records";

/** A group that the caller listed. Its key is made of its members, so that equal lists are one group to caches. */
export class ListedGroup implements r.ComparisonGroupRecord {
  readonly nodeType = "ComparisonGroup" as const;
  readonly label = "Areas listed in the query";
  readonly kind = "CUSTOM" as const;
  readonly visibility = "PUBLIC" as const;
  readonly members: readonly r.AreaRecord[];
  readonly unknown: readonly r.UnknownReferenceRecord[];
  #key: string | undefined;

  constructor(members: readonly r.AreaRecord[], unknown: readonly r.UnknownReferenceRecord[] = []) {
    this.members = members;
    this.unknown = unknown;
  }

  get key(): string {
    this.#key ??= `members:${this.members.map((member) => member.code).join(",")}`;
    return this.#key;
  }
}

/** A group with one area put in or left out; the rest is the group's own. */
export class WithSelf implements r.ComparisonGroupRecord {
  readonly nodeType = "ComparisonGroup" as const;
  readonly label: string;
  readonly kind: r.ComparisonGroupRecord["kind"];
  readonly visibility: r.ComparisonGroupRecord["visibility"];
  readonly basis?: string;
  readonly owner?: r.AreaRecord;
  readonly licence?: r.LicenceRecord;
  readonly unknown?: readonly r.UnknownReferenceRecord[];
  readonly members: readonly r.AreaRecord[];
  readonly #base: r.ComparisonGroupRecord;
  readonly #change: string;
  #key: string | undefined;

  constructor(group: r.ComparisonGroupRecord, self: r.AreaRecord, include: boolean) {
    const word = include ? "with" : "without";
    this.label = `${group.label}, ${word} ${self.name}`;
    this.kind = group.kind;
    this.visibility = group.visibility;
    if (group.basis !== undefined) this.basis = group.basis;
    if (group.unknown !== undefined) this.unknown = group.unknown;
    if (group.owner !== undefined) this.owner = group.owner;
    if (group.licence !== undefined) this.licence = group.licence;
    const others = group.members.filter((member) => member !== self);
    this.members = include ? [self, ...others] : others;
    this.#base = group;
    this.#change = `${word}:${self.code}`;
  }

  get key(): string {
    this.#key ??= `${this.#base.key}:${this.#change}`;
    return this.#key;
  }
}

const sets = new WeakMap<r.ComparisonGroupRecord, ReadonlySet<r.AreaRecord>>();

/** The members of a group as a set, made once for each group. */
export function memberSet(group: r.ComparisonGroupRecord): ReadonlySet<r.AreaRecord> {
  const standing = sets.get(group);
  if (standing !== undefined) return standing;
  const members = new Set(group.members);
  sets.set(group, members);
  return members;
}
