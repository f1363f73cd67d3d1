import type * as v from "../../../schema/values/enums";
import { readIsoPeriod } from "../../../schema/values/period";
import { asObject, asText, json, unexpected } from "../../core/decode";
import { faultOf, fetchEach, fetchOne, lookup, type Plan } from "../../core/plan";
import type { UnitRecord } from "../../core/records";
import type { CataloguePage, RemoteDataset, RemoteDimension, RemoteIndicator } from "../../core/source";
import { dimensionCode, memberCode, type NomisFacts, PEOPLE, PERCENT, periodOf } from "./facts";
import { annotationsOf, kindsOfType, oneOrMany, refuseError } from "./geography";
import { WELL_KNOWN } from "./indicators";

const DAY = 86_400_000;
/** Data sets of one page: one request each. */
const PAGE = 10;
/** Members of one dimension, and indicators of one data set, beyond which a data set is left out. */
const MOST_MEMBERS = 300;
/** Dimensions whose members are different things, often in different units: each member is an indicator of its own. */
const PINNING = new Set(["measure", "variable"]);

/** One page of data sets that Nomis keeps up to date, as indicators. The cursor is the place of the next data set in its list. */
export function* cataloguePage(cursor: string | undefined): Plan<CataloguePage> {
  const ids = yield* lookup("datasets", DAY, function* () {
    const answer = yield* fetchOne({ path: "dataset/def.sdmx.json", accept: "application/json", maxBytes: 64_000_000 });
    return currentDatasets(json(answer));
  });
  const at = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(at) || at < 0) throw unexpected("the place to go on from is not known");
  const page = ids.slice(at, at + PAGE);
  const results = yield* fetchEach(
    page.map((id) => ({
      path: `dataset/${id}.overview.json`,
      query: { select: "DatasetInfo,Coverage,Keywords,Dimensions,Codes,Units" },
      accept: "application/json",
    })),
  );
  const indicators: RemoteIndicator[] = [];
  const faults: unknown[] = [];
  for (const result of results) {
    if (!result.ok) throw result.fault;
    try {
      indicators.push(...indicatorsIn(json(result.answer)));
    } catch (error) {
      faults.push(faultOf(error)); // one data set of an odd shape must not end the harvest of the others
    }
  }
  if (faults.length > 0 && faults.length === page.length) throw faults[0];
  const next = at + PAGE < ids.length ? { next: String(at + PAGE) } : {};
  return { indicators, ...next };
}

function currentDatasets(body: unknown): readonly string[] {
  const whole = asObject(body, "the list of data sets");
  refuseError(whole);
  const families = asObject(asObject(whole.structure, "the list of data sets").keyfamilies, "the list of data sets");
  return oneOrMany(families.keyfamily).flatMap((each) => {
    const family = asObject(each, "a data set");
    const id = asText(family.id, "a data set's id");
    if (!/^NM_\d+_\d+$/.test(id)) throw unexpected("a data set has another kind of id");
    return annotationsOf(family).get("Status")?.startsWith("Current") === true ? [id] : [];
  });
}

interface Code {
  readonly value: string;
  readonly name: string;
  readonly level: number;
}

interface Concept {
  readonly concept: string;
  readonly name: string;
  readonly codes: readonly Code[];
  readonly byDefault?: string;
  readonly types: readonly string[];
}

/** The indicators of one data set, from Nomis's overview of it; none where its units, periods or dimensions are not told apart. */
export function indicatorsIn(body: unknown): readonly RemoteIndicator[] {
  const whole = asObject(body, "the overview");
  refuseError(whole);
  const overview = asObject(whole.overview, "the overview");
  const id = asText(overview.id, "the data set's id");
  const concepts = oneOrMany(asObject(overview.dimensions, "the dimensions").dimension).map(conceptOf);
  const geography = concepts.find(({ concept }) => concept === "geography");
  const time = concepts.find(({ concept }) => concept === "time");
  const measures = concepts.find(({ concept }) => concept === "measures");
  if (geography === undefined || time === undefined || measures === undefined) return [];
  const rest = concepts.filter((each) => each !== geography && each !== time && each !== measures);
  if (rest.some(({ types, codes }) => types.length > 0 || codes.length === 0 || codes.length > MOST_MEMBERS)) return [];
  const pins = rest.filter(({ concept }) => PINNING.has(concept));
  const day = dayOf(overview);
  const timing = timingOf(time, day);
  if (pins.length > 1 || timing === undefined) return [];
  const dimensions = rest.filter((each) => !pins.includes(each));
  const dimensionsOf = dimensions.map(remoteDimension);
  if (new Set(dimensionsOf.map(({ code }) => code)).size !== dimensionsOf.length) return [];
  const areaTypes = [...new Set(geography.types.flatMap(kindsOfType))];
  const shared = {
    ...timing,
    decimalPlaces: 0,
    ...(dimensions.length === 0 ? {} : { dimensions: dimensionsOf }),
    ...(areaTypes.length === 0 ? {} : { areaTypes }),
    ...described(overview),
    dataset: datasetOf(overview, id),
    identifiers: [{ scheme: "NOMIS_DATASET" as const, value: id, ...link(overview) }],
  };
  const codes: NomisFacts["dimensions"] = Object.fromEntries(
    dimensions.map((each, place) => [dimensionsOf[place]?.code ?? "", codesOf(each, dimensionsOf[place])]),
  );
  const pinned = pins[0]?.codes ?? [undefined];
  return pinned.flatMap((member) =>
    units(overview, measures, member).map(({ unit, facts, value, suffix }) => {
      const fixed = member === undefined ? {} : { [pins[0]?.concept ?? ""]: member.value };
      const isFirst = member === undefined || (member.value === "1" && pins[0]?.concept === "measure");
      const name = asText(overview.name, "the data set's name")
        .replace(/^[A-Z]{2,3}\d+[A-Z]*\s+-\s+/, "")
        .trim();
      const harvested: RemoteIndicator = {
        ...shared,
        upstreamId: [id, ...(isFirst ? [] : [member?.value ?? ""]), ...(suffix === undefined ? [] : [suffix])].join(
          "/",
        ),
        name: member === undefined ? (suffix === undefined ? name : `${name} (%)`) : member.name,
        unit,
        decimalPlaces: unit === PERCENT ? 1 : 0,
        valueType: unit === PERCENT ? "PERCENTAGE" : "COUNT",
        ...(facts.confidence === undefined ? {} : { hasConfidenceIntervals: true }),
        facts: { dataset: id, fixed, value, ...facts, dimensions: codes, ...(day === undefined ? {} : { day }) },
      };
      return known(harvested);
    }),
  );
}

