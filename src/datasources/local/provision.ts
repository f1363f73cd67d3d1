import type * as v from "../../schema/values/enums";
import { heirs, liveCode } from "../core/life";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import type { ProvidingTiers } from "../core/service-ports";
import { areasAround, areasWithin } from "./within";

/**
 * Tiers of which GOV.UK's list of services says nothing, neither yes nor no: its three words (county, district, all) stand for none of them.
 * So what it states of a service does not tell that they do not provide it.
 */
const UNSPOKEN: ReadonlySet<v.CouncilTier> = new Set([
  "NI_DISTRICT",
  "COMBINED_AUTHORITY",
  "STRATEGIC_AUTHORITY",
  "FIRE",
  "POLICE",
  "PARISH",
]);

/**
 * Tiers that the service list states, and beside them those that it never speaks of and the service's powers and duties are given to. Where it
 * states none, all that the powers and duties are given to.
 */
export function providingTiers(service: r.ServiceRecord): ProvidingTiers {
  const stated = service.responsibleTiers;
  const given = service.powersAndDuties.flatMap((each) => each.appliesTo);
  const beside = stated.length === 0 ? given : given.filter((tier) => UNSPOKEN.has(tier));
  return { tiers: [...stated, ...[...new Set(beside)].filter((tier) => !stated.includes(tier)).sort()], stated };
}

/** Ground of today that an area means: itself, or what took it over, or (where nothing did) what it lay in on its last day. */
export function groundOfToday(area: r.AreaRecord): readonly r.AreaRecord[] {
  const live = liveCode(area);
  if (live.status === "LIVE") return [live];
  const after = heirs(area);
  if (after.length > 0 || area.endDate === undefined) return after;
  const around = areasAround(area, area.endDate).find((other) => other.councils.length > 0);
  return around === undefined ? [] : groundOfToday(around);
}

/** A council and the ground of the question that it serves. */
export interface Serving {
  readonly council: r.CouncilRecord;
  readonly place: r.AreaRecord;
  /** Further ground of the question that it serves, where the area asked for became several. */
  readonly also?: readonly r.AreaRecord[];
}

/** Each council once, at its first place, with the places of the others beside it. */
export function eachOnce(servings: readonly Serving[]): readonly Serving[] {
  const places = new Map<r.CouncilRecord, r.AreaRecord[]>();
  for (const { council, place } of servings) places.set(council, [...(places.get(council) ?? []), place]);
  return [...places].flatMap(([council, [place, ...also]]) =>
    place === undefined ? [] : [{ council, place, ...(also.length === 0 ? {} : { also }) }],
  );
}

/** The councils that serve the whole of an area, nearest first, then those that serve a part of it, by key. Of today. */
export function councilsServing(catalogue: Catalogue, ground: r.AreaRecord): readonly Serving[] {
  const today = catalogue.today();
  const inBeing = (council: r.CouncilRecord) => inBeingOn(council, today);
  const whole = [ground, ...ground.sameGround, ...areasAround(ground, today)].flatMap((area) =>
    area.councils.filter(inBeing).map((council) => ({ council, place: ground })),
  );
  const parts = [...areasWithin(catalogue, ground, today)]
    .flatMap((area) => area.councils.filter(inBeing))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((council) => ({ council, place: council.area }));
  const seen = new Set<r.CouncilRecord>();
  return [...whole, ...parts].filter(({ council }) => !seen.has(council) && seen.add(council));
}

/** Whether a council exists on a day. */
export function inBeingOn(council: r.CouncilRecord, day: string): boolean {
  return (
    (council.startDate === undefined || council.startDate <= day) &&
    (council.endDate === undefined || council.endDate >= day)
  );
}

const TIER_WORDS: Readonly<Record<v.CouncilTier, string>> = {
  COUNTY: "county council",
  DISTRICT: "district council",
  UNITARY: "unitary council",
  METROPOLITAN: "metropolitan council",
  LONDON_BOROUGH: "council", // the City of London is no borough
  COMBINED_AUTHORITY: "combined authority",
  STRATEGIC_AUTHORITY: "strategic authority",
  FIRE: "fire and rescue authority",
  POLICE: "police authority",
  PARISH: "parish council",
  WELSH_UNITARY: "council",
  SCOTTISH_COUNCIL: "council",
  NI_DISTRICT: "district council",
};

/** Why a council is the answer: its tier, who says that the tier provides the service, and what became of the area that was asked for. */
export function reasonFor(
  council: r.CouncilRecord,
  asked: r.AreaRecord | undefined,
  serving: Serving | undefined,
  { stated }: ProvidingTiers,
): string {
  const where = serving === undefined || serving.place === council.area ? "" : `, which ${laying(serving)} in`;
  const by = stated.includes(council.tier)
    ? "by the tiers that the service list states"
    : "by the powers and duties that the service rests on";
  const own = `${council.name} is the ${TIER_WORDS[council.tier]} of ${council.area.name}${where}, and provides it ${by}.`;
  if (asked === undefined || asked.status === "LIVE" || serving === undefined) return own;
  const live = liveCode(asked);
  if (live !== asked) {
    const until = asked.endDate === undefined ? "is no longer in use" : `was in use until ${asked.endDate}`;
    return `The code of ${live.name} changed: it is ${live.code} now, and ${asked.code} ${until}. ${own}`;
  }
  const ended = asked.endDate === undefined ? "has ended" : `ended on ${asked.endDate}`;
  return `${asked.name} (${asked.code}) ${ended}; its ground is in ${groundName(asked, serving)} now. ${own}`;
}

/** The area that took the ground over: the one that is served, or the one that a served part lies in. */
function groundName(asked: r.AreaRecord, { place, council, also }: Serving): string {
  if (also !== undefined) return listed([place, ...also].map(({ name, code }) => `${name} (${code})`));
  const after = groundOfToday(asked);
  const ground =
    after.find((area) => area === place) ?? after.find((area) => area === council.area) ?? after[0] ?? place;
  return `${ground.name} (${ground.code})`;
}

function laying({ place, also }: Serving): string {
  return also === undefined ? `${place.name} lies` : `${listed([place, ...also].map(({ name }) => name))} lie`;
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
