import type { StoreLocation } from "../../src/datasources/local/store";

/** The same server's URL, naming a database. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** A store location from a URL; the URL's protocol says which dialect TypeORM speaks. */
export function serverLocation(url: string): StoreLocation {
  return { kind: "server", protocol: url.startsWith("mariadb:") ? "mariadb" : "mysql", url };
}

/** The URL as mysql2 itself reads it: it knows one protocol name only. */
export const driverUrl = (url: string): string => url.replace(/^mariadb:/, "mysql:");
