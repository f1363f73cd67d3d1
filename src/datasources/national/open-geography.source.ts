import { isGssCode } from "../../schema/values/area-code";
import { daysIn } from "../../schema/values/period-dates";
import { asList, asObject, asText, unexpected } from "../core/decode";
import { chunks, grouped } from "../core/packing";
import {
  type Answer,
  faultOf,
  fetchAll,
  fetchEach,
  fetchOne,
  lookup,
  type Plan,
  pause,
  type UpstreamRequest,
} from "../core/plan";
import { type AreaBoundary, type AreaPage, type AreaRef, defineSource, SourceFault } from "../core/source";
import { areaIn, bodyOf, boundariesIn, rowsIn } from "./open-geography/answers";
import {
  BOUNDARY_THEMES,
  type BoundaryTheme,
  boundaryServices,
  codeColumn,
  type Layer,
  LOOK_UPS,
  type LookUp,
  layerIn,
  lookUpServices,
} from "./open-geography/layers";

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** How many layers are looked at before the newest of them is taken: names do not always tell what is in them. */
const LOOK_AT = 3;
/** Letters of a condition that go into an address; longer ones are posted. */
const SHORT = 1_500;
/** The portal's own error 429 names a minute as its window; one short pause is worth the wait of a reader, more is not. */
const PAUSE_MS = 2_000;

export default defineSource({
  id: "open-geography",
  name: "ONS Open Geography Portal",
  publisher: "Office for National Statistics",
  homepage: "https://geoportal.statistics.gov.uk/",
  documentation: "https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution:
      "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data © Crown copyright and database right.",
  },
  baseUrl: "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/",
  limits: {
    rates: [{ requests: 4, perMs: 1_000 }],
    maxConcurrent: 4,
    timeoutMs: 45_000,
    retries: 2,
    maxBytes: 48_000_000,
    about:
      "Rows of one answer are limited by each layer (2,000 for most, 1,000 for newer tables; catalogue of 2024-10) and read from it. No rate " +
      "is published; too many requests are told with an error 429 inside a status 200. The hub keeps to 4 a second.",
  },
  freshness: {
    freshMs: WEEK,
    revalidateMs: 30 * 24 * HOUR,
    keepMs: 400 * 24 * HOUR,
    about: "Boundaries and look-ups are published a few times a year, mostly for May and December.",
  },
  areaTypes: ["CTRY", "RGN", "CAUTH", "CTY", "LAD", "PFA", "PCON", "WD", "MSOA", "LSOA"],
  nations: ["E", "W", "S", "N"],
  revision: 1,
  wellKnown: [],
  quirks: [
    "Errors come with status 200 and a body of one `error`; 429 and 503 among them are asked again once, after a pause.",
    "Names of services change every year and keep no rule: the newest is found by its name and chosen by its columns of codes.",
    "A service's content may be newer than its name: “Combined_Authorities_May_2023” holds CAUTH24CD (recorded 2025).",
    "More rows are announced by `exceededTransferLimit`: at the top in JSON, under `properties` in GeoJSON.",
    "A page of heavy boundaries may come back empty with that flag: it is asked for again at half the size.",
    "Downloads may be in EPSG:27700; anything but longitude and latitude is refused.",
    "Countries and regions are taken at 500 m, everything else at 20 m where there is such a drawing.",
    "Code columns are in upper or lower case; the number of a row is ObjectId, OBJECTID or FID.",
  ],

  *boundaries(areas: readonly AreaRef[]): Plan<readonly AreaBoundary[]> {
    const known = areas.filter((area) => isGssCode(area.code));
    const parts: Part[] = [];
    const faults: SourceFault[] = [];
    for (const [theme, refs] of grouped(known, (area) =>
      BOUNDARY_THEMES.find(({ kinds }) => kinds.includes(area.kind)),
    )) {
      if (theme === undefined) continue;
      try {
        const chosen = yield* lookup(`boundaries:${theme.field}`, WEEK, () => newestBoundaries(theme));
        if (chosen === NO_LAYER) continue;
        const codes = [...new Set(refs.map((area) => area.code))].sort();
        for (const some of chunks(codes, Math.min(theme.most, chosen.layer.most)))
          parts.push({ ...chosen, codes: some });
      } catch (error) {
        faults.push(faultOf(error));
      }
    }
    const results = yield* fetchEach(parts.map((part) => boundaryQuery(part, 0, part.codes.length)));
    const found: AreaBoundary[] = [];
    for (const [place, part] of parts.entries()) {
      const result = results[place];
      try {
        if (result === undefined) throw unexpected("a part of it is missing");
        if (!result.ok && result.fault.code !== "TOO_LARGE") throw result.fault;
        const drawn = yield* boundariesOf(part, result.ok ? result.answer : undefined);
        for (const boundary of drawn) found.push(boundary);
      } catch (error) {
        faults.push(faultOf(error));
      }
    }
    // Areas of one kind are of no less use for another kind's fault.
    const [first] = faults;
    if (found.length === 0 && first !== undefined) throw first;
    return found;
  },

  *areas(cursor: string | undefined): Plan<AreaPage> {
    const [place = 0, offset = 0] = cursor === undefined ? [] : placeIn(cursor);
    const table = LOOK_UPS[place];
    if (table === undefined) throw new Error("A cursor of areas names no table.");
    const { layer, child, parent } = yield* lookup(`table:${table.child}-${table.parent}`, WEEK, () =>
      newestTable(table),
    );
    const query = {
      where: "1=1",
      outFields: layer.columns.filter((name) => startsAs(name, child) || startsAs(name, parent)).join(","),
      returnGeometry: "false",
      orderByFields: layer.oid,
      resultOffset: offset,
      resultRecordCount: layer.most,
      f: "json",
    };
    const { rows, exceeded } = yield* asked(get(queryPath(layer), query), rowsIn);
    if (exceeded && rows.length === 0) throw unexpected("it says that there are rows and has none");
    const next = exceeded
      ? `${place}:${offset + rows.length}`
      : place + 1 < LOOK_UPS.length
        ? `${place + 1}:0`
        : undefined;
    const pairs = rows.map((row) => ({ child: areaIn(row, child), parent: areaIn(row, parent) }));
    const areas = pairs.flatMap((pair) => [pair.child, pair.parent]).filter((area) => area !== undefined);
    const memberships = pairs.flatMap((pair) =>
      pair.child === undefined || pair.parent === undefined
        ? []
        : [{ child: pair.child.code, parent: pair.parent.code, hierarchy: table.hierarchy }],
    );
    return {
      areas: [...new Map(areas.map((area) => [area.code, area])).values()],
      memberships: [...new Map(memberships.map((each) => [`${each.child} ${each.parent}`, each])).values()],
      changes: [],
      ...(next === undefined ? {} : { next }),
    };
  },
});