/** What is known beforehand of an indicator stays; members, kinds of area, and the version are as harvested. */
function known(harvested: RemoteIndicator): RemoteIndicator {
  const before = WELL_KNOWN.find(({ upstreamId }) => upstreamId === harvested.upstreamId);
  if (before === undefined) return harvested;
  const { dimensions, areaTypes, earliest, latest, facts, dataset } = harvested;
  return {
    ...before,
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(areaTypes === undefined ? {} : { areaTypes }),
    ...(earliest === undefined ? {} : { earliest }),
    ...(latest === undefined ? {} : { latest }),
    ...(facts === undefined ? {} : { facts }),
    dataset: { ...before.dataset, ...dataset },
  };
}

function conceptOf(value: unknown): Concept {
  const dimension = asObject(value, "a dimension");
  const codes = dimension.codes === undefined || dimension.codes === null ? [] : codesIn(dimension.codes);
  const defaults = dimension.defaults === undefined || dimension.defaults === null ? [] : codesIn(dimension.defaults);
  const types =
    dimension.types === undefined || dimension.types === null
      ? []
      : oneOrMany(asObject(dimension.types, "the types").type).map((type) =>
          asText(asObject(type, "a type").name, "a type's name"),
        );
  return {
    concept: asText(dimension.concept, "a dimension's concept"),
    name: asText(dimension.name, "a dimension's name"),
    codes,
    types,
    ...(defaults.length === 1 && defaults[0] !== undefined ? { byDefault: defaults[0].value } : {}),
  };
}

function codesIn(value: unknown): readonly Code[] {
  return oneOrMany(asObject(value, "the codes").code).map((each) => {
    const code = asObject(each, "a code");
    if (typeof code.value !== "string" && typeof code.value !== "number") throw unexpected("a code has no value");
    return { value: String(code.value), name: String(code.name ?? ""), level: Number(code.level ?? 0) };
  });
}

const TOTAL = /^(total\b|all\b|all categories|persons$)/i;

/** Nomis marks no totals: the default code is one where its name says so; else the one member whose name does. */
function remoteDimension({ concept, name, codes, byDefault }: Concept): RemoteDimension {
  const code = dimensionCode(concept);
  const called = codes.filter((each) => TOTAL.test(each.name.trim()));
  const total = called.find(({ value }) => value === byDefault) ?? (called.length === 1 ? called[0] : undefined);
  return {
    code,
    label: name.charAt(0).toUpperCase() + name.slice(1),
    members: codes.map((each) => ({
      code: memberCode(code, each.value, each.name),
      label: each.name,
      ...(each === total ? { isTotal: true } : {}),
    })),
  };
}

function codesOf({ concept, codes }: Concept, dimension: RemoteDimension | undefined) {
  const renamed = codes.flatMap(({ value }, place) => {
    const code = dimension?.members[place]?.code ?? value;
    return code === value ? [] : [[code, value] as const];
  });
  return renamed.length === 0 ? { concept } : { concept, codes: Object.fromEntries(renamed) };
}

type Unit = {
  readonly unit: UnitRecord;
  readonly value: string;
  readonly facts: Pick<NomisFacts, "confidence" | "numerator" | "denominator">;
  readonly suffix?: string;
};

