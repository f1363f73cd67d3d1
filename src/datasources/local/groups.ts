import { kindsOf } from "../../schema/values/area-types";
import type * as v from "../../schema/values/enums";
import { NEIGHBOUR_MODELS } from "../../schema/values/enums";
import { liveCode } from "../core/life";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import { ListedGroup, WithSelf } from "./group-shapes";
import { areasAround, areasWithin } from "./within";

/** The words for classes of kinds in a group's label; a single kind has its own label in the store. */
const CLASS_WORDS: Partial<Record<v.AreaTypeCode, string>> = {
  LTLA: "Lower-tier and single-tier authorities",
  LAD: "Local authority districts",
  UTLA: "Upper-tier and single-tier authorities",
};
const MODEL_WORDS: Partial<Record<v.NeighbourModel, string>> = {
  ONS_GLOBAL: "ONS, all measures",
  ONS_ECONOMIC: "ONS, economic measures",
  ONS_DEMOGRAPHIC: "ONS, demographic measures",
};
const AUTHORITY_CLASSES = ["LTLA", "UTLA"] as const;

/** A group that no table holds: its members are the live areas of today, found when they are asked for. */
class WorkedOutGroup implements r.ComparisonGroupRecord {
  readonly nodeType = "ComparisonGroup" as const;
  readonly visibility = "PUBLIC" as const;
  readonly key: string;
  readonly label: string;
  readonly kind: v.ComparisonGroupKind;
  readonly basis: string;
  readonly owner?: r.AreaRecord;
  readonly #find: () => readonly r.AreaRecord[];
  #members: readonly r.AreaRecord[] | undefined;

  constructor(
    about: { key: string; label: string; kind: v.ComparisonGroupKind; basis: string; owner?: r.AreaRecord },
    find: () => readonly r.AreaRecord[],
  ) {
    this.key = about.key;
    this.label = about.label;
    this.kind = about.kind;
    this.basis = about.basis;
    if (about.owner !== undefined) this.owner = about.owner;
    this.#find = find;
  }

  get members(): readonly r.AreaRecord[] {
    this.#members ??= this.#find();
    return this.#members;
  }
}

/**
 * Worked-out groups of one catalogue, by keys that stay the same from load to load:
 * `all-in-country:<country>:<kind>`, `all-in-region:<region>:<kind>`, `same-type:<kind>:<country>`,
 * `nearest-neighbours:<model>:<area>`. `kind` may be a class of kinds (LTLA). Neighbours do not include the area itself.
 */
export class WorkedOutGroups {
  readonly #catalogue: Catalogue;
  readonly #made = new Map<string, r.ComparisonGroupRecord>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** The group of a key, or undefined when the key has another form or names what the catalogue has not. */
  byKey(key: string): r.ComparisonGroupRecord | undefined {
    const found = this.#made.get(key);
    if (found !== undefined) return found;
    const made = this.#make(key);
    if (made !== undefined) this.#made.set(key, made);
    return made ?? this.#asked(key);
  }

  /** Groups that a query put together: listed members, or another group with or without one area. Not kept: anyone can make more. */
  #asked(key: string): r.ComparisonGroupRecord | undefined {
    const changed = /^(.+):(with|without):([^:]+)$/.exec(key);
    if (changed !== null) {
      const group = this.#catalogue.groupByKey(changed[1] ?? "");
      const self = this.#catalogue.areaByCode(changed[3] ?? "");
      return group && self && new WithSelf(group, self, changed[2] === "with");
    }
    if (!key.startsWith("members:")) return undefined;
    const members = key
      .slice("members:".length)
      .split(",")
      .map((code) => this.#catalogue.areaByCode(code));
    return members.every((member) => member !== undefined) ? new ListedGroup(members) : undefined;
  }

