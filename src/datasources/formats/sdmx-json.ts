import { asList, asObject, asText, json, unexpected } from "../core/decode";
import type { Answer } from "../core/plan";
import type { SdmxRow } from "./sdmx-row";

type Json = Readonly<Record<string, unknown>>;

/** A dimension or attribute of a message: its id, and its codes by index; an attribute without codes holds its texts itself. */
interface Component {
  readonly id: string;
  readonly codes: readonly (string | undefined)[];
  readonly coded: boolean;
  /** The code that counts where the message leaves it out. */
  readonly byDefault: string | undefined;
}

interface Structure {
  readonly dimensions: Readonly<Record<"dataSet" | "series" | "observation", readonly Component[]>>;
  readonly attributes: Readonly<Record<"dataSet" | "series" | "observation", readonly Component[]>>;
  /** Figures at the head of each observation: one, or the measures that the message names. */
  readonly measures: number;
}

/**
 * The observations of an SDMX-JSON message: version 1.0 (`structure` and `dataSets`, at the top or within `data`; the OECD's old service
 * sent them at the top), and 2.0 (`data.structures`). Series with observations, and observations alone (`0:1:0:3`), are read by index
 * into the codes of the structure. Throws BAD_SHAPE for anything else, also for an index that has no code. Of several figures in one
 * observation the first is read. A data set that says other than information, append, replace or merge is refused.
 */
export function sdmxJson(answer: Answer): readonly SdmxRow[] {
  const body = asObject(json(answer), "the message");
  const data = body.data === undefined ? body : asObject(body.data, "the message's data");
  const structures = (
    data.structures === undefined
      ? [data.structure ?? body.structure]
      : asList(data.structures, "the list of structures")
  ).map(structureOf);
  return asList(data.dataSets, "the list of data sets").flatMap((each) => {
    const set = asObject(each, "a data set");
    const action = String(set.action ?? "Information").toLowerCase();
    if (!["information", "append", "replace", "merge"].includes(action))
      throw unexpected("it holds a data set that is no figures");
    const structure = structures[typeof set.structure === "number" ? set.structure : 0];
    if (structure === undefined) throw unexpected("a data set has no structure");
    return rowsOf(set, structure);
  });
}

function rowsOf(set: Json, structure: Structure): readonly SdmxRow[] {
  const { dimensions, attributes } = structure;
  const fixed = Object.fromEntries(dimensions.dataSet.map(({ id, codes }) => [id, codes[0] ?? ""]));
  const whole = attributesOf(attributes.dataSet, set.attributes);
  if (set.series === undefined) {
    const all = { ...dimensions, observation: [...dimensions.series, ...dimensions.observation] };
    return observations(set.observations ?? {}, { ...structure, dimensions: all }, fixed, whole);
  }
  return Object.entries(asObject(set.series, "the series")).flatMap(([key, each]) => {
    const series = asObject(each, "a series");
    return observations(
      series.observations ?? {},
      structure,
      { ...fixed, ...codesAt(key, dimensions.series) },
      { ...whole, ...attributesOf(attributes.series, series.attributes) },
    );
  });
}

function observations(
  of: unknown,
  { dimensions, attributes, measures }: Structure,
  above: Readonly<Record<string, string>>,
  inherited: Readonly<Record<string, string>>,
): readonly SdmxRow[] {
  return Object.entries(asObject(of, "the observations")).map(([key, each]) => {
    const parts = asList(each, "an observation");
    const value = parts[0] ?? null;
    if (value !== null && typeof value !== "number" && typeof value !== "string")
      throw unexpected("a figure is not a number");
    return {
      dimensions: { ...above, ...codesAt(key, dimensions.observation) },
      value,
      attributes: { ...inherited, ...attributesOf(attributes.observation, parts.slice(measures)) },
    };
  });
}

/** "0:1:3" read against the dimensions of its level. */
function codesAt(key: string, dimensions: readonly Component[]): Readonly<Record<string, string>> {
  const places = key.split(":");
  if (places.length !== dimensions.length) throw unexpected("a key has more or fewer parts than there are dimensions");
  return Object.fromEntries(
    dimensions.map(({ id, codes }, at) => {
      const code = /^\d+$/.test(places[at] ?? "") ? codes[Number(places[at])] : undefined;
      if (code === undefined) throw unexpected("a key has no code");
      return [id, code];
    }),
  );
}

/** Attributes given as indexes, as texts, or not at all (null, or a list that ends early). */
function attributesOf(components: readonly Component[], given: unknown): Readonly<Record<string, string>> {
  const values = given === undefined || given === null ? [] : asList(given, "the attributes");
  const found: Record<string, string> = {};
  components.forEach(({ id, codes, coded, byDefault }, at) => {
    const value = values[at];
    if (value === undefined || value === null) {
      if (byDefault !== undefined) found[id] = byDefault;
    } else if (coded && typeof value === "number") {
      if (value >= codes.length) throw unexpected("an attribute has no code");
      const code = codes[value];
      if (code !== undefined) found[id] = code;
    } else found[id] = Array.isArray(value) ? value.map(String).join("; ") : String(value);
  });
  return found;
}

function structureOf(of: unknown): Structure {
  const structure = asObject(of, "the structure");
  const dimensions = asObject(structure.dimensions, "the dimensions");
  const attributes = structure.attributes === undefined ? {} : asObject(structure.attributes, "the attributes");
  const level = (from: Json, name: string): readonly Component[] =>
    from[name] === undefined ? [] : asList(from[name], `the components of ${name}`).map(componentOf);
  const levels = (from: Json) => ({
    dataSet: level(from, "dataSet"),
    series: level(from, "series"),
    observation: level(from, "observation"),
  });
  const measures = structure.measures === undefined ? undefined : asObject(structure.measures, "the measures");
  const named = measures?.observation === undefined ? 1 : asList(measures.observation, "the measures").length;
  return { dimensions: levels(dimensions), attributes: levels(attributes), measures: Math.max(1, named) };
}

function componentOf(of: unknown): Component {
  const component = asObject(of, "a component");
  const values = component.values === undefined ? [] : asList(component.values, "a component's codes");
  return {
    id: asText(component.id, "a component's id").toLowerCase(),
    codes: values.map((value) => {
      if (value === null) return undefined;
      const { id, name } = asObject(value, "a code");
      return typeof id === "string" ? id : typeof name === "string" ? name : undefined;
    }),
    coded: component.values !== undefined,
    byDefault: typeof component.default === "string" ? component.default : undefined,
  };
}
