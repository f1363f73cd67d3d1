/**
 * JSON-stat (json-stat.org, format 2.0 and the older 1.x), as PxStat, Eurostat and others send it. Dimensions come in the publisher's
 * order; figures are row-major, the last dimension quickest.
 */
import { asList, asObject, asText, unexpected } from "../core/decode";

export type JsonStatRole = "time" | "geo" | "metric";

/** A dimension with its categories, in their order. */
export interface JsonStatDimension {
  readonly id: string;
  readonly label?: string;
  readonly role?: JsonStatRole;
  readonly codes: readonly string[];
  /** By code; a code that the publisher gives no label is its own. */
  readonly labels: ReadonlyMap<string, string>;
  /** By code, where the publisher gives units. */
  readonly units: ReadonlyMap<string, JsonStatUnit>;
}

export interface JsonStatUnit {
  readonly label?: string;
  readonly decimals?: number;
  readonly position?: string;
}

export interface JsonStatCell {
  /** Category code by id of dimension. */
  readonly codes: Readonly<Record<string, string>>;
  /** Null where the publisher gives no number. */
  readonly value: number | null;
  /** What stands in the figure's place where that is text: a mark. */
  readonly text?: string;
  /** The status of the cell, where there is one. */
  readonly status?: string;
}

/** A table without its figures. */
export interface JsonStatShape {
  readonly label?: string;
  readonly source?: string;
  /** As the publisher writes it: mostly ISO 8601. */
  readonly updated?: string;
  readonly notes: readonly string[];
  readonly extension: Readonly<Record<string, unknown>>;
  readonly dimensions: readonly JsonStatDimension[];
  /** Cells that the dimensions span. */
  readonly size: number;
}

export interface JsonStatCube extends JsonStatShape {
  /**
   * Every cell of a table that is written as a list; of one that is written as an object, those that have a figure or a status.
   * A fresh iteration each time.
   */
  cells(): IterableIterator<JsonStatCell>;
}

/** PxStat sends no more than ten million cells as JSON (server default, read 2026-08); no honest list is longer. */
const MOST_CELLS = 10_000_000;

/**
 * Reads one table: a 2.0 dataset, or a 1.x body that wraps exactly one. Throws BAD_SHAPE for what does not hold together: sizes that
 * do not multiply to the number of figures (a cut answer), codes or places given twice, figures that are neither number, text nor null,
 * an `error` in place of a table.
 */
export function readJsonStat(body: unknown): JsonStatCube {
  const dataset = unwrap(asObject(body, "the table"));
  const shape = shapeOf(dataset);
  return { ...shape, cells: readCells(dataset, shape.dimensions, shape.size) };
}

/** Reads what a table is made of, where its figures are left out (PxStat's ReadMetadata). Throws as `readJsonStat` does. */
export function readJsonStatShape(body: unknown): JsonStatShape {
  return shapeOf(unwrap(asObject(body, "the table")));
}

function shapeOf(dataset: Readonly<Record<string, unknown>>): JsonStatShape {
  const dimension = asObject(dataset.dimension, "the list of dimensions");
  // 1.x keeps id, size and role among the dimensions; 2.0 beside them.
  const head = dataset.id === undefined ? dimension : dataset;
  const ids = asList(head.id, "the order of dimensions").map((id) => asText(id, "the name of a dimension"));
  const sizes = asList(head.size, "the sizes of dimensions").map(wholeNumber);
  if (ids.length === 0 || ids.length !== sizes.length || new Set(ids).size !== ids.length) {
    throw unexpected("its dimensions and their sizes do not fit");
  }
  const roles = rolesOf(head.role);
  const dimensions = ids.map((id, place) => readDimension(id, own(dimension, id), sizes[place] ?? 0, roles.get(id)));
  const size = sizes.reduce((product, count) => product * count, 1);
  if (!Number.isSafeInteger(size)) throw unexpected("it says that it holds more figures than can be");
  return {
    ...textOf("label", dataset.label),
    ...textOf("source", dataset.source),
    ...textOf("updated", dataset.updated),
    notes: Array.isArray(dataset.note) ? dataset.note.filter((note) => typeof note === "string" && note !== "") : [],
    extension: isObject(dataset.extension) ? dataset.extension : {},
    dimensions,
    size,
  };
}

function unwrap(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (body.dimension !== undefined) return body;
  if (body.error !== undefined) throw unexpected("it is an error, not a table");
  if (body.class === "collection") throw unexpected("it is a list of tables, not a table");
  const inside = Object.values(body).filter(isObject);
  const [only] = inside.filter((value) => isObject(value.dimension));
  if (only === undefined || inside.length !== 1) throw unexpected("it does not hold one table");
  return only;
}

function readDimension(id: string, raw: unknown, size: number, role: JsonStatRole | undefined): JsonStatDimension {
  const dimension = asObject(raw, `dimension ${id}`);
  const category = asObject(dimension.category, `the categories of ${id}`);
  const codes = codesOf(category, id);
  if (codes.length !== size) throw unexpected(`dimension ${id} is not as long as it says`);
  const labels = isObject(category.label) ? category.label : {};
  const units = isObject(category.unit) ? category.unit : {};
  return {
    id,
    ...textOf("label", dimension.label),
    ...(role === undefined ? {} : { role }),
    codes,
    labels: new Map(codes.map((code) => [code, textAt(labels, code) ?? code])),
    units: new Map(codes.flatMap((code) => (isObject(own(units, code)) ? [[code, unitOf(own(units, code))]] : []))),
  };
}

