import { DataSource } from "typeorm";
import { openStore, type Store } from "../../../src/datasources/local/store";

type Row = Readonly<Record<string, string | number | null>>;

/** Writes rows as they are, table by table, and moves the store's version, as a load does. */
export async function insert(store: Store, tables: Readonly<Record<string, readonly Row[]>>): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    for (const row of rows) {
      const names = Object.keys(row);
      const marks = names.map(() => "?").join(",");
      await store.db.query(`INSERT INTO ${table} (${names.join(",")}) VALUES (${marks})`, Object.values(row));
    }
  }
  await store.db.query("UPDATE store_version SET version = version + 1 WHERE id = 1");
}

export interface Fact {
  readonly indicator: number;
  readonly area: number;
  readonly period: number;
  readonly value: number | null;
  readonly missing?: string;
  readonly limits?: readonly [number, number];
  readonly breakdown?: number;
  readonly release?: number;
  readonly note?: number;
  readonly status?: number;
}

export function observation(fact: Fact): Row {
  return {
    indicator_id: fact.indicator,
    area_id: fact.area,
    period_id: fact.period,
    breakdown_id: fact.breakdown ?? 0,
    release_id: fact.release ?? fact.indicator,
    value: fact.value,
    missing: fact.missing ?? null,
    lower_ci95: fact.limits?.[0] ?? null,
    upper_ci95: fact.limits?.[1] ?? null,
    count_value: null,
    numerator: null,
    denominator: null,
    status_mask: fact.status ?? 0,
    note_id: fact.note ?? null,
    learnt_at: "2026-06-01 00:00:00.000",
    superseded_at: null,
  };
}

export const CLAIMANTS = 1;
export const HEALTHY_LIFE = 2;
export const PAY = 3;
export const PERIODS = { y2019: 1, y2020: 2, y2021: 3, life2022: 4, pay2025: 5, y2022: 6, y2025: 7 } as const;
export const AREAS = {
  uk: 1,
  england: 2,
  northWest: 3,
  southWest: 4,
  yorkshire: 5,
  manchester: 6,
  blackpool: 7,
  mendip: 8,
  somerset: 9,
  tauntonDeane: 10,
  somersetWest: 11,
  barnsleyOld: 12,
  barnsley: 13,
  somersetCounty: 14,
  greaterManchester: 15,
  trafford: 16,
} as const;

function indicatorRow(id: number, slug: string, name: string, polarity: string, more: Row = {}): Row {
  return {
    id,
    slug,
    dataset_id: id,
    name,
    unit_code: "percent",
    unit_label: "per cent",
    unit_suffix: "%",
    decimal_places: 1,
    polarity,
    polarity_reason: "Stated for the test.",
    value_type: "PERCENTAGE",
    frequency: "ANNUALLY",
    period_type: "CALENDAR_YEAR",
    is_aggregatable: 0,
    is_standardised: 0,
    has_confidence_intervals: 0,
    ...more,
  };
}

function area(
  id: number,
  code: string,
  name: string,
  type: string,
  start: string | null = null,
  end: string | null = null,
): Row {
  return {
    id,
    code,
    name,
    area_type: type,
    status: end === null ? "LIVE" : "TERMINATED",
    start_date: start,
    end_date: end,
  };
}

const change = (id: number, from: number, to: number, kind: string, on: string): Row => ({
  id,
  from_area_id: from,
  to_area_id: to,
  kind,
  operative_date: on,
});

const membership = (child: number, parent: number, start: string | null = null, end: string | null = null): Row => ({
  child_area_id: child,
  parent_area_id: parent,
  hierarchy: "ADMINISTRATIVE",
  start_date: start,
  end_date: end,
});

const period = (id: number, iso: string, type: string, label: string, start: string, end: string): Row => ({
  id,
  iso,
  type,
  label,
  start_date: start,
  end_date: end,
});

const A = AREAS;
const P = PERIODS;

