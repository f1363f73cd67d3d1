import type { AreaTypeCode, HierarchyName } from "../../../schema/values/enums";
import { asList, asObject, asText, unexpected } from "../../core/decode";

/** A family of boundaries as the portal names it. */
export interface BoundaryTheme {
  /** First letters of its code column: LAD of LAD24CD. */
  readonly field: string;
  readonly kinds: readonly AreaTypeCode[];
  /** How the names of its services begin: short (LAD_MAY_2024_UK_BGC) and long (Local_Authority_Districts_May_2024_…). */
  readonly name: RegExp;
  /** Codes of one request at most: a generalised district is some 100 kB, a large county or a region several times that. */
  readonly most: number;
  /** Drawings in the order of choice: BGC is generalised to 20 m, BSC to 200 m, BUC to 500 m, all cut at the coast. */
  readonly drawings: readonly string[];
}

const FINE = ["BGC", "BSC", "BUC"];

/** What the hub asks boundaries of. Countries and regions are taken coarsest: in BGC one of them is beyond 10 MB. */
export const BOUNDARY_THEMES: readonly BoundaryTheme[] = [
  {
    field: "LAD",
    kinds: ["UA", "NMD", "MD", "LONB", "CA", "LGD", "LAD", "LTLA"],
    name: /^(LAD|Local_Authority_Districts)_/i,
    most: 60,
    drawings: FINE,
  },
  { field: "CTY", kinds: ["CTY"], name: /^(CTY|Counties)_(?!and_)/i, most: 20, drawings: FINE },
  { field: "CAUTH", kinds: ["CAUTH"], name: /^(CAUTH|Combined_Authorities)_/i, most: 20, drawings: FINE },
  { field: "PFA", kinds: ["PFA"], name: /^(PFA|Police_Force_Areas)_/i, most: 20, drawings: FINE },
  { field: "RGN", kinds: ["RGN"], name: /^(RGN|Regions)_/i, most: 9, drawings: ["BUC", "BSC", "BGC"] },
  { field: "CTRY", kinds: ["CTRY"], name: /^(CTRY|Countries)_/i, most: 4, drawings: ["BUC", "BSC", "BGC"] },
  {
    field: "PCON",
    kinds: ["PCON"],
    name: /^(PCON|Westminster_Parliamentary_Constituencies)_/i,
    most: 60,
    drawings: FINE,
  },
  { field: "WD", kinds: ["WD"], name: /^(WD|Wards)_/i, most: 250, drawings: FINE },
  { field: "MSOA", kinds: ["MSOA"], name: /^(MSOA|Middle_layer_Super_Output_Areas)_/i, most: 250, drawings: FINE },
  { field: "LSOA", kinds: ["LSOA"], name: /^(LSOA|Lower_layer_Super_Output_Areas)_/i, most: 500, drawings: FINE },
];

/** A table of areas and the areas that they lie in. */
export interface LookUp {
  readonly child: string;
  readonly parent: string;
  readonly hierarchy: HierarchyName;
}

/**
 * The look-ups that areas and their parents are read from, one after the other. The portal has none of its own from LSOA to MSOA (only from
 * output areas, 180 pages), nor from region to country (catalogue of 2024-10).
 */
export const LOOK_UPS: readonly LookUp[] = [
  { child: "LAD", parent: "RGN", hierarchy: "ADMINISTRATIVE" },
  { child: "LAD", parent: "CTY", hierarchy: "ADMINISTRATIVE" },
  { child: "LAD", parent: "CAUTH", hierarchy: "ADMINISTRATIVE" },
  { child: "LAD", parent: "CTRY", hierarchy: "ADMINISTRATIVE" },
  { child: "LAD", parent: "PFA", hierarchy: "POLICE_AND_FIRE" },
  { child: "WD", parent: "LAD", hierarchy: "ELECTORAL" },
  { child: "MSOA", parent: "LAD", hierarchy: "STATISTICAL" },
  { child: "LSOA", parent: "WD", hierarchy: "ELECTORAL" },
];

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Widest cover first. */
const COVERS = ["UK", "GB", "EW", "EN", "WA", "SC", "NI"];

/** What the name of a service of boundaries says. */
export interface NamedBoundaries {
  readonly service: string;
  readonly year: number;
  /** 1 to 12; 0 where the name has none. */
  readonly month: number;
}

