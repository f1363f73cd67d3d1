import DataLoader from "dataloader";
import type * as r from "../core/records";
import type * as p from "../core/service-ports";
import type { LocalCatalogue } from "./local-catalogue";
import {
  councilsServing,
  eachOnce,
  groundOfToday,
  inBeingOn,
  providingTiers,
  reasonFor,
  type Serving,
} from "./provision";
import { Lists } from "./record-shapes";
import { idList, select } from "./select";
import type { Store } from "./store";

interface InteractionRow {
  council_id: number;
  service_id: number;
  lgil_id: number;
  url: string;
  status: string | null;
  last_checked: string | null;
}

/** Who provides services where, for one operation. */
export class ServiceReads implements p.ServiceReads {
  readonly #catalogue: LocalCatalogue;
  readonly #store: Store;
  readonly #serving = new Map<r.AreaRecord, readonly Serving[]>();
  readonly #tiers = new Map<r.ServiceRecord, p.ProvidingTiers>();
  readonly #interactions: DataLoader<r.ServiceProvisionRecord, readonly r.InteractionRecord[], string>;

  constructor(catalogue: LocalCatalogue, store: Store) {
    this.#catalogue = catalogue;
    this.#store = store;
    this.#interactions = new DataLoader((provisions) => this.#read(provisions), { cacheKeyFn: keyOf });
  }

  tiersOf(service: r.ServiceRecord): p.ProvidingTiers {
    const found = this.#tiers.get(service) ?? providingTiers(service);
    this.#tiers.set(service, found);
    return found;
  }

  provision(service: r.ServiceRecord, area: r.AreaRecord): readonly r.ServiceProvisionRecord[] {
    const providing = this.tiersOf(service);
    const tiers = new Set(providing.tiers);
    return this.#servingAt(area)
      .filter(({ council }) => tiers.has(council.tier))
      .map((serving) => ({
        service,
        council: serving.council,
        place: serving.place,
        reason: reasonFor(serving.council, area, serving, providing),
      }));
  }

  providedBy(council: r.CouncilRecord): readonly r.ServiceProvisionRecord[] {
    if (!inBeingOn(council, this.#catalogue.today())) return [];
    return this.#catalogue.services.flatMap((service) => {
      const providing = this.tiersOf(service);
      if (!providing.tiers.includes(council.tier)) return [];
      return [{ service, council, reason: reasonFor(council, undefined, undefined, providing) }];
    });
  }

  interactions(provision: r.ServiceProvisionRecord): Promise<readonly r.InteractionRecord[]> {
    return this.#interactions.load(provision);
  }

  /** Worked out once for an area: an operation asks for one place and many services. */
  #servingAt(area: r.AreaRecord): readonly Serving[] {
    const found =
      this.#serving.get(area) ??
      eachOnce(groundOfToday(area).flatMap((ground) => councilsServing(this.#catalogue, ground)));
    this.#serving.set(area, found);
    return found;
  }

  async #read(provisions: readonly r.ServiceProvisionRecord[]): Promise<(readonly r.InteractionRecord[])[]> {
    const councils = idList([...new Set(provisions.map(({ council }) => council.id))]);
    const services = idList([...new Set(provisions.map(({ service }) => service.id))]);
    const rows = await select<InteractionRow>(
      this.#store,
      `SELECT council_id, service_id, lgil_id, url, status, last_checked FROM interaction
       WHERE council_id IN (${councils}) AND service_id IN (${services}) ORDER BY council_id, service_id, lgil_id`,
    );
    const found = new Lists<string, r.InteractionRecord>();
    for (const row of rows) {
      found.add(`${row.council_id} ${row.service_id}`, {
        lgilId: row.lgil_id,
        label: this.#catalogue.interactionTypes.get(row.lgil_id) ?? `Interaction ${row.lgil_id}`,
        url: row.url,
        ...(row.status === null ? {} : { status: row.status }),
        ...(row.last_checked === null ? {} : { lastChecked: `${row.last_checked.replace(" ", "T")}Z` }),
      });
    }
    return provisions.map((provision) => found.of(keyOf(provision)));
  }
}

function keyOf({ council, service }: r.ServiceProvisionRecord): string {
  return `${council.id} ${service.id}`;
}