/** A few real areas with real figures (design notes, figures.md), as a load would have written them. */
const TABLES: Readonly<Record<string, readonly Row[]>> = {
  licence: [{ id: 1, code: "OGL-UK-3.0", label: "Open Government Licence v3.0" }],
  source: [{ id: 1, slug: "ons", name: "Office for National Statistics", kind: "LOCAL_TABLE", licence_id: 1 }],
  dataset: [1, 2, 3].map((id) => ({
    id,
    slug: `set-${id}`,
    title: `Set ${id}`,
    source_id: 1,
    licence_id: 1,
    designation: "OFFICIAL",
    frequency: "ANNUALLY",
    version: 1,
  })),
  dataset_release: [1, 2, 3].map((id) => ({
    id,
    dataset_id: id,
    title: `Release ${id}`,
    version: "2026-06-01",
    type: "MAJOR",
    status: "PUBLISHED",
    published_at: "2026-06-01",
    learnt_at: "2026-06-01 00:00:00.000",
    content_hash: String(id).repeat(64),
    rows_read: 10,
    rows_kept: 10,
    rows_refused: 0,
  })),
  topic: [{ id: 1, slug: "work", label: "Work" }],
  indicator: [
    indicatorRow(CLAIMANTS, "claimant-count", "Claimant count", "LOW_IS_GOOD"),
    indicatorRow(HEALTHY_LIFE, "healthy-life-expectancy", "Healthy life expectancy", "HIGH_IS_GOOD", {
      has_confidence_intervals: 1,
    }),
    indicatorRow(PAY, "gross-median-weekly-pay", "Gross median weekly pay", "HIGH_IS_GOOD", {
      unit_prefix: "£",
      unit_suffix: null,
    }),
  ],
  indicator_topic: [{ indicator_id: CLAIMANTS, topic_id: 1 }],
  indicator_identifier: [{ indicator_id: CLAIMANTS, scheme: "ELS_INDICATOR", value: "claimant-count" }],
  dimension: [{ id: 1, code: "sex", label: "Sex" }],
  dimension_member: [
    { id: 1, dimension_id: 1, code: "female", label: "Female", is_total: 0 },
    { id: 2, dimension_id: 1, code: "male", label: "Male", is_total: 0 },
  ],
  breakdown: [
    { id: 1, code: "sex=female" },
    { id: 2, code: "sex=male" },
  ],
  breakdown_member: [
    { breakdown_id: 1, member_id: 1 },
    { breakdown_id: 2, member_id: 2 },
  ],
  period: [
    period(P.y2019, "2019-01-01/P1Y", "CALENDAR_YEAR", "2019", "2019-01-01", "2019-12-31"),
    period(P.y2020, "2020-01-01/P1Y", "CALENDAR_YEAR", "2020", "2020-01-01", "2020-12-31"),
    period(P.y2021, "2021-01-01/P1Y", "CALENDAR_YEAR", "2021", "2021-01-01", "2021-12-31"),
    period(P.y2022, "2022-01-01/P1Y", "CALENDAR_YEAR", "2022", "2022-01-01", "2022-12-31"),
    period(P.y2025, "2025-01-01/P1Y", "CALENDAR_YEAR", "2025", "2025-01-01", "2025-12-31"),
    period(P.life2022, "2022-01-01/P3Y", "ROLLING_THREE_YEAR", "2022–24", "2022-01-01", "2024-12-31"),
    period(P.pay2025, "2025-04-01/P1M", "MONTH", "April 2025", "2025-04-01", "2025-04-30"),
  ],
  area_type: ["UK", "CTRY", "RGN", "CTY", "UA", "NMD", "MD"].map((code) => ({
    code,
    label: `Type ${code}`,
    gss_prefixes: "",
    hierarchy: "ADMINISTRATIVE",
  })),
  area: [
    area(A.uk, "K02000001", "United Kingdom", "UK"),
    area(A.england, "E92000001", "England", "CTRY"),
    area(A.northWest, "E12000002", "North West", "RGN"),
    area(A.southWest, "E12000009", "South West", "RGN"),
    area(A.yorkshire, "E12000003", "Yorkshire and The Humber", "RGN"),
    area(A.manchester, "E08000003", "Manchester", "MD", "2009-01-01"),
    area(A.trafford, "E08000009", "Trafford", "MD", "2009-01-01"),
    area(A.blackpool, "E06000009", "Blackpool", "UA", "2009-01-01"),
    area(A.mendip, "E07000187", "Mendip", "NMD", "2009-01-01", "2023-03-31"),
    area(A.somerset, "E06000066", "Somerset", "UA", "2023-04-01"),
    area(A.tauntonDeane, "E07000190", "Taunton Deane", "NMD", "2009-01-01", "2019-03-31"),
    area(A.somersetWest, "E07000246", "Somerset West and Taunton", "NMD", "2019-04-01", "2023-03-31"),
    area(A.barnsleyOld, "E08000016", "Barnsley", "MD", "2009-01-01", "2025-03-31"),
    area(A.barnsley, "E08000038", "Barnsley", "MD", "2025-04-01"),
    area(A.somersetCounty, "E10000027", "Somerset", "CTY", "2009-01-01", "2023-03-31"),
    area(A.greaterManchester, "E11000001", "Greater Manchester", "CTY", "2009-01-01"),
  ],
  area_name: [
    { area_id: A.somersetWest, name: "West Somerset and Taunton", kind: "OLD", start_date: null, end_date: null },
  ],
  area_change: [
    change(1, A.mendip, A.somerset, "MERGED", "2023-04-01"),
    change(2, A.tauntonDeane, A.somersetWest, "MERGED", "2019-04-01"),
    change(3, A.somersetWest, A.somerset, "MERGED", "2023-04-01"),
    change(4, A.barnsleyOld, A.barnsley, "RECODED", "2025-04-01"),
  ],
  area_membership: [
    membership(A.england, A.uk),
    ...[A.northWest, A.southWest, A.yorkshire].map((region) => membership(region, A.england)),
    membership(A.greaterManchester, A.northWest),
    membership(A.manchester, A.greaterManchester),
    membership(A.trafford, A.greaterManchester),
    membership(A.blackpool, A.northWest),
    membership(A.mendip, A.somersetCounty, "2009-01-01", "2023-03-31"),
    membership(A.somersetCounty, A.southWest, "2009-01-01", "2023-03-31"),
    membership(A.somerset, A.southWest, "2023-04-01"),
    membership(A.barnsleyOld, A.yorkshire, "2009-01-01", "2025-03-31"),
    membership(A.barnsley, A.yorkshire, "2025-04-01"),
  ],
  council: [
    { id: 1, code: "manchester", name: "Manchester City Council", tier: "METROPOLITAN", area_id: A.manchester },
  ],
  comparison_group: [{ id: 1, slug: "core-cities", label: "Core cities", kind: "CORE_CITIES", visibility: "PUBLIC" }],
  comparison_group_member: [{ group_id: 1, area_id: A.manchester }],
  neighbour: [
    { area_id: A.manchester, model: "ONS_GLOBAL", position: 1, neighbour_area_id: A.barnsleyOld },
    { area_id: A.manchester, model: "ONS_GLOBAL", position: 2, neighbour_area_id: A.blackpool },
  ],
  service_function: [{ id: 1, esd_id: 437, label: "Jobs" }],
  service: [{ id: 1, lgsl_id: 437, name: "Employment advice" }],
  service_function_link: [{ service_id: 1, function_id: 1 }],
  service_tier: [{ service_id: 1, tier: "METROPOLITAN" }],
  service_indicator: [{ service_id: 1, indicator_id: CLAIMANTS, role: "CONTEXT" }],
  note: [{ id: 7, body: "Carried back by the publisher.", body_hash: "7".repeat(64) }],
  observation: [
    observation({ indicator: CLAIMANTS, area: A.manchester, period: P.y2019, value: 4.2 }),
    observation({ indicator: CLAIMANTS, area: A.manchester, period: P.y2020, value: 7.7 }),
    observation({ indicator: CLAIMANTS, area: A.manchester, period: P.y2021, value: 8.2 }),
    observation({ indicator: CLAIMANTS, area: A.trafford, period: P.y2021, value: null, missing: "CONFIDENTIAL" }),
    observation({ indicator: CLAIMANTS, area: A.barnsleyOld, period: P.y2020, value: 5, note: 7 }),
    observation({ indicator: CLAIMANTS, area: A.barnsleyOld, period: P.y2021, value: 0 }),
    observation({ indicator: CLAIMANTS, area: A.barnsley, period: P.y2021, value: 5.1 }),
    observation({ indicator: CLAIMANTS, area: A.barnsley, period: P.y2025, value: 4.6 }),
    observation({
      indicator: HEALTHY_LIFE,
      area: A.blackpool,
      period: P.life2022,
      value: 50.9,
      limits: [47.3, 54.4],
      breakdown: 2,
    }),
    observation({ indicator: PAY, area: A.uk, period: P.pay2025, value: 642.5, limits: [641.24, 643.76] }),
  ],
  indicator_coverage: [
    coverage(CLAIMANTS, "MD", 3, 8, 1, P.y2019, P.y2025),
    coverage(CLAIMANTS, "UA", 1, 0, 0, P.y2019, P.y2025),
    coverage(CLAIMANTS, "NMD", 1, 0, 0, P.y2019, P.y2022),
    coverage(HEALTHY_LIFE, "UA", 1, 1, 0, P.life2022, P.life2022),
    coverage(PAY, "UK", 1, 1, 0, P.pay2025, P.pay2025),
  ],
};