/**
 * Services that by their names hold boundaries of a theme, the best of each date, newest first. Of one date
 * the drawing preferred comes first, then the widest cover, then the highest version. Full-resolution drawings (BFC, BFE) and those made for one purpose are left out.
 */
export function boundaryServices(services: readonly string[], theme: BoundaryTheme): readonly NamedBoundaries[] {
  const found = services.flatMap((service) => {
    const year = /(?:19|20)\d\d/.exec(service)?.[0];
    const drawing = /_(BGC|BSC|BUC)(?=_|$)/i.exec(service)?.[1]?.toUpperCase();
    if (!theme.name.test(service) || year === undefined || drawing === undefined || /bespoke/i.test(service)) return [];
    const month = MONTHS.findIndex((name) => new RegExp(`_${name}[a-z]*_`, "i").test(service)) + 1;
    const cover = COVERS.findIndex((code) => new RegExp(`_${code}(_|$)`).test(service));
    const version = Number(/_V(\d+)/i.exec(service)?.[1] ?? 0);
    const order = [
      -Number(year),
      -month,
      theme.drawings.indexOf(drawing),
      cover < 0 ? COVERS.length : cover,
      -version,
    ] as const;
    return [{ named: { service, year: Number(year), month }, order }];
  });
  const best = found.sort((a, b) => compare(a.order, b.order)).map((each) => each.named);
  const ofDate = ({ year, month }: NamedBoundaries) => `${year}-${month}`;
  return best.filter((each, place) => best.findIndex((other) => ofDate(other) === ofDate(each)) === place);
}

/** Services that by their names are a look-up from one kind of area to another: newest first, then the ones with the fewest columns. */
export function lookUpServices(services: readonly string[], { child, parent }: LookUp): readonly string[] {
  const pattern = new RegExp(`^${child}(\\d\\d)_(?:.*_)?${parent}(\\d\\d)_.*LU`, "i");
  const found = services.flatMap((service) => {
    const years = pattern.exec(service);
    if (years === null) return [];
    const kinds = service.match(/[A-Z]+\d\d(?=_)/g)?.length ?? 0;
    return [{ service, order: [-Number(years[2]), -Number(years[1]), kinds, service.length] as const }];
  });
  return found.sort((a, b) => compare(a.order, b.order)).map((each) => each.service);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, at) => value !== b[at]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

/** A layer or table, as its description says. */
export interface Layer {
  readonly service: string;
  /** Column of the row's own number: ObjectId, OBJECTID or FID. */
  readonly oid: string;
  /** Rows of one answer at most. */
  readonly most: number;
  readonly hasPolygons: boolean;
  /** Names of its columns, in their own letters. */
  readonly columns: readonly string[];
}

/** Reads the description of a layer. Throws BAD_SHAPE for one without columns or without a limit of rows. */
export function layerIn(service: string, body: unknown): Layer {
  const about = asObject(body, "the layer's description");
  const fields = asList(about.fields, "the layer's columns").map((field) => asObject(field, "a column"));
  const columns = fields.map((field) => asText(field.name, "a column's name"));
  const oid = fields.find((field) => field.type === "esriFieldTypeOID")?.name ?? about.objectIdField;
  const most = about.maxRecordCount;
  if (typeof most !== "number" || !Number.isInteger(most) || most < 1)
    throw unexpected("the layer has no limit of rows");
  return {
    service,
    oid: asText(oid, "the column of row numbers"),
    most,
    hasPolygons: about.geometryType === "esriGeometryPolygon",
    columns,
  };
}

/** A column of codes: its name and the year that it says (24 of LAD24CD). */
export interface CodeColumn {
  readonly name: string;
  readonly year: number;
}

/** The newest column of codes of one kind in a layer; undefined where it has none. */
export function codeColumn(layer: Layer, field: string): CodeColumn | undefined {
  const pattern = new RegExp(`^${field}(\\d\\d)CD$`, "i");
  return layer.columns
    .flatMap((name) => {
      const year = pattern.exec(name)?.[1];
      if (year === undefined) return [];
      return [{ name, year: Number(year) + (Number(year) > 60 ? 1900 : 2000) }];
    })
    .sort((a, b) => b.year - a.year)[0];
}
