import { kindsOf } from "../../schema/values/area-types";
import { CallerError } from "../../schema/values/caller-error";
import { inForce, liveCode, wasLive } from "../core/life";
import type {
  AreaChoice,
  AreaSpecification,
  Catalogue,
  GroupChoice,
  GroupSpecification,
  Search,
  UnknownReferenceRecord,
} from "../core/ports";
import type * as r from "../core/records";
import { ListedGroup, memberSet, WithSelf } from "./group-shapes";
import { areasAround, areasWithin } from "./within";

type Suggest = Pick<Search, "suggest">;

/** After so many unknown codes no more suggestions are looked for: each look costs, and such a list is no slip of the pen. */
const MOST_SUGGESTED = 20;

/**
 * The areas that hold to every condition at once. In the order of their codes; where codes are given, in that order, each once.
 * Ended areas are among them where they are asked for by code, with `includeEnded`, or where `on` lies in their life. Codes that
 * name nothing are reported under the argument's name with the nearest that do.
 */
export function selectAreas(
  catalogue: Catalogue,
  search: Suggest,
  specification: AreaSpecification,
  argument: string,
): AreaChoice {
  const { codes, type, within, group, oneOf, includeEnded = false, on } = specification;
  const unknown: UnknownReferenceRecord[] = [];
  const tests: ((area: r.AreaRecord) => boolean)[] = [];
  if (codes === undefined && !includeEnded) tests.push(on === undefined ? isLive : (area) => wasLive(area, on));
  if (codes === undefined && includeEnded && on === undefined) tests.push((area) => area.status !== "PROPOSED");
  if (codes === undefined && includeEnded && on !== undefined)
    tests.push(({ startDate }) => startDate === undefined || startDate <= on); // what was yet to come had not ended
  if (type !== undefined) {
    const kinds = new Set(kindsOf(type));
    tests.push((area) => kinds.has(area.areaType.code));
  }
  let candidates: Iterable<r.AreaRecord> = catalogue.areas;
  if (within !== undefined) {
    const place = catalogue.areaByCode(within);
    if (place === undefined) unknown.push(unknownArea(search, `${argument}.within`, within));
    const inside =
      place === undefined
        ? NOWHERE
        : areasWithin(catalogue, place, includeEnded ? undefined : (on ?? catalogue.today()));
    tests.push((area) => inside.has(area));
    candidates = inside;
  }
  if (group !== undefined) {
    const choice = selectGroup(catalogue, search, group, `${argument}.group`);
    unknown.push(...choice.unknown);
    const members = new Set(choice.group.members);
    tests.push((area) => members.has(area) || members.has(liveCode(area)));
    candidates = members;
  }
  if (oneOf !== undefined) {
    const these = new Set(oneOf);
    tests.push((area) => these.has(area));
    candidates = these;
  }
  if (codes !== undefined) candidates = byCodes(catalogue, search, codes, `${argument}.gssCodes`, unknown);
  const areas = [...candidates].filter((area) => tests.every((test) => test(area)));
  if (codes === undefined) areas.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  return { areas, unknown };
}

const NOWHERE: ReadonlySet<r.AreaRecord> = new Set();

function isLive(area: r.AreaRecord): boolean {
  return area.status === "LIVE";
}

function byCodes(
  catalogue: Catalogue,
  search: Suggest,
  codes: readonly string[],
  argument: string,
  unknown: UnknownReferenceRecord[],
) {
  const found = new Set<r.AreaRecord>();
  for (const code of new Set(codes)) {
    const area = catalogue.areaByCode(code);
    if (area !== undefined) found.add(area);
    else if (unknown.length < MOST_SUGGESTED) unknown.push(unknownArea(search, argument, code));
    else unknown.push({ argument, value: code, suggestions: [] });
  }
  return found;
}

function unknownArea(search: Suggest, argument: string, value: string): UnknownReferenceRecord {
  return { argument, value, suggestions: search.suggest("area", value) };
}

/** The area that a group specification is about. Throws CallerError when its code names none. */
function selfOf(
  catalogue: Catalogue,
  search: Suggest,
  ofArea: string | undefined,
  argument: string,
): r.AreaRecord | undefined {
  const self = ofArea === undefined ? undefined : catalogue.areaByCode(ofArea);
  if (ofArea === undefined || self !== undefined) return self;
  const nearest = search.suggest("area", ofArea).join(", ");
  throw new CallerError(
    `\`${argument}.ofArea\` names no area: ${ofArea}.`,
    `${argument}.ofArea`,
    `the code of an area${nearest && `, such as ${nearest}`}`,
  );
}

