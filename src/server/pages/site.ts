/** Where the pages' parts stand under the hub's address, worked out once. */
import type { Manifest } from "./assets";

export interface Site {
  /** Path before every page, without a slash at its end: empty where the hub stands at the root of its host. */
  readonly base: string;
  /** Address that clients post queries to. */
  readonly endpoint: string;
  readonly manifest: Manifest | undefined;
  /** Headings of README.md's sections. */
  readonly readmeSections: readonly string[];
}

/** Places the pages under `publicUrl`. Throws TypeError when that is no absolute address. */
export function placeSite(publicUrl: string, manifest: Manifest | undefined, readme: string | undefined): Site {
  const base = new URL(publicUrl).pathname.replace(/\/+$/, "");
  const endpoint = `${publicUrl.replace(/\/+$/, "")}/graphql`;
  const readmeSections = [...(readme ?? "").matchAll(/^## +(.+?)\s*$/gm)].flatMap(([, heading]) => heading ?? []);
  return { base, endpoint, manifest, readmeSections };
}

/** The path of a built file. */
export function assetPath(site: Site, name: string): string {
  return `${site.base}/assets/${name}`;
}

/** The address that opens a query in the playground without running it. */
export function playgroundLink(site: Site, query: string, variables: string): string {
  const given = new URLSearchParams({ query, ...(variables === "" ? {} : { variables }) });
  return `${site.base}/playground?${given}`;
}
