import type * as v from "../../../schema/values/enums";
import { asList, asObject, asText, json, unexpected } from "../../core/decode";
import { grouped } from "../../core/packing";
import { type Answer, fetchOne, lookup, type Plan } from "../../core/plan";
import { type AreaRef, SourceFault } from "../../core/source";

const DAY = 86_400_000;
/** Vintages of a kind of area that are looked through for a code, newest first: beyond these lie boundaries of before 2015. */
const VINTAGES = 4;

/** A type of geography of one data set: `TYPE424`, "local authorities: district / unitary (as of April 2023)". */
export interface GeographyType {
  readonly type: string;
  readonly name: string;
}

const COUNTY = /county \/ unitary|counties(?!.*metropolitan)/;
const DISTRICT = /district \/ unitary|^\d{4} local authorities: districts/;
/** Words by which Nomis's names of types tell the kind of area (names seen 2020-04 and 2026-08). */
const KINDS: Readonly<Partial<Record<v.AreaTypeCode, RegExp>>> = {
  UK: /^countries$/,
  CTRY: /^countries$/,
  RGN: /^regions$/,
  CAUTH: /^combined authorities/,
  MCTY: /metropolitan counties/,
  CTY: COUNTY,
  UA: DISTRICT,
  NMD: DISTRICT,
  MD: DISTRICT,
  LONB: DISTRICT,
  CA: DISTRICT,
  LGD: DISTRICT,
  LSIP: /local skills improvement/,
  PCON: /parliamentary constituencies/,
  SENEDD_CONSTITUENCY: /senedd|national assembly.*constituenc/,
  WD: /\bwards\b/,
  LSOA: /lower layer/,
  MSOA: /middle layer/,
  OA: /^(?!.*super).*output areas/,
  DATA_ZONE: /data ?zones/,
  ICB: /^(?!.*sub).*integrated care board/,
  SICBL: /sub integrated care board/,
  PFA: /police force areas/,
  FRA: /fire and rescue/,
};

/** Kinds of area that a type's name stands for. */
export function kindsOfType(name: string): readonly v.AreaTypeCode[] {
  const said = name.toLowerCase();
  return (Object.keys(KINDS) as v.AreaTypeCode[]).filter((kind) => KINDS[kind]?.test(said) === true);
}

/** The types that may hold areas of a kind, newest boundaries first. "(prior to April 2015)" is older than "(as of April 2015)". */
export function typesFor(kind: v.AreaTypeCode, types: readonly GeographyType[]): readonly GeographyType[] {
  const age = ({ name }: GeographyType) => {
    const years = [...name.matchAll(/\b(19|20)\d{2}\b/g)].map(([year]) => Number(year));
    return (years.length === 0 ? 0 : Math.max(...years)) - (/prior to/i.test(name) ? 0.5 : 0);
  };
  return types
    .filter(({ name }) => kindsOfType(name).includes(kind))
    .sort((a, b) => age(b) - age(a))
    .slice(0, VINTAGES);
}

/**
 * Nomis's ids of areas by GSS code, for one data set: from the code lists of its types of geography, newest boundaries first. A code
 * that none of them has is left out: one stale code would fail a whole query. Throws the fault of a look-up.
 */
export function* areaIds(dataset: string, areas: readonly AreaRef[]): Plan<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  if (areas.length === 0) return found;
  const types = yield* lookup(`geographies:${dataset}`, 7 * DAY, function* () {
    return readTypes(yield* fetchOne(codeList(`dataset/${dataset}/geography/TYPE.def.sdmx.json`)));
  });
  for (const [kind, some] of grouped(areas, (area) => area.kind)) {
    let missing = some;
    for (const { type } of typesFor(kind, types)) {
      if (missing.length === 0) break;
      const ids = new Map(yield* areasOfType(dataset, type));
      for (const { code } of missing) {
        const id = ids.get(code);
        if (id !== undefined) found.set(code, id);
      }
      missing = missing.filter(({ code }) => !found.has(code));
    }
  }
  return found;
}

function* areasOfType(dataset: string, type: string): Plan<readonly (readonly [string, number])[]> {
  return yield* lookup(`areas:${dataset}:${type}`, 30 * DAY, function* () {
    return readAreas(yield* fetchOne(codeList(`dataset/${dataset}/geography/${type}.def.sdmx.json`)));
  });
}

function codeList(path: string) {
  // The list of 35,000 small areas is some 14 MB; the others are small.
  return { path, accept: "application/json", timeoutMs: 120_000, maxBytes: 64_000_000 };
}

/** The codes of a code list. `codelists` is null where there are none; a list of one may come as the thing itself. */
export function readCodes(answer: Answer): readonly Readonly<Record<string, unknown>>[] {
  const whole = asObject(json(answer), "the code list");
  refuseError(whole);
  const structure = asObject(whole.structure, "the code list's structure");
  if (structure.codelists === null) return [];
  const list = oneOrMany(asObject(structure.codelists, "the code list").codelist)[0];
  return oneOrMany(asObject(list, "the code list").code).map((code) => asObject(code, "a code"));
}

function readTypes(answer: Answer): readonly GeographyType[] {
  return readCodes(answer).map((code) => {
    const type = asText(code.value, "a type of geography");
    if (!/^TYPE\d+$/.test(type)) throw unexpected("a type of geography has another name");
    return { type, name: nameOf(code) };
  });
}

/** GSS code and Nomis's id. Areas without a GSS code (jobcentre districts) are left out; of two with one code the first is kept. */
function readAreas(answer: Answer): readonly (readonly [string, number])[] {
  const ids = new Map<string, number>();
  for (const code of readCodes(answer)) {
    const id = Number(code.value);
    if (!Number.isSafeInteger(id) || id <= 0) throw unexpected("an area has no number");
    const gss = annotationsOf(code).get("GeogCode");
    if (gss !== undefined && /^[A-Z]\d{8}$/.test(gss) && !ids.has(gss)) ids.set(gss, id);
  }
  return [...ids];
}

/** The text of a code's name; numbers are written out. */
export function nameOf(code: Readonly<Record<string, unknown>>): string {
  const name = asObject(code.description, "a code's name").value;
  return typeof name === "number" ? String(name) : asText(name, "a code's name");
}

/** Title and text of what Nomis notes beside a code or data set. */
export function annotationsOf(thing: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  if (thing.annotations === undefined || thing.annotations === null) return new Map();
  const list = oneOrMany(asObject(thing.annotations, "the notes").annotation);
  return new Map(
    list.map((each) => {
      const note = asObject(each, "a note");
      return [String(note.annotationtitle ?? ""), String(note.annotationtext ?? "")] as const;
    }),
  );
}

/** Nomis's JSON is made from XML: one of a thing comes as the thing, several as a list, none as null or not at all. */
export function oneOrMany(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? asList(value, "a list") : [value];
}

/** `{"error": …}` with status 200 is how Nomis says that a question is wrong. */
export function refuseError(body: Readonly<Record<string, unknown>>): void {
  if (body.error === undefined) return;
  throw new SourceFault(
    "REFUSED",
    "Nomis says that the question is incomplete or names something that it does not have.",
  );
}
