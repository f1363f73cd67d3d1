import type { NationalSource, RemoteDimension, RemoteIndicator } from "../../datasources/core/source";
import * as v from "../../schema/values/enums";
import { readIsoPeriod } from "../../schema/values/period";

type Check = readonly [what: string, holds: (item: RemoteIndicator) => boolean];

const within = (text: string | undefined, most: number): boolean => text === undefined || [...text].length <= most;
const named = (text: unknown, most: number): boolean =>
  typeof text === "string" && text.trim() !== "" && within(text, most);
const among = (names: readonly string[], name: string | undefined): boolean =>
  name !== undefined && names.includes(name);
/** What observation keys and slugs are put together with may not stand in their parts. */
const isKey = (text: unknown, most: number): boolean => named(text, most) && !/[\s|]/.test(String(text));

/** What the store's columns and the graph's keys ask of a harvested indicator. Long words are cut when they are written; ids never are. */
const CHECKS: readonly Check[] = [
  ["Its id must have 1 to 120 characters, no space and no bar.", (item) => isKey(item.upstreamId, 120)],
  ["It has no name.", (item) => named(item.name, Number.POSITIVE_INFINITY)],
  ["It has no unit.", (item) => named(item.unit?.code, 40) && named(item.unit?.label, 200)],
  [
    "What stands before or after a value of its unit is too long.",
    (item) => within(item.unit.prefix, 20) && within(item.unit.suffix, 60),
  ],
  [
    "Its unit's multiplier is no number above 0.",
    ({ unit }) => unit.multiplier === undefined || (Number.isFinite(unit.multiplier) && unit.multiplier > 0),
  ],
  [
    "Its decimal places are no whole number from 0 to 20.",
    ({ decimalPlaces }) => Number.isInteger(decimalPlaces) && decimalPlaces >= 0 && decimalPlaces <= 20,
  ],
  ["Its kind of value is none that the hub knows.", (item) => among(v.VALUE_TYPES, item.valueType)],
  ["Its frequency is none that the hub knows.", (item) => among(v.FREQUENCIES, item.frequency)],
  ["Its kind of period is none that the hub knows.", (item) => among(v.PERIOD_TYPES, item.periodType)],
  ["Its polarity is none that the hub knows.", (item) => among(v.POLARITIES, item.polarity ?? "UNKNOWN")],
  [
    "It names a kind of area that the hub does not know.",
    (item) => (item.areaTypes ?? []).every((type) => among(v.AREA_TYPE_CODES, type)),
  ],
  [
    "Its first or last period cannot be read.",
    ({ earliest, latest }) => [earliest, latest].every((iso) => iso === undefined || readIsoPeriod(iso) !== undefined),
  ],
  ["Its data set has no id that can be kept.", (item) => isKey(item.dataset?.upstreamId, 110)],
  ["Its data set has no title.", (item) => named(item.dataset.title, Number.POSITIVE_INFINITY)],
  [
    "The standing of its data set is none that the hub knows.",
    ({ dataset }) => among(v.QUALITY_DESIGNATIONS, dataset.designation ?? "NO_ACCREDITATION"),
  ],
  [
    "The licence of its data set has no code or name.",
    ({ dataset }) =>
      dataset.licence === undefined || (named(dataset.licence.code, 40) && named(dataset.licence.label, 200)),
  ],
  [
    "A name of it in another scheme cannot be kept.",
    (item) => (item.identifiers ?? []).every((each) => among(v.ID_SCHEMES, each.scheme) && named(each.value, 200)),
  ],
  [
    "It is declared the same as something that is no slug.",
    (item) => (item.sameAs ?? []).every((slug) => isKey(slug, 160)),
  ],
  ["Two of its dimensions have one code.", (item) => distinct((item.dimensions ?? []).map((each) => each.code))],
];

/** Why a harvested indicator cannot be put into the catalogue: a sentence for people; undefined where it can. */
export function faultIn(source: Pick<NationalSource, "id">, item: RemoteIndicator): string | undefined {
  for (const [what, holds] of CHECKS) if (!holds(item)) return what;
  if (`${source.id}:${item.upstreamId}`.length > 160) return "Its id is too long for a slug.";
  for (const dimension of item.dimensions ?? []) {
    const fault = faultInDimension(dimension);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultInDimension({ code, label, members }: RemoteDimension): string | undefined {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code)) return `The code of its dimension "${code}" is not in small letters.`;
  if (!named(label, 1000)) return `Its dimension ${code} has no name.`;
  if (members.length === 0) return `Its dimension ${code} has no members.`;
  if (!distinct(members.map((member) => member.code))) return `Two members of its dimension ${code} have one code.`;
  if (!members.every((member) => named(member.code, 120) && !member.code.includes("|")))
    return `A member of its dimension ${code} has no code that can be kept.`;
  if (!members.every((member) => named(member.label, 1000))) return `A member of its dimension ${code} has no name.`;
  if (members.filter((member) => member.isTotal === true).length > 1) return `Its dimension ${code} has two totals.`;
  return undefined;
}

function distinct(codes: readonly string[]): boolean {
  return new Set(codes).size === codes.length;
}