function coverage(
  indicator: number,
  type: string,
  areas: number,
  rows: number,
  missing: number,
  earliest: number,
  latest: number,
): Row {
  return {
    indicator_id: indicator,
    area_type: type,
    area_count: areas,
    observation_count: rows,
    missing_count: missing,
    earliest_period_id: earliest,
    latest_period_id: latest,
  };
}

/** The small store on the embedded engine; its caller closes it. */
export async function smallStore(): Promise<Store> {
  const store = await openStore({ kind: "embedded", file: ":memory:" });
  await insert(store, TABLES);
  return store;
}

/** The small store in a new database of the server that TEST_DATABASE_URL names; undefined, with the reason printed, without one. */
export async function smallServerStore(): Promise<{ store: Store; drop: () => Promise<void> } | undefined> {
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined || url === "") {
    console.warn("SKIPPED: the local store on the MySQL family (TEST_DATABASE_URL is not set).");
    return undefined;
  }
  const name = `outturn_local_${process.pid}`;
  const admin = await openAdmin(url);
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const at = new URL(url);
  at.pathname = `/${name}`;
  const store = await openStore({
    kind: "server",
    protocol: at.protocol === "mysql:" ? "mysql" : "mariadb",
    url: at.href,
  });
  await insert(store, TABLES);
  return {
    store,
    drop: async () => {
      await store.db.destroy();
      await admin.query(`DROP DATABASE ${name}`);
      await admin.destroy();
    },
  };
}

async function openAdmin(url: string): Promise<DataSource> {
  const admin = new DataSource({ type: url.startsWith("mysql:") ? "mysql" : "mariadb", url });
  return admin.initialize();
}
