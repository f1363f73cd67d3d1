/** Who provides services where, as resolvers ask for it. */
import type * as v from "../../schema/values/enums";
import type * as r from "./records";

export interface ServiceReads {
  /** The tiers of council that provide a service, and who says so; none where nobody does. */
  tiersOf(service: r.ServiceRecord): ProvidingTiers;
  /**
   * The councils that provide a service to an area as things stand today: those that serve the whole of it first, then those that serve a part,
   * by key. Ground that ended is followed to what took it over. Empty where nobody says which tiers provide it, or no council of them is there.
   */
  provision(service: r.ServiceRecord, area: r.AreaRecord): readonly r.ServiceProvisionRecord[];
  /** What a council provides, by LGSL number: every service of its tier. Empty for a council that has ended. */
  providedBy(council: r.CouncilRecord): readonly r.ServiceProvisionRecord[];
  /** Where people find the service at the council, by LGIL number. Batched: one statement for all that an operation asks for at once. */
  interactions(provision: r.ServiceProvisionRecord): Promise<readonly r.InteractionRecord[]>;
}

export interface ProvidingTiers {
  readonly tiers: readonly v.CouncilTier[];
  /** Those of them that the service list states; the others are those that its powers and duties are given to. */
  readonly stated: readonly v.CouncilTier[];
}
