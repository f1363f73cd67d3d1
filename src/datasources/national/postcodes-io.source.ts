import { isGssCode } from "../../schema/values/area-code";
import { asList, asObject, asText, json, unexpected } from "../core/decode";
import { chunks } from "../core/packing";
import { type Answer, fetchAll, type Plan, type UpstreamRequest } from "../core/plan";
import { defineSource, type PostcodeAnswer, SourceFault } from "../core/source";

const HOUR = 3_600_000;
/** Published: "Up to 100 postcodes can be bulk requested at a time". */
const MOST_POSTCODES = 100;

export default defineSource({
  id: "postcodes-io",
  name: "postcodes.io",
  publisher: "Ideal Postcodes",
  homepage: "https://postcodes.io/",
  documentation: "https://postcodes.io/docs",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution:
      "Contains OS data © Crown copyright and database right; contains Royal Mail data © Royal Mail copyright and database right; " +
      "source: Office for National Statistics licensed under the Open Government Licence v3.0.",
  },
  baseUrl: "https://api.postcodes.io/",
  limits: {
    rates: [{ requests: 10, perMs: 1_000 }],
    maxConcurrent: 4,
    timeoutMs: 10_000,
    retries: 1,
    maxBytes: 2_000_000,
    about:
      "100 postcodes a request (the service's own message, seen 2026-02). No rate is published: the hub keeps to 10 requests a second.",
  },
  freshness: {
    freshMs: 7 * 24 * HOUR,
    revalidateMs: 60 * 24 * HOUR,
    keepMs: 400 * 24 * HOUR,
    about: "The service follows the ONS Postcode Directory, which comes out once a quarter.",
  },
  areaTypes: [
    "CTRY",
    "RGN",
    "CTY",
    "UA",
    "NMD",
    "MD",
    "LONB",
    "CA",
    "LGD",
    "PCON",
    "WD",
    "PAR",
    "CED",
    "LSOA",
    "MSOA",
    "OA",
    "DATA_ZONE",
    "ICB",
    "SICBL",
    "PFA",
  ],
  nations: ["E", "W", "S", "N"],
  revision: 1,
  wellKnown: [],
  quirks: [
    "Since 18.0.0 (2025-12-18) `lsoa` and `msoa` are those of 2021; before, they were those of 2011. Only the former are used where both stand.",
    "There is no code for the region: it is found by the region's name.",
    "Codes such as E99999999 mean that there is no such area, and are left out.",
    "Codes in `nuts` are of the international levels of a vintage that is not stated, and are left out.",
    "A bulk look-up answers null for an ended postcode, so each null is looked up once more among the ended ones.",
    "Entries of a bulk look-up that are no text are dropped without a word, so answers are joined by the query that they repeat.",
    "Bulk look-ups answer 500 now and then (reported 2025-07 and 2026-02): such a call is asked again in halves, once.",
    "An ended postcode comes with its month and its place, without areas.",
    "Postcodes of the Isle of Man and the Channel Islands have no coordinates.",
  ],

  *postcodes(codes: readonly string[]): Plan<readonly PostcodeAnswer[]> {
    const asked = [...new Set(codes.map(plain).filter(isWellFormed))];
    const live = yield* lookedUp(asked);
    const ended = yield* lookedUpAmongEnded(asked.filter((code) => live.get(code) === null));
    return codes.map((query) => {
      const code = plain(query);
      const found = live.get(code) ?? ended.get(code);
      return found === undefined || found === null ? { query } : { query, found };
    });
  },
});

type Found = NonNullable<PostcodeAnswer["found"]>;

function plain(code: string): string {
  return code.replace(/\s+/g, "").toUpperCase();
}

function isWellFormed(code: string): boolean {
  return /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(code);
}

/** Postcodes in use by their plain form; null for one that is not among them. Every one asked for is in the map. */
function* lookedUp(codes: readonly string[]): Plan<ReadonlyMap<string, Found | null>> {
  const parts = chunks(codes, MOST_POSTCODES);
  const answers = yield* fetchAll(parts.map(bulk));
  const all = new Map<string, Found | null>();
  const again: (readonly string[])[] = [];
  for (const [place, answer] of answers.entries()) {
    const part = parts[place] ?? [];
    if (answer.status !== 500) readBulk(answer, part, all);
    else again.push(...chunks(part, Math.max(1, Math.ceil(part.length / 2))));
  }
  const second = yield* fetchAll(again.map(bulk));
  for (const [place, answer] of second.entries()) {
    if (answer.status === 500)
      throw new SourceFault("UNAVAILABLE", "The service of postcodes reports a fault of its own.");
    readBulk(answer, again[place] ?? [], all);
  }
  return all;
}

function bulk(codes: readonly string[]): UpstreamRequest {
  return {
    method: "POST",
    path: "postcodes",
    query: { filter: "postcode,country,region,longitude,latitude,codes" },
    json: { postcodes: codes },
    accept: "application/json",
    handles: [500],
  };
}

