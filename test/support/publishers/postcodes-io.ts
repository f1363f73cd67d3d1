import type { PostcodeAnswer } from "../../../src/datasources/core/source";
import type { StandIn, StandInAnswer } from "../publisher-server";
import type { Workload, WorkloadFor } from "./workloads";

export interface PostcodesIoOptions {
  /** The first so many bulk look-ups answer 500, as the service does now and then. */
  readonly failBulks?: number;
  /** How many postcodes a bulk answer holds at most; the rest is passed over in silence (seen 2019). */
  readonly answerAtMost?: number;
}

const EXISTING = new Map([
  ["M320TH", { postcode: "M32 0TH", district: "E08000009", lsoa: "E01006075", longitude: -2.3016, latitude: 53.4581 }],
  [
    "M320JG",
    { postcode: "M32 0JG", district: "E08000009", lsoa: "E01006075", longitude: -2.302836, latitude: 53.455654 },
  ],
  [
    "OX495NU",
    { postcode: "OX49 5NU", district: "E07000179", lsoa: "E01028601", longitude: -1.069752, latitude: 51.655929 },
  ],
]);
const ENDED = new Map([
  [
    "E1W1UU",
    { postcode: "E1W 1UU", year_terminated: 2015, month_terminated: 2, longitude: -0.073732, latitude: 51.508007 },
  ],
]);

/**
 * The service of postcodes: bulk look-ups of at most 100 with its filter, ended postcodes one by one, its words for errors. Besides a
 * few real postcodes it has every one of the outward code "ZZ1" (made up, all in Trafford).
 */
export function standIn({ failBulks = 0, answerAtMost = Number.POSITIVE_INFINITY }: PostcodesIoOptions = {}): StandIn {
  let bulks = 0;
  return ({ method, path, query, body }): StandInAnswer => {
    if (method === "POST" && path === "postcodes") {
      bulks += 1;
      if (bulks <= failBulks) return error(500, "Internal Server Error");
      const { postcodes } = JSON.parse(body) as { postcodes?: unknown };
      if (!Array.isArray(postcodes)) return error(400, "Invalid data submitted. You need to provide a JSON array");
      if (postcodes.length > 100) {
        return error(400, "Too many postcodes submitted. Up to 100 postcodes can be bulk requested at a time");
      }
      const names = query.get("filter")?.split(",");
      const result = postcodes
        .filter((code): code is string => typeof code === "string")
        .slice(0, answerAtMost)
        .map((code) => ({ query: code, result: filtered(whole(plain(code)), names) }));
      return { body: { status: 200, result } };
    }
    const code = plain(/^terminated_postcodes\/(.+)$/.exec(path)?.[1] ?? "");
    if (code === "") return error(404, "Resource not found");
    const ended = ENDED.get(code);
    return ended === undefined ? error(404, "Terminated postcode not found") : { body: { status: 200, result: ended } };
  };
}

function whole(code: string): Record<string, unknown> | null {
  const made = {
    postcode: `ZZ1 ${code.slice(-3)}`,
    district: "E08000009",
    lsoa: "E01006075",
    longitude: -2.3,
    latitude: 53.45,
  };
  const found = EXISTING.get(code) ?? (code.startsWith("ZZ1") && code.length === 6 ? made : undefined);
  if (found === undefined) return null;
  const { postcode, district, lsoa, longitude, latitude } = found;
  const region = district.startsWith("E08") ? "North West" : "South East";
  const codes = { admin_district: district, admin_county: "E99999999", lsoa, nuts: "TLD34" };
  return { postcode, quality: 1, country: "England", region, longitude, latitude, codes };
}

function filtered(row: Record<string, unknown> | null, names: readonly string[] | undefined) {
  if (row === null || names === undefined) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));
}

function plain(code: string): string {
  return code.replace(/\s/g, "").toUpperCase();
}

function error(status: number, message: string): StandInAnswer {
  return { status, body: { status, error: message } };
}

/** It has no figures. */
export const workloads: Partial<Record<Workload, () => WorkloadFor>> = {};

/** Postcodes and what they must be answered with; two requests: one bulk look-up, one among the ended. */
export const fixture: { readonly postcodes: readonly string[]; readonly expected: readonly PostcodeAnswer[] } = {
  postcodes: ["M32 0TH", "E1W 1UU"],
  expected: [
    {
      query: "M32 0TH",
      found: {
        postcode: "M32 0TH",
        status: "LIVE",
        latitude: 53.4581,
        longitude: -2.3016,
        areas: ["E92000001", "E12000002", "E08000009", "E01006075"],
      },
    },
    {
      query: "E1W 1UU",
      found: {
        postcode: "E1W 1UU",
        status: "TERMINATED",
        ended: "2015-02",
        latitude: 51.508007,
        longitude: -0.073732,
        areas: [],
      },
    },
  ],
};
