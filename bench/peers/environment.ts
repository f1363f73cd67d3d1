import { openStore, type Store } from "../../src/datasources/local/store";

/** The port to listen on and the store to read, as the benches hand them to every server. Throws when they are missing. */
export const PORT = Number(process.env.PORT);

/** Opens the store that DATABASE_URL names. */
export function openBenchStore(): Promise<Store> {
  const url = process.env.DATABASE_URL;
  if (url === undefined) throw new Error("DATABASE_URL is not set: start the servers with `npm run bench`.");
  if (!/^(mysql|mariadb):/.test(url)) return openStore({ kind: "embedded", file: url });
  return openStore({ kind: "server", protocol: url.startsWith("mariadb:") ? "mariadb" : "mysql", url });
}