function readBulk(answer: Answer, asked: readonly string[], into: Map<string, Found | null>): void {
  for (const each of asList(resultOf(answer), "the list of postcodes")) {
    const row = asObject(each, "a postcode");
    const query = plain(asText(row.query, "the postcode that was asked for"));
    if (row.result === undefined) throw unexpected("a postcode has no result");
    into.set(query, row.result === null ? null : foundIn(asObject(row.result, "a postcode's result")));
  }
  // Seen 2019: a bulk look-up that answered ten of the postcodes and was silent about the rest.
  const silent = asked.filter((code) => !into.has(code)).length;
  if (silent > 0) throw unexpected(`it says nothing about ${silent} of ${asked.length} postcodes`);
}

/** Ended postcodes by their plain form; one that never was is not in the map. The service has no bulk look-up for these. */
function* lookedUpAmongEnded(codes: readonly string[]): Plan<ReadonlyMap<string, Found>> {
  const answers = yield* fetchAll(
    codes.map((code) => ({ path: `terminated_postcodes/${code}`, accept: "application/json", handles: [404] })),
  );
  const ended = new Map<string, Found>();
  for (const [place, answer] of answers.entries()) {
    if (answer.status === 404) {
      const { error } = asObject(json(answer), "the answer");
      if (!/not found|invalid postcode/i.test(asText(error, "the reason")))
        throw unexpected("it gives no reason that is known");
      continue;
    }
    const row = asObject(resultOf(answer), "an ended postcode");
    const { year_terminated: year, month_terminated: month } = row;
    if (!isWhole(year, 1900, 2200) || !isWhole(month, 1, 12))
      throw unexpected("the month of a postcode's end is missing");
    ended.set(codes[place] ?? "", {
      postcode: asText(row.postcode, "a postcode"),
      status: "TERMINATED",
      ended: `${year}-${String(month).padStart(2, "0")}`,
      ...coordinatesOf(row),
      areas: [],
    });
  }
  return ended;
}

/** The `result` of a body that says that all is well. Errors come with their status in the body too, even where HTTP says 200. */
function resultOf(answer: Answer): unknown {
  const body = asObject(json(answer), "the answer");
  if (body.status === 200 && body.result !== undefined) return body.result;
  if (typeof body.status !== "number" || body.error === undefined) throw unexpected("it has no result");
  const ours = body.status >= 400 && body.status < 500;
  throw new SourceFault(
    ours ? "REFUSED" : "UNAVAILABLE",
    ours ? "The service of postcodes refused the question." : "The service of postcodes reports a fault of its own.",
  );
}

/** Codes of areas in the answer that the hub's areas go by, without those of other vintages (`lsoa11`) and of no GSS kind. */
const TAKEN = [
  "admin_district",
  "admin_county",
  "admin_ward",
  "parish",
  "ced",
  "oa21",
  "icb",
  "ccg",
  "pfa",
  "national_park",
  "bua",
  "ttwa",
] as const;

const COUNTRIES: ReadonlyMap<string, string> = new Map([
  ["England", "E92000001"],
  ["Wales", "W92000004"],
  ["Scotland", "S92000003"],
  ["Northern Ireland", "N92000002"],
]);

/** By the names in small letters: "Yorkshire and The Humber" is written in two ways. */
const REGIONS: ReadonlyMap<string, string> = new Map([
  ["north east", "E12000001"],
  ["north west", "E12000002"],
  ["yorkshire and the humber", "E12000003"],
  ["east midlands", "E12000004"],
  ["west midlands", "E12000005"],
  ["east of england", "E12000006"],
  ["london", "E12000007"],
  ["south east", "E12000008"],
  ["south west", "E12000009"],
]);

function foundIn(row: Readonly<Record<string, unknown>>): Found {
  const codes = row.codes === undefined ? {} : asObject(row.codes, "the codes of a postcode's areas");
  const constituency = codes.parliamentary_constituency_2024 ?? codes.parliamentary_constituency;
  const country = COUNTRIES.get(typeof row.country === "string" ? row.country : "");
  const region = REGIONS.get(typeof row.region === "string" ? row.region.toLowerCase() : "");
  const named = [country, region, ...TAKEN.map((name) => codes[name]), constituency];
  const small = [codes.lsoa21 ?? codes.lsoa, codes.msoa21 ?? codes.msoa];
  return {
    postcode: asText(row.postcode, "a postcode"),
    status: "LIVE",
    ...coordinatesOf(row),
    areas: [...new Set([...named, ...small].filter(isRealCode))],
  };
}

/** E99999999 and its like say that there is no such area. */
function isRealCode(code: unknown): code is string {
  return typeof code === "string" && isGssCode(code) && !/^.9{8}$/.test(code);
}

function coordinatesOf(row: Readonly<Record<string, unknown>>): Pick<Found, "latitude" | "longitude"> {
  const { latitude, longitude } = row;
  if ((latitude ?? null) === null && (longitude ?? null) === null) return {};
  if (typeof latitude !== "number" || typeof longitude !== "number")
    throw unexpected("a postcode's place is not of numbers");
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) throw unexpected("a postcode's place is off the map");
  return { latitude, longitude };
}

function isWhole(value: unknown, from: number, to: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= from && value <= to;
}
