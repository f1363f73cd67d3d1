import type { AreaBoundary } from "../../../src/datasources/core/source";
import type { SeenRequest, StandIn, StandInAnswer } from "../publisher-server";
import type { Workload, WorkloadFor } from "./workloads";

/** Fields that a made-up service has, beside its row number. */
const LAYERS: Readonly<
  Record<string, { readonly codes: readonly string[]; readonly drawn: boolean; readonly oid: string }>
> = {
  Local_Authority_Districts_May_2024_Boundaries_UK_BGC: { codes: ["LAD24"], drawn: true, oid: "FID" },
  Local_Authority_Districts_May_2024_Boundaries_UK_BUC: { codes: ["LAD24"], drawn: true, oid: "FID" },
  Local_Authority_Districts_December_2023_Boundaries_UK_BGC: { codes: ["LAD23"], drawn: true, oid: "FID" },
  LAD_MAY_2025_EW_BUC_BESPOKE: { codes: ["LAD25"], drawn: true, oid: "FID" },
  Combined_Authorities_December_2023_Boundaries_EN_BGC: { codes: ["CAUTH23"], drawn: true, oid: "FID" },
  Combined_Authorities_May_2023_Boundaries_EN_BGC: { codes: ["CAUTH24"], drawn: true, oid: "FID" },
  Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5: { codes: ["LSOA21"], drawn: true, oid: "FID" },
  lsoa: { codes: ["LSOA11"], drawn: false, oid: "OBJECTID" },
  LAD23_RGN23_EN_LU: { codes: ["LAD23", "RGN23"], drawn: false, oid: "ObjectId" },
  LAD22_RGN22_EN_LU: { codes: ["LAD22", "RGN22"], drawn: false, oid: "ObjectId" },
  LAD23_CTY23_EN_LU: { codes: ["LAD23", "CTY23"], drawn: false, oid: "ObjectId" },
  LAD24_CAUTH24_EN_LU: { codes: ["LAD24", "CAUTH24"], drawn: false, oid: "ObjectId" },
  LAD23_CTRY23_UK_LU_v1: { codes: ["LAD23", "CTRY23"], drawn: false, oid: "ObjectId" },
  LAD23_CSP23_PFA23_EW_LU: { codes: ["LAD23", "CSP23", "PFA23"], drawn: false, oid: "ObjectId" },
  WD24_LAD24_UK_LU: { codes: ["WD24", "LAD24"], drawn: false, oid: "ObjectId" },
  MSOA21_WD24_LAD24_EW_LU: { codes: ["MSOA21", "WD24", "LAD24"], drawn: false, oid: "ObjectId" },
  LSOA21_WD24_LAD24_EW_LU: { codes: ["LSOA21", "WD24", "LAD24"], drawn: false, oid: "ObjectId" },
};
/** Rows of every made-up table. */
const ROWS = 5;
const PREFIXES: Readonly<Record<string, string>> = {
  LAD: "E060000",
  RGN: "E120000",
  CTY: "E100000",
  CAUTH: "E470000",
  CTRY: "E920000",
  CSP: "E220000",
  PFA: "E230000",
  WD: "E050000",
  MSOA: "E020000",
  LSOA: "E010000",
};

export interface OpenGeographyOptions {
  /** Rows of one answer at most. */
  readonly most?: number;
  /** Boundaries of one answer at most, whatever is asked: more come back as no features and the flag. */
  readonly heavy?: number;
  /** Answers an error 429 inside a 200 to every so many-th query. */
  readonly busyEvery?: number;
  /** Downloads-style National Grid coordinates. */
  readonly grid?: boolean;
}

