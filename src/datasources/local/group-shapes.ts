import type * as r from "../core/records";

/** A group that the caller listed. Its key is made of its members, so that equal lists are one group to caches. */
export class ListedGroup implements r.ComparisonGroupRecord {
  readonly nodeType = "ComparisonGroup" as const;
  readonly label = "Areas listed in the query";
  readonly kind = "CUSTOM" as const;
  readonly visibility = "PUBLIC" as const;
  readonly key: string;
  readonly members: readonly r.AreaRecord[];

  constructor(members: readonly r.AreaRecord[]) {
    this.members = members;
    this.key = `members:${members.map((member) => member.code).join(",")}`;
  }
}

/** A group with one area put in or left out; the rest is the group's own. */
export class WithSelf implements r.ComparisonGroupRecord {
  readonly nodeType = "ComparisonGroup" as const;
  readonly key: string;
  readonly label: string;
  readonly kind: r.ComparisonGroupRecord["kind"];
  readonly visibility: r.ComparisonGroupRecord["visibility"];
  readonly basis?: string;
  readonly owner?: r.AreaRecord;
  readonly licence?: r.LicenceRecord;
  readonly members: readonly r.AreaRecord[];

  constructor(group: r.ComparisonGroupRecord, self: r.AreaRecord, include: boolean) {
    this.key = `${group.key}:${include ? "with" : "without"}:${self.code}`;
    this.label = `${group.label}, ${include ? "with" : "without"} ${self.name}`;
    this.kind = group.kind;
    this.visibility = group.visibility;
    if (group.basis !== undefined) this.basis = group.basis;
    if (group.owner !== undefined) this.owner = group.owner;
    if (group.licence !== undefined) this.licence = group.licence;
    const others = group.members.filter((member) => member !== self);
    this.members = include ? [self, ...others] : others;
  }
}