  /** Every worked-out group that an area can be compared within: country and region by class, same type, neighbours by model. */
  of(area: r.AreaRecord): readonly r.ComparisonGroupRecord[] {
    const live = liveCode(area);
    const on = live.status === "LIVE" ? this.#catalogue.today() : (live.endDate ?? this.#catalogue.today());
    const around = areasAround(live, on);
    const country = around.find((other) => other.areaType.code === "CTRY" && !other.code.startsWith("K"));
    const region = around.find((other) => other.areaType.code === "RGN");
    const type = live.areaType.code;
    const authority = AUTHORITY_CLASSES.filter((kind) => kindsOf(kind).includes(type));
    const kinds: readonly v.AreaTypeCode[] = authority.length > 0 ? authority : [type];
    const keys: string[] = [];
    if (country !== undefined) keys.push(...kinds.map((kind) => `all-in-country:${country.code}:${kind}`));
    if (region !== undefined) keys.push(...kinds.map((kind) => `all-in-region:${region.code}:${kind}`));
    if (country !== undefined) keys.push(`same-type:${type}:${country.code}`);
    for (const model of NEIGHBOUR_MODELS) {
      if (this.#catalogue.neighbours(live, model).length > 0) keys.push(`nearest-neighbours:${model}:${live.code}`);
    }
    return keys.flatMap((key) => this.byKey(key) ?? []);
  }

  #make(key: string): r.ComparisonGroupRecord | undefined {
    const [form, first, second, ...more] = key.split(":");
    if (first === undefined || second === undefined || more.length > 0) return undefined;
    if (form === "all-in-country") return this.#allIn("ALL_IN_COUNTRY", key, first, second);
    if (form === "all-in-region") return this.#allIn("ALL_IN_REGION", key, first, second);
    if (form === "same-type") return this.#allIn("SAME_TYPE", key, second, first);
    if (form === "nearest-neighbours") return this.#nearest(key, first, second);
    return undefined;
  }

  #allIn(kind: v.ComparisonGroupKind, key: string, place: string, type: string): r.ComparisonGroupRecord | undefined {
    const area = this.#catalogue.areaByCode(place);
    if (area === undefined || area.areaType.code !== (kind === "ALL_IN_REGION" ? "RGN" : area.areaType.code))
      return undefined;
    const code = this.#catalogue.areaTypes.find((known) => known.code === type)?.code ?? CLASSES.get(type);
    if (code === undefined) return undefined;
    const kinds = new Set(kindsOf(code));
    const words = CLASS_WORDS[code] ?? this.#catalogue.areaTypes.find((known) => known.code === code)?.label ?? code;
    const label = `${words} in ${area.name}`;
    const basis = "Every live area of this kind that lies in the place, by the memberships in force today.";
    return new WorkedOutGroup({ key, label, kind, basis }, () =>
      [...areasWithin(this.#catalogue, area, this.#catalogue.today())]
        .filter((member) => member.status === "LIVE" && kinds.has(member.areaType.code))
        .sort((a, b) => (a.code < b.code ? -1 : 1)),
    );
  }

  #nearest(key: string, modelName: string, code: string): r.ComparisonGroupRecord | undefined {
    const model = NEIGHBOUR_MODELS.find((name) => name === modelName);
    const area = this.#catalogue.areaByCode(code);
    if (model === undefined || area === undefined) return undefined;
    const neighbours = this.#catalogue.neighbours(area, model);
    if (neighbours.length === 0) return undefined;
    const label = `Nearest neighbours of ${area.name} (${MODEL_WORDS[model] ?? model})`;
    const basis = "Statistical nearest neighbours as published, nearest first; the area itself is not among them.";
    return new WorkedOutGroup({ key, label, kind: "NEAREST_NEIGHBOURS", basis, owner: area }, () =>
      neighbours.map((neighbour) => neighbour.area),
    );
  }
}

const CLASSES: ReadonlyMap<string, v.AreaTypeCode> = new Map([
  ["LTLA", "LTLA"],
  ["LAD", "LAD"],
  ["UTLA", "UTLA"],
]);

/** Stored and worked-out groups of an area, of the kinds named (all kinds when none is). */
export function groupsOf(
  area: r.AreaRecord,
  kinds?: readonly v.ComparisonGroupKind[],
): readonly r.ComparisonGroupRecord[] {
  return kinds === undefined ? area.groups : area.groups.filter((group) => kinds.includes(group.kind));
}
