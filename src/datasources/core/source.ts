/**
 * The contract of a national source: what one publisher's service is, as data, and how to ask it, as pure functions. A source does no
 * I/O and knows no clock, environment or cache: the engine (../engine) does all of that, the same for every source.
 */
import type * as v from "../../schema/values/enums";
import type { Plan } from "./plan";
import type { BreakdownFilter } from "./ports";
import type { LicenceRecord, UnitRecord } from "./records";

/** One national statistics service. One file exports one of these as its default: `src/datasources/national/<id>.source.ts`. */
export interface NationalSource {
  /** Equal to the file's name; part of indicator slugs (`<id>:<upstream id>`), cache keys and `OUTTURN_<ID>_URL`. Never reused. */
  readonly id: string;
  readonly name: string;
  readonly publisher: string;
  readonly homepage: string;
  /** Where the service's own documentation is. */
  readonly documentation: string;
  readonly licence: LicenceRecord;
  /** Where requests go, with a slash at its end. Set otherwise by `OUTTURN_<ID>_URL`. */
  readonly baseUrl: string;
  /** Further addresses of the same service by name (`odata`), set by `OUTTURN_<ID>_<NAME>_URL`. */
  readonly otherBases?: Readonly<Record<string, string>>;
  readonly key?: SourceKey;
  readonly limits: SourceLimits;
  readonly freshness: Freshness;
  /** Kinds of area that it answers for at all (classes such as LAD and UTLA count); others are refused without asking it. */
  readonly areaTypes: readonly v.AreaTypeCode[];
  /** First letters of the GSS codes that it answers for: E, W, S, N, K (several countries). */
  readonly nations: readonly string[];
  /** Bump when the meaning of its cells changes: part of every cache key. */
  readonly revision: number;
  /** One answer brings every breakdown / every period of a series: the cache then keeps series whole. */
  readonly brings?: { readonly everyBreakdown?: boolean; readonly everyPeriod?: boolean };
  /** What each area must come with before `observe` can ask (police-uk: polygons and populations). */
  readonly needs?: readonly ("boundary" | "population")[];
  /** Indicators that are known without harvesting: they are in the graph of a new store. At least one, unless it has no figures. */
  readonly wellKnown: readonly RemoteIndicator[];
  /** What `npm run source:check` asks of the live service. Absent for a source without figures. */
  readonly sample?: Sample;
  /** Quirks worth a sentence in its documentation page, each with its reason or date. */
  readonly quirks: readonly string[];

  /** The figures that answer these wants. A cell may be missing: what no cell answers is an explained absence. */
  observe?(wants: readonly Want[]): Plan<Observed>;
  /** One page of its indicators, from the cursor that the page before gave. */
  catalogue?(cursor: string | undefined): Plan<CataloguePage>;
  /** Areas by postcode, in the order asked; each answered (postcodes-io). */
  postcodes?(codes: readonly string[]): Plan<readonly PostcodeAnswer[]>;
  /** One page of areas with their changes and parents (open-geography). */
  areas?(cursor: string | undefined): Plan<AreaPage>;
  /** Boundaries of areas (open-geography). Areas that it has none for are left out. */
  boundaries?(areas: readonly AreaRef[]): Plan<readonly AreaBoundary[]>;
}

/** Infers literals and checks the shape. */
export function defineSource<const S extends NationalSource>(source: S): NationalSource {
  return source;
}

/** A key from the environment. Values never live in a source, and reach only `sign`. */
export interface SourceKey {
  /** Names of the variables, such as `OUTTURN_NOMIS_UID`. */
  readonly variables: readonly string[];
  /** Without all of them: true leaves the source off with a clear state; false lets it work with the limits for guests. */
  readonly required: boolean;
  /** Where to get one, and what it changes. */
  readonly about: string;
  /** The request with its key. Pure. `url` is the whole address as it will be called. */
  sign(request: SignedParts, keys: Readonly<Record<string, string>>): SignedParts;
}

