import { openStore, type Store, type StoreLocation } from "../../src/datasources/local/store";
import { embeddedStarter, serverStarter } from "../../test/support/starter-stores";
import { serverLocation } from "../../test/support/store-locations";
import type { BenchOptions } from "./options";

export interface StarterStore {
  readonly kind: "embedded" | "server";
  readonly label: string;
  readonly location: StoreLocation;
  /** What servers are given as DATABASE_URL. */
  readonly url: string;
}

/** The starter figures on the stores that the options name: the same stores that the tests read. */
export async function starterStores(options: BenchOptions): Promise<readonly StarterStore[]> {
  const stores: StarterStore[] = [];
  for (const kind of options.stores) {
    if (kind === "embedded") {
      const file = await embeddedStarter();
      stores.push({ kind, label: "embedded store", location: { kind, file }, url: file });
    } else if (options.serverUrl !== undefined) {
      const url = await serverStarter(options.serverUrl);
      stores.push({
        kind,
        label: `${url.startsWith("mariadb:") ? "MariaDB" : "MySQL"} over mysql2`,
        location: serverLocation(url),
        url,
      });
    }
  }
  return stores;
}

/** Opens a store, hands it over, closes it. */
export async function withStore<T>(location: StoreLocation, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(location);
  try {
    return await work(store);
  } finally {
    await store.db.destroy();
  }
}
