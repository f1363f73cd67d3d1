import type * as v from "../../schema/values/enums";
import { heirs, liveCode } from "../core/life";
import type { Catalogue } from "../core/ports";
import type * as r from "../core/records";
import type { ProvidingTiers } from "../core/service-ports";
import { areasAround, areasWithin } from "./within";

/** Tiers that the service list states; where it states none, those that the service's powers and duties are given to. */
export function providingTiers(service: r.ServiceRecord): ProvidingTiers {
  if (service.responsibleTiers.length > 0) return { tiers: service.responsibleTiers, stated: true };
  return { tiers: [...new Set(service.powersAndDuties.flatMap((each) => each.appliesTo))].sort(), stated: false };
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
  LONDON_BOROUGH: "London borough",
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
  const where = serving === undefined || serving.place === council.area ? "" : `, which ${serving.place.name} lies in`;
  const by = stated
    ? "by the tiers that the service list states"
    : "by the powers and duties that the service rests on";
  const own = `${council.name} is the ${TIER_WORDS[council.tier]} of ${council.area.name}${where}, and provides it ${by}.`;
  if (asked === undefined || asked.status === "LIVE" || serving === undefined) return own;
  const ended = asked.endDate === undefined ? "has ended" : `ended on ${asked.endDate}`;
  return `${asked.name} (${asked.code}) ${ended}; its ground is in ${groundName(asked, serving)} now. ${own}`;
}

/** The area that took the ground over: the one that is served, or the one that a served part lies in. */
function groundName(asked: r.AreaRecord, { place, council }: Serving): string {
  const after = groundOfToday(asked);
  const ground =
    after.find((area) => area === place) ?? after.find((area) => area === council.area) ?? after[0] ?? place;
  return `${ground.name} (${ground.code})`;
}