/** The units that one member of the data set is in, each with its measure. None where Nomis does not tell them apart. */
function units(
  overview: Readonly<Record<string, unknown>>,
  measures: Concept,
  member: Code | undefined,
): readonly Unit[] {
  const has = (code: string) => measures.codes.some(({ value }) => value === code);
  if (has("20599") && has("21003")) {
    const facts = {
      confidence: "21003",
      ...(has("21001") ? { numerator: "21001" } : {}),
      ...(has("21002") ? { denominator: "21002" } : {}),
    };
    return [{ unit: PERCENT, value: "20599", facts }];
  }
  if (!has("20100")) return [];
  if (member !== undefined && /as a proportion of|percent|%/i.test(member.name)) {
    return [{ unit: PERCENT, value: "20100", facts: {} }];
  }
  const names = oneOrMany(asObject(overview.units ?? {}, "the units").unit).map((each) =>
    asText(asObject(each, "a unit").name, "a unit's name"),
  );
  const [name] = names;
  if (names.length !== 1 || name === undefined) return [];
  if (member !== undefined && !/count|number|^total/i.test(member.name)) return [];
  const counted: Unit = { unit: unitNamed(name), value: "20100", facts: {} };
  return member === undefined && has("20301")
    ? [counted, { unit: PERCENT, value: "20301", facts: {}, suffix: "20301" }]
    : [counted];
}

function unitNamed(name: string): UnitRecord {
  if (name === "Persons") return PEOPLE;
  return {
    code: name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, ""),
    label: name.toLowerCase(),
  };
}

/** Where a year names one day: the census of 2021, and the mid-year estimates. */
function dayOf(overview: Readonly<Record<string, unknown>>): string | undefined {
  const sources = oneOrMany(asObject(overview.contenttypes ?? {}, "the kinds of content").contenttype)
    .map((each) => asObject(each, "a kind of content"))
    .filter(({ id }) => id === "sources")
    .map(({ value }) => String(value));
  if (sources.some((source) => source.startsWith("census_2021"))) return "03-21";
  return /^population estimates/i.test(String(overview.name)) ? "06-30" : undefined;
}

type Timing = Pick<RemoteIndicator, "frequency" | "periodType" | "earliest" | "latest">;

/** How often and for how long, from the last two dates. Undefined where a name says no period. */
function timingOf({ codes }: Concept, day: string | undefined): Timing | undefined {
  const dates = [...codes].sort((a, b) => (a.value < b.value ? -1 : 1));
  const iso = (code: Code | undefined) => (code === undefined ? undefined : periodOf(code.value, code.name, day));
  const [earliest, before, latest] = [iso(dates[0]), iso(dates.at(-2)), iso(dates.at(-1))];
  const last = latest === undefined ? undefined : readIsoPeriod(latest);
  if (earliest === undefined || latest === undefined || last === undefined) return;
  const apart = before === undefined ? undefined : monthsBetween(before, latest);
  const frequency: v.Frequency =
    day === "03-21" ? "DECENNIAL" : ((apart === undefined ? undefined : FREQUENCIES.get(apart)) ?? "IRREGULAR");
  // A year that ends in any quarter has the type of whichever quarter came last: it is a year ending.
  const periodType = last.duration === "P1Y" && apart !== undefined && apart < 12 ? "YEAR_ENDING" : last.type;
  return { frequency, periodType, earliest, latest };
}

const FREQUENCIES: ReadonlyMap<number, v.Frequency> = new Map([
  [1, "MONTHLY"],
  [3, "QUARTERLY"],
  [6, "SIX_MONTHLY"],
  [12, "ANNUALLY"],
  [24, "TWO_YEARLY"],
  [36, "THREE_YEARLY"],
]);

function monthsBetween(a: string, b: string): number {
  const months = (iso: string) => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7));
  return months(b) - months(a);
}

function datasetOf(overview: Readonly<Record<string, unknown>>, id: string): RemoteDataset {
  const updated =
    typeof overview.lastupdated === "string" && overview.lastupdated !== "" ? overview.lastupdated : undefined;
  const date = /^\d{4}-\d{2}-\d{2}/.exec(updated ?? "")?.[0];
  const { url } = link(overview);
  return {
    upstreamId: id,
    title: asText(overview.name, "the data set's name"),
    ...(url === undefined ? {} : { homepage: url }),
    ...(updated === undefined ? {} : { version: updated }),
    ...(date === undefined ? {} : { publishedAt: date }),
  };
}

function link({ mnemonic }: Readonly<Record<string, unknown>>): { readonly url?: string } {
  if (typeof mnemonic !== "string" || !/^[a-z0-9]+$/i.test(mnemonic)) return {};
  return { url: `https://www.nomisweb.co.uk/datasets/${mnemonic}` };
}

function described({
  description,
  subdescription,
}: Readonly<Record<string, unknown>>): Pick<RemoteIndicator, "definition"> {
  const said = [description, subdescription].find((text) => typeof text === "string" && text.trim() !== "");
  return typeof said === "string" && said !== "previously unavailable" ? { definition: said.trim() } : {};
}