export interface SignedParts {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** At most `requests` in any stretch of `perMs` milliseconds. */
export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

export interface SourceLimits {
  /** Sources with the same bucket share its limits (els and ons are one host's). The source's id where absent. */
  readonly bucket?: string;
  /** All hold at once. Each entry's reason and date stand in `about`. */
  readonly rates: readonly RateLimit[];
  /** Tighter or looser rates for one of `otherBases`, by its name, in a bucket of their own. */
  readonly ratesOfBase?: Readonly<Record<string, readonly RateLimit[]>>;
  /** Requests under way at once. */
  readonly maxConcurrent: number;
  /** Milliseconds that one request may take from first byte sent to last byte read. */
  readonly timeoutMs: number;
  /** Tries after the first, for 429, 502, 503, 504 and broken connections only. */
  readonly retries: 0 | 1 | 2;
  /** Bytes of one body, unpacked. */
  readonly maxBytes: number;
  /** One line for people: what the publisher allows, how it is known and since when. Shown as `Source.limits`. */
  readonly about: string;
}

/** How long an answer stays good, in milliseconds since it was fetched. Follow the publisher's calendar, not a hunch. */
export interface Freshness {
  /** Served without a question. */
  readonly freshMs: number;
  /** After that and until here: served at once, and fetched again behind it. */
  readonly revalidateMs: number;
  /** After that and until here: served only where the publisher cannot be reached, and marked STALE. */
  readonly keepMs: number;
  /** Why these. */
  readonly about: string;
}

/** The newest n periods of each series; or all that start between two days, both included (either may be open); or exactly these. */
export type PeriodWanted =
  | { readonly latest: number }
  | { readonly from?: string; readonly to?: string }
  /** ISO 8601 intervals as the hub writes them: `2024-04-01/P1Y`, `2024-06-30`. */
  | { readonly ids: readonly string[] };

/** An area as a source sees it. */
export interface AreaRef {
  /** GSS code. Areas that were recoded are asked for under each of their codes, as refs of their own. */
  readonly code: string;
  readonly kind: v.AreaTypeCode;
  readonly name: string;
  /** Where the source needs it: GeoJSON polygon or multipolygon coordinates, longitude before latitude (WGS 84). */
  readonly boundary?: AreaBoundary;
  /** Where the source needs it: usual residents, by the year of the mid-year estimate. */
  readonly population?: ReadonlyMap<number, number>;
}

/** One indicator for some areas and periods. Wants of one call may share indicators, areas and periods, or not. */
export interface Want {
  readonly indicator: RemoteIndicator;
  readonly areas: readonly AreaRef[];
  readonly period: PeriodWanted;
  /** Members of dimensions; a dimension that is not named means its total. Empty: totals throughout. */
  readonly breakdown: readonly BreakdownFilter[];
  /** No copy past its time stands in where the publisher cannot be reached: then there is the fault alone. For the engine; no source reads it. */
  readonly fresh?: true;
}

/** One published number, or one published absence of a number. */
export interface Cell {
  /** Upstream id of the indicator, as in the want. */
  readonly indicator: string;
  /** The GSS code that was asked for. */
  readonly area: string;
  /** ISO 8601, as `readIsoPeriod` writes it. */
  readonly period: string;
  /** Member by dimension; absent or empty for a figure that is not broken down. */
  readonly breakdown?: Readonly<Record<string, string>>;
  /** In the indicator's unit. Null exactly when `missing` says why. 0 is a value. */
  readonly value: number | null;
  readonly missing?: v.MissingReason;
  readonly statuses?: readonly v.ObservationStatus[];
  /** 95 % confidence limits in the same unit, where the publisher gives them. */
  readonly lower?: number;
  readonly upper?: number;
  readonly count?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  /** The publisher's own words beside the figure. */
  readonly notes?: readonly string[];
}

/** Wants, or parts of them, that could not be answered because a request failed. */
export interface Failed {
  readonly fault: SourceFault;
  /** Upstream ids; every indicator of the call where absent. */
  readonly indicators?: readonly string[];
  /** GSS codes; every area of the call where absent. */
  readonly areas?: readonly string[];
}

export interface Observed {
  readonly cells: readonly Cell[];
  readonly failed?: readonly Failed[];
  /** Wants that were not asked for and that `cells` answers in full as well: they are kept too. */
  readonly also?: readonly Want[];
  /** A sentence for people about this call: "Nomis allows 25,000 cells a query; 3 calls were made". */
  readonly note?: string;
}

/** What went wrong with a publisher, in a closed list. */
export type SourceFaultCode =
  /** No whole answer in time. */
  | "TIMEOUT"
  /** Refused, reset, not found by name, 5xx. */
  | "UNAVAILABLE"
  /** 429, or our own budget under the published limit is used up. */
  | "RATE_LIMITED"
  /** An answer that does not decode: HTML, an error body, another shape, cut short. */
  | "BAD_SHAPE"
  /** More bytes than the cap. */
  | "TOO_LARGE"
  /** A key that is missing or not accepted. */
  | "MISCONFIGURED"
  /** 4xx: the publisher says that the question is wrong. */
  | "REFUSED"
  /** A redirect, a private address. */
  | "FORBIDDEN"
  /** Switched off, or its breaker is open. */
  | "OFF";

/** A publisher's fault. The message is one plain sentence for people: no address, body, key or path. */
export class SourceFault extends Error {
  readonly code: SourceFaultCode;
  /** When it may be worth trying again, in milliseconds from now. */
  readonly retryAfterMs: number | undefined;