/** The order of categories: a list, an object of places, or nothing at all where there is one category with a label. */
function codesOf(category: Readonly<Record<string, unknown>>, id: string): readonly string[] {
  const { index, label } = category;
  if (index === undefined) {
    const only = isObject(label) ? Object.keys(label) : [];
    if (only.length !== 1) throw unexpected(`the order of the categories of ${id} is missing`);
    return only;
  }
  if (Array.isArray(index)) {
    const codes = index.map((code) => asText(code, `a category of ${id}`));
    if (new Set(codes).size !== codes.length) throw unexpected(`a category of ${id} is there twice`);
    return codes;
  }
  const places = Object.entries(asObject(index, `the order of the categories of ${id}`));
  const codes: string[] = [];
  for (const [code, place] of places) {
    const at = wholeNumber(place);
    if (at >= places.length || codes[at] !== undefined)
      throw unexpected(`the places of the categories of ${id} do not fit`);
    codes[at] = code;
  }
  return codes;
}

function readCells(
  dataset: Readonly<Record<string, unknown>>,
  dimensions: readonly JsonStatDimension[],
  size: number,
): () => IterableIterator<JsonStatCell> {
  const { value, status } = dataset;
  const statusAt = statuses(status, size);
  if (Array.isArray(value)) {
    if (value.length !== size || size > MOST_CELLS) throw unexpected("it does not hold as many figures as it says");
    value.forEach(checkFigure);
    return function* cells() {
      for (let at = 0; at < size; at += 1) yield cellAt(dimensions, at, value[at], statusAt(at));
    };
  }
  const sparse = asObject(value, "the list of figures");
  const places = new Set([...Object.keys(sparse), ...(isObject(status) ? Object.keys(status) : [])]);
  for (const key of places) {
    if (!/^(0|[1-9]\d{0,15})$/.test(key) || Number(key) >= size) throw unexpected("a figure stands outside the table");
  }
  Object.values(sparse).forEach(checkFigure);
  const order = [...places].map(Number).sort((a, b) => a - b);
  return function* cells() {
    for (const at of order) yield cellAt(dimensions, at, own(sparse, String(at)) ?? null, statusAt(at));
  };
}

function statuses(status: unknown, size: number): (at: number) => string | undefined {
  if (status === undefined || status === null) return () => undefined;
  if (typeof status === "string") return () => status;
  if (Array.isArray(status)) {
    // One status stands for all, as a text would: some 1.x writers do so.
    if (status.length !== size && status.length !== 1) throw unexpected("its statuses do not fit its figures");
    return (at) => textIn(status[status.length === 1 ? 0 : at]);
  }
  const sparse = asObject(status, "the list of statuses");
  return (at) => textIn(own(sparse, String(at)));
}

function cellAt(
  dimensions: readonly JsonStatDimension[],
  at: number,
  raw: unknown,
  status: string | undefined,
): JsonStatCell {
  const codes: [string, string][] = [];
  let rest = at;
  for (let place = dimensions.length - 1; place >= 0; place -= 1) {
    const { id, codes: members } = dimensions[place] as JsonStatDimension;
    codes[place] = [id, members[rest % members.length] as string];
    rest = Math.floor(rest / members.length);
  }
  return {
    codes: Object.fromEntries(codes),
    value: typeof raw === "number" ? raw : null,
    ...(typeof raw === "string" ? { text: raw } : {}),
    ...(status === undefined ? {} : { status }),
  };
}

function checkFigure(value: unknown): void {
  const fits = value === null || typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
  if (!fits) throw unexpected("a figure is neither a number nor a mark");
}

function rolesOf(role: unknown): ReadonlyMap<string, JsonStatRole> {
  const roles = new Map<string, JsonStatRole>();
  if (!isObject(role)) return roles;
  for (const name of ["time", "geo", "metric"] as const) {
    const ids = role[name];
    if (Array.isArray(ids)) for (const id of ids) if (typeof id === "string") roles.set(id, name);
  }
  return roles;
}

function unitOf(raw: unknown): JsonStatUnit {
  const unit = isObject(raw) ? raw : {};
  return {
    ...textOf("label", unit.label),
    ...(typeof unit.decimals === "number" && Number.isInteger(unit.decimals) ? { decimals: unit.decimals } : {}),
    ...textOf("position", unit.position),
  };
}

function wholeNumber(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw unexpected("a size or place is not a whole number");
  }
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Only what the publisher wrote: never something that every object has. */
function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function textAt(object: Readonly<Record<string, unknown>>, key: string): string | undefined {
  return textIn(own(object, key));
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function textOf<K extends string>(key: K, value: unknown): { readonly [name in K]?: string } {
  return typeof value === "string" ? ({ [key]: value } as { readonly [name in K]?: string }) : {};
}