/** The portal: services, layers, tables and boundaries of any code that looks like one (those that end in 9 are unknown). */
export function standIn({
  most = 2_000,
  heavy = most,
  busyEvery = 0,
  grid = false,
}: OpenGeographyOptions = {}): StandIn {
  let queries = 0;
  return ({ path, query, body }: SeenRequest): StandInAnswer => {
    const asked = body === "" ? query : new URLSearchParams(body);
    if (path === "services") {
      const services = Object.keys(LAYERS).map((name) => ({ name, type: "FeatureServer" }));
      return {
        body: { currentVersion: 11.4, services: [...services, { name: "LAD_MAY_2026_UK_BGC", type: "MapServer" }] },
      };
    }
    const named = /^services\/([^/]+)\/FeatureServer\/0(\/query)?$/.exec(path);
    const layer = LAYERS[named?.[1] ?? ""];
    if (named === null || layer === undefined) return failure(400, "Invalid URL");
    if (named[2] === undefined)
      return { headers: { "content-type": "text/plain" }, body: JSON.stringify(described(layer, most)) };
    queries += 1;
    if (busyEvery > 0 && queries % busyEvery === 0) return failure(429, "Unable to perform query. Too many requests.");
    if (asked.get("orderByFields") !== layer.oid)
      return failure(400, "Cannot perform query. Invalid query parameters.");
    const offset = Number(asked.get("resultOffset") ?? 0);
    const size = Math.min(Number(asked.get("resultRecordCount") ?? most), most);
    return asked.get("f") === "geojson"
      ? drawn(layer, asked, { offset, size, heavy, grid })
      : rows(layer, offset, size);
  };
}

function described(
  layer: { readonly codes: readonly string[]; readonly drawn: boolean; readonly oid: string },
  most: number,
) {
  const fields = layer.codes.flatMap((code) => [`${code}CD`, `${code}NM`]);
  return {
    ...(layer.drawn ? { geometryType: "esriGeometryPolygon" } : {}),
    maxRecordCount: most,
    fields: [
      { name: layer.oid, type: "esriFieldTypeOID" },
      ...fields.map((name) => ({ name, type: "esriFieldTypeString" })),
    ],
  };
}

function failure(code: number, message: string): StandInAnswer {
  return { body: { error: { code, message, details: [] } } };
}

function rows(layer: { readonly codes: readonly string[] }, offset: number, size: number): StandInAnswer {
  const all = Array.from({ length: ROWS }, (_, place) => ({
    attributes: Object.fromEntries(
      layer.codes.flatMap((code) => {
        const gss = `${PREFIXES[code.slice(0, -2)]}0${place % (code.startsWith("RGN") ? 2 : ROWS)}`;
        return [
          [`${code}CD`, gss],
          [`${code}NM`, `Name of ${gss}`],
        ];
      }),
    ),
  }));
  const features = all.slice(offset, offset + size);
  return { body: { features, ...(offset + size < ROWS ? { exceededTransferLimit: true } : {}) } };
}

/** A square of a hundredth of a degree, at a place of its own for each code. */
export function squareOf(code: string): AreaBoundary["polygons"] {
  const number = Number(code.slice(3));
  const [west, south] = [-3 + (number % 100) / 50, 51 + Math.floor((number % 10_000) / 100) / 50];
  return [
    [
      [
        [west, south],
        [west + 0.01, south],
        [west + 0.01, south + 0.01],
        [west, south + 0.01],
        [west, south],
      ],
    ],
  ];
}

function drawn(
  layer: { readonly codes: readonly string[] },
  asked: URLSearchParams,
  { offset, size, heavy, grid }: { offset: number; size: number; heavy: number; grid: boolean },
): StandInAnswer {
  const column = `${layer.codes[0]}CD`;
  const where = new RegExp(`^${column} IN \\(('[A-Z0-9]+'(?:,'[A-Z0-9]+')*)\\)$`).exec(asked.get("where") ?? "");
  if (where === null) return failure(400, "Cannot perform query. Invalid query parameters.");
  if (asked.get("outSR") !== "4326") return failure(400, "Unsupported outSR");
  const codes = (where[1] ?? "")
    .replaceAll("'", "")
    .split(",")
    .filter((code) => !code.endsWith("9"));
  const page = codes.slice(offset, offset + size);
  const tooHeavy = page.length > heavy;
  const features = tooHeavy ? [] : page;
  return {
    headers: { "content-type": "application/geo+json" },
    body: JSON.stringify({
      type: "FeatureCollection",
      crs: { type: "name", properties: { name: grid ? "EPSG:27700" : "EPSG:4326" } },
      ...(tooHeavy || offset + size < codes.length ? { properties: { exceededTransferLimit: true } } : {}),
      features: features.map((code) => ({
        type: "Feature",
        geometry: { type: "Polygon", coordinates: squareOf(code)[0] },
        properties: { [column]: code },
      })),
    }),
  };
}

/** The portal has no figures. */
export const workloads: Partial<Record<Workload, () => WorkloadFor>> = {};