  constructor(code: SourceFaultCode, message: string, retryAfterMs?: number) {
    super(message);
    this.name = "SourceFault";
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** An indicator as its publisher describes it: harvested, kept in the store, and given back to `observe` as it was. */
export interface RemoteIndicator {
  /** The publisher's own id, pinning one unit: what stands after `<source>:` in the slug. At most 120 characters, no space, no bar. */
  readonly upstreamId: string;
  readonly name: string;
  readonly definition?: string;
  readonly definitionUrl?: string;
  readonly caveats?: readonly string[];
  readonly unit: UnitRecord;
  readonly decimalPlaces: number;
  readonly valueType: v.ValueType;
  /** Only where the publisher itself says which way is better; UNKNOWN otherwise. */
  readonly polarity?: v.Polarity;
  readonly frequency: v.Frequency;
  readonly periodType: v.PeriodType;
  readonly isStandardised?: boolean;
  readonly hasConfidenceIntervals?: boolean;
  readonly isAggregatable?: boolean;
  readonly numerator?: string;
  readonly denominator?: string;
  /** What else pins a series down, as breakdowns. Exactly one total a dimension where there is one. */
  readonly dimensions?: readonly RemoteDimension[];
  /** Kinds of area that it is published for (classes count); those of the source where absent. */
  readonly areaTypes?: readonly v.AreaTypeCode[];
  /** ISO 8601 intervals of its first and last period, where the catalogue says. */
  readonly earliest?: string;
  readonly latest?: string;
  readonly dataset: RemoteDataset;
  /** Names in schemes that others know it by. */
  readonly identifiers?: readonly { readonly scheme: v.IdScheme; readonly value: string; readonly url?: string }[];
  /** Slugs of indicators of the hub that are the same thing from the same figures or another publisher (`claimant-count`). */
  readonly sameAs?: readonly string[];
  /** What the source itself wants to remember about it (ids of dimensions, types of geography …). JSON. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface RemoteDimension {
  /** Small letters and hyphens, the same for the same thing in all sources: `sex`, `age`. */
  readonly code: string;
  readonly label: string;
  readonly members: readonly { readonly code: string; readonly label: string; readonly isTotal?: boolean }[];
}

export interface RemoteDataset {
  /** The publisher's own id. The hub's slug is `<source>:<upstream id>`. */
  readonly upstreamId: string;
  readonly title: string;
  readonly description?: string;
  readonly designation?: v.QualityDesignation;
  readonly homepage?: string;
  readonly methodologyUrl?: string;
  /** The publisher's version or date of last update: a change of it makes a release. */
  readonly version?: string;
  /** yyyy-mm-dd */
  readonly publishedAt?: string;
  /** Where it is not the source's own. */
  readonly licence?: LicenceRecord;
}

export interface CataloguePage {
  readonly indicators: readonly RemoteIndicator[];
  /** Where to go on; absent on the last page. */
  readonly next?: string;
  /** How many there are in all, where the publisher says: for the progress bar. */
  readonly total?: number;
}

export interface PostcodeAnswer {
  /** As it was asked for. */
  readonly query: string;
  /** Absent where the publisher knows no such postcode. */
  readonly found?: {
    /** Written with its space: "M32 0TH". */
    readonly postcode: string;
    readonly status: "LIVE" | "TERMINATED";
    /** yyyy-mm of its end, where terminated. */
    readonly ended?: string;
    readonly latitude?: number;
    readonly longitude?: number;
    /** GSS codes of the areas that it lies in; pseudo codes (E99999999) left out. */
    readonly areas: readonly string[];
  };
}

export interface AreaBoundary {
  readonly code: string;
  /** yyyy-mm-dd: the date whose boundaries these are. */
  readonly on?: string;
  /** Polygons, each a list of rings (the first is the outer one), each a list of [longitude, latitude]. */
  readonly polygons: readonly (readonly (readonly (readonly [number, number])[])[])[];
}

export interface AreaPage {
  readonly areas: readonly {
    readonly code: string;
    readonly name: string;
    readonly nameWelsh?: string;
    readonly kind: v.AreaTypeCode;
    readonly startDate?: string;
    readonly endDate?: string;
  }[];
  readonly memberships: readonly {
    readonly child: string;
    readonly parent: string;
    readonly hierarchy: v.HierarchyName;
  }[];
  readonly changes: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind: v.AreaChangeKind;
    readonly operativeDate: string;
    readonly instrument?: string;
  }[];
  readonly next?: string;
  readonly total?: number;
}

/** What `source:check` asks: figures that every working service must be able to give. */
export interface Sample {
  /** Upstream id of one of `wellKnown`. */
  readonly indicator: string;
  readonly areas: readonly AreaRef[];
  readonly period: PeriodWanted;
  /** At least so many cells with a value are expected. */
  readonly atLeast: number;
}