/** A theme that the portal has no drawing of: kept as the answer, so that it is not looked for again and again. */
const NO_LAYER = null;

/** Boundaries of some codes, from one layer. */
interface Part {
  readonly layer: Layer;
  readonly column: string;
  readonly on?: string;
  readonly codes: readonly string[];
}

/** Names of all services that hold features, from the portal's list of some 2,100. */
function* serviceNames(): Plan<readonly string[]> {
  return yield* lookup("services", 24 * HOUR, function* () {
    const body = bodyOf(yield* fetchOne(get("services", { f: "json" })));
    const services = asList(body.services, "the list of services").map((each) => asObject(each, "a service"));
    return services.filter(({ type }) => type === "FeatureServer").map(({ name }) => asText(name, "a service's name"));
  });
}

/** The newest drawing of a theme, by what its columns say: the best-named three are looked at. */
function* newestBoundaries(theme: BoundaryTheme): Plan<Omit<Part, "codes"> | typeof NO_LAYER> {
  const named = boundaryServices(yield* serviceNames(), theme);
  if (named.length === 0) return NO_LAYER;
  const suitable: { layer: Layer; column: string; year: number; on?: string }[] = [];
  for (const some of chunks(named, LOOK_AT).slice(0, 2)) {
    const answers = yield* fetchAll(some.map(({ service }) => description(service)));
    for (const [place, { service, year, month }] of some.entries()) {
      const layer = layerOrNone(service, answers[place]);
      const column = layer === undefined ? undefined : codeColumn(layer, theme.field);
      if (layer === undefined || column === undefined || !layer.hasPolygons) continue;
      const dated = month > 0 && column.year === year;
      const on = `${year}-${String(month).padStart(2, "0")}-${daysIn(year, month)}`;
      suitable.push({ layer, column: column.name, year: column.year, ...(dated ? { on } : {}) });
    }
    if (suitable.length > 0) break;
  }
  const newest = Math.max(...suitable.map((each) => each.year));
  const found = suitable.find((each) => each.year === newest);
  if (found === undefined) throw unexpected(`no layer of boundaries has a column of ${theme.field} codes`);
  const { year: _, ...chosen } = found;
  return chosen;
}

/** The newest look-up between two kinds of area that really has both columns of codes. */
function* newestTable(table: LookUp): Plan<{ layer: Layer; child: string; parent: string }> {
  const named = lookUpServices(yield* serviceNames(), table);
  for (const some of chunks(named, LOOK_AT).slice(0, 2)) {
    const answers = yield* fetchAll(some.map(description));
    for (const [place, service] of some.entries()) {
      const layer = layerOrNone(service, answers[place]);
      const child = layer === undefined ? undefined : codeColumn(layer, table.child);
      const parent = layer === undefined ? undefined : codeColumn(layer, table.parent);
      if (layer !== undefined && child !== undefined && parent !== undefined)
        return { layer, child: child.name, parent: parent.name };
    }
  }
  throw unexpected(`no look-up has columns of ${table.child} and ${table.parent} codes`);
}