/** The group that a list of codes makes, the same whichever area it is asked for. Codes that name nothing are reported. */
export function listedGroup(
  catalogue: Catalogue,
  search: Suggest,
  members: readonly string[],
  argument: string,
): GroupChoice {
  const unknown: UnknownReferenceRecord[] = [];
  const areas = [...byCodes(catalogue, search, members, `${argument}.members`, unknown)];
  return { group: new ListedGroup(areas, unknown), unknown };
}

/**
 * The group that is meant: by `key`, by `kind` and area, or by its members' codes. `includeSelf` adds the area of the group
 * (`ofArea`, or a stored group's owner) to its members, or leaves it out. Throws CallerError when nothing is named, or what is
 * named has no such group; members that do not exist are reported. `listed` is the group of `members`, where it stands already.
 */
export function selectGroup(
  catalogue: Catalogue,
  search: Suggest,
  specification: GroupSpecification,
  argument: string,
  listed: (members: readonly string[]) => GroupChoice = (members) => listedGroup(catalogue, search, members, argument),
): GroupChoice {
  const { key, kind, ofArea, members, includeSelf } = specification;
  const self = selfOf(catalogue, search, ofArea, argument);
  if (members !== undefined) {
    const { group, unknown } = listed(members);
    return { group: withSelf(group, self, includeSelf), unknown };
  }
  if (key !== undefined) {
    const group = catalogue.groupByKey(key);
    if (group === undefined)
      throw new CallerError(
        `\`${argument}.groupId\` names no group: ${key}.`,
        `${argument}.groupId`,
        "the id of a group that `Area.comparisonGroups` lists",
      );
    return { group: withSelf(group, self ?? group.owner, includeSelf), unknown: [] };
  }
  if (kind === undefined || self === undefined) {
    throw new CallerError(
      `\`${argument}\` names no group.`,
      argument,
      "`groupId`, or `members`, or `kind` and `ofArea`",
    );
  }
  const group = self.groups.find((candidate) => candidate.kind === kind);
  if (group === undefined) {
    const kinds = [...new Set(self.groups.map((candidate) => candidate.kind))].join(", ");
    throw new CallerError(`${self.name} has no group of the kind ${kind}.`, `${argument}.kind`, `one of ${kinds}`);
  }
  return { group: withSelf(group, self, includeSelf), unknown: [] };
}

function withSelf(
  group: r.ComparisonGroupRecord,
  self: r.AreaRecord | undefined,
  include: boolean,
): r.ComparisonGroupRecord {
  if (self === undefined) return group;
  const live = liveCode(self);
  const members = memberSet(group);
  const inside = members.has(live) || members.has(self);
  return inside === include ? group : new WithSelf(group, live, include);
}

/**
 * What an area lies in (`up`, nearest first) or what lies directly in it (`down`, by code), on a day (today when not said), of
 * the kinds named. Upwards every level counts, so that a district's region is found through its county; downwards, kinds that
 * are named are looked for at every level, else only what lies directly in the area.
 */
export function relatives(
  catalogue: Catalogue,
  area: r.AreaRecord,
  direction: "up" | "down",
  types: readonly r.AreaTypeRecord["code"][] | undefined,
  on: string | undefined,
): readonly r.AreaRecord[] {
  const day = on ?? (area.status === "LIVE" ? catalogue.today() : (area.endDate ?? catalogue.today()));
  const kinds = types === undefined ? undefined : new Set(types.flatMap((type) => [...kindsOf(type)]));
  const wanted = (other: r.AreaRecord) =>
    (kinds === undefined || kinds.has(other.areaType.code)) && wasLive(other, day);
  if (direction === "up") return areasAround(area, day).filter(wanted);
  const below = kinds === undefined ? directlyIn(area, day) : [...areasWithin(catalogue, area, day)];
  return below.filter(wanted).sort((a, b) => (a.code < b.code ? -1 : 1));
}

function directlyIn(area: r.AreaRecord, day: string): r.AreaRecord[] {
  return area.childLinks.filter((link) => inForce(link, day)).map((link) => link.child);
}