/** A service whose description is refused was taken away since the list was made: the next one is looked at. */
function layerOrNone(service: string, answer: Answer | undefined): Layer | undefined {
  if (answer === undefined) return undefined;
  try {
    return layerIn(service, bodyOf(answer));
  } catch (error) {
    if (error instanceof SourceFault && error.code === "REFUSED") return undefined;
    throw error;
  }
}

/** All pages of one part; halves the part where it is too large for one body, and the page where it comes back empty. */
function* boundariesOf(part: Part, first: Answer | undefined): Plan<readonly AreaBoundary[]> {
  if (first === undefined) {
    if (part.codes.length === 1)
      throw new SourceFault("TOO_LARGE", "The boundary of one area is larger than the hub takes.");
    const half = Math.ceil(part.codes.length / 2);
    const [low, high] = [part.codes.slice(0, half), part.codes.slice(half)];
    const halves: AreaBoundary[] = [];
    for (const codes of [low, high]) {
      const [result] = yield* fetchEach([boundaryQuery({ ...part, codes }, 0, codes.length)]);
      if (result !== undefined && !result.ok && result.fault.code !== "TOO_LARGE") throw result.fault;
      halves.push(...(yield* boundariesOf({ ...part, codes }, result?.ok ? result.answer : undefined)));
    }
    return halves;
  }
  const asks = new Set(part.codes);
  const found = new Map<string, AreaBoundary>();
  const read = (answer: Answer) => boundariesIn(answer, part.column);
  let size = part.codes.length;
  let offset = 0;
  let page = yield* again(boundaryQuery(part, 0, size), first, read);
  for (;;) {
    for (const boundary of page.boundaries) {
      if (!asks.has(boundary.code)) throw unexpected("it has an area that was not asked for");
      if (found.has(boundary.code)) throw unexpected("it has one area twice");
      found.set(boundary.code, part.on === undefined ? boundary : { ...boundary, on: part.on });
    }
    if (!page.exceeded) return [...found.values()];
    if (page.boundaries.length === 0 && size === 1) throw unexpected("it says that there are boundaries and has none");
    if (page.boundaries.length === 0) size = Math.ceil(size / 2);
    offset += page.boundaries.length;
    page = yield* asked(boundaryQuery(part, offset, size), read);
  }
}

function boundaryQuery({ layer, column, codes }: Part, offset: number, size: number): UpstreamRequest {
  const query = {
    where: `${column} IN (${codes.map((code) => `'${code}'`).join(",")})`,
    outFields: column,
    outSR: "4326",
    geometryPrecision: "6",
    orderByFields: layer.oid,
    resultOffset: String(offset),
    resultRecordCount: String(size),
    f: "geojson",
  };
  const path = queryPath(layer);
  if (query.where.length <= SHORT) return get(path, query);
  return { method: "POST", path, form: query, accept: "application/geo+json, application/json" };
}

/** Sends a request and reads its answer; once more after a pause where the portal says that it is busy. */
function* asked<T>(request: UpstreamRequest, read: (answer: Answer) => T): Plan<T> {
  return yield* again(request, yield* fetchOne(request), read);
}

function* again<T>(request: UpstreamRequest, first: Answer, read: (answer: Answer) => T): Plan<T> {
  try {
    return read(first);
  } catch (error) {
    const busy = error instanceof SourceFault && (error.code === "RATE_LIMITED" || error.code === "UNAVAILABLE");
    if (!busy) throw error;
  }
  yield* pause(PAUSE_MS);
  return read(yield* fetchOne(request));
}

function description(service: string): UpstreamRequest {
  return get(`services/${service}/FeatureServer/0`, { f: "json" });
}

function queryPath(layer: Layer): string {
  return `services/${layer.service}/FeatureServer/0/query`;
}

function get(path: string, query: NonNullable<UpstreamRequest["query"]>): UpstreamRequest {
  return { path, query, accept: "application/geo+json, application/json" };
}

/** Whether a column is the code or a name of the same area: LAD24NM beside LAD24CD. */
function startsAs(name: string, code: string): boolean {
  const stem = code.slice(0, -2).toLowerCase();
  return [`${stem}cd`, `${stem}nm`, `${stem}nmw`].includes(name.toLowerCase());
}

function placeIn(cursor: string): readonly [number, number] {
  const found = /^(\d{1,3}):(\d{1,7})$/.exec(cursor);
  if (found === null) throw new Error("A cursor of areas could not be read.");
  return [Number(found[1]), Number(found[2])];
}
