import { CallerError } from "../../schema/values/caller-error";
import type { Formula } from "../../statistics/formula/parse";
import { FORMULA_LIMITS, parseFormula } from "../../statistics/formula/parse";
import { checkUnits, PERCENT } from "../../statistics/formula/units";
import type * as p from "../core/ports";
import type * as r from "../core/records";

/** A formula that has been read and checked, and the indicator that its results are figures of. */
export interface CalculatedIndicator {
  readonly formula: Formula;
  readonly text: string;
  /** The indicators that it is over, in the order of their first mention. */
  readonly inputs: readonly r.IndicatorRecord[];
  readonly indicator: r.IndicatorRecord;
}

const KEY = /^calculated:([^:|]*):(.*)$/s;
const MOST_LABEL = 200;

/**
 * The indicator that a formula makes. Throws CallerError naming `formula` where it cannot be read, names what the hub has not, or adds
 * what has different units; naming `label` where that is empty or too long.
 */
export function calculatedIndicator(
  catalogue: p.Catalogue,
  suggest: (slug: string) => readonly string[],
  text: string,
  label: string,
): CalculatedIndicator {
  if (label.trim() === "" || label.length > MOST_LABEL)
    throw new CallerError(
      "`label` is empty or too long.",
      "label",
      `a name for the result, of 1 to ${MOST_LABEL} characters`,
    );
  const parsed = parseFormula(text);
  if (!parsed.ok) {
    const where = parsed.at === null ? "" : ` (at character ${parsed.at + 1})`;
    throw new CallerError(`\`formula\` cannot be used${where}: ${parsed.problem}`, "formula", EXAMPLE);
  }
  if (parsed.indicators.length === 0) throw new CallerError("`formula` names no indicator.", "formula", EXAMPLE);
  const inputs = parsed.indicators.map((slug) => {
    const found = catalogue.indicatorBySlug(slug);
    if (found !== undefined) return found;
    const nearest = suggest(slug).join(", ");
    throw new CallerError(
      `\`formula\` names no indicator of this hub: ${slug}.`,
      "formula",
      `slugs of indicators in braces${nearest && `, such as ${nearest}`}`,
    );
  });
  const units = new Map(inputs.map(({ slug, unit }) => [slug, unit.code]));
  const checked = checkUnits(parsed.formula, units);
  if (checked.problem !== null)
    throw new CallerError(
      `The units of \`formula\` do not fit: ${checked.problem}`,
      "formula",
      "figures in one unit where they are added, subtracted or compared",
    );
  const key = `calculated:${encodeURIComponent(label.trim())}:${text}`;
  const unit = unitOf(checked.words, inputs, parsed.formula);
  return { formula: parsed.formula, text, inputs, indicator: indicatorOf(key, label.trim(), text, unit, inputs) };
}

const EXAMPLE = `indicators in braces, numbers, + - * / ( ), per and functions, such as {population-count-female} / {population-count} * 100; at most ${FORMULA_LIMITS.characters} characters`;

/** Whether a key, of an indicator or of one of its figures, is of a formula. */
export function isCalculatedKey(key: string): boolean {
  return key.startsWith("calculated:");
}

/** Label and formula in the key of a calculated indicator; undefined for the key of any other. */
export function readCalculatedKey(key: string): { readonly label: string; readonly formula: string } | undefined {
  const [, label, formula] = KEY.exec(key) ?? [];
  if (label === undefined || formula === undefined) return undefined;
  try {
    return { label: decodeURIComponent(label), formula };
  } catch {
    return undefined; // a text that nobody encoded
  }
}

function indicatorOf(
  key: string,
  name: string,
  text: string,
  unit: r.UnitRecord,
  inputs: readonly r.IndicatorRecord[],
): r.IndicatorRecord {
  const [first] = inputs as readonly [r.IndicatorRecord];
  const most = Math.max(...inputs.map(({ decimalPlaces }) => decimalPlaces));
  const made = unit.code === PERCENT || inputs.every((input) => input.unit.code !== unit.code);
  return {
    nodeType: "Indicator",
    id: -1,
    key,
    slug: key,
    name,
    definition: `Calculated by this hub: ${text}`,
    caveats: ["A figure of the asker's own making; no publisher vouches for it."],
    identifiers: [],
    unit,
    decimalPlaces: unit.code === PERCENT ? Math.max(1, most) : made ? Math.max(2, most) : most,
    polarity: "UNKNOWN",
    polarityReason: "The hub does not know whether a high result of this formula is good.",
    valueType: unit.code === PERCENT ? "PERCENTAGE" : made ? "RATIO" : first.valueType,
    frequency: first.frequency,
    periodType: first.periodType,
    isAggregatable: false,
    isStandardised: false,
    hasConfidenceIntervals: inputs.some(({ hasConfidenceIntervals }) => hasConfidenceIntervals),
    dimensions: [],
    topics: [],
    dataset: datasetOf(key, inputs),
    services: [],
    coverage: [],
    sameAs: [],
  };
}

/** The unit of a result: that of an input where it is the same, else in words; null where an input's is not known. */
function unitOf(
  words: string | null,
  inputs: readonly r.IndicatorRecord[],
  { kind, ...formula }: Formula,
): r.UnitRecord {
  if (words === null) return { code: "unknown", label: "Unit not known" };
  const same = inputs.find(({ unit }) => unit.code === words)?.unit;
  const per = kind === "PER" && "per" in formula ? ` per ${formula.per.toLocaleString("en-GB")}` : "";
  if (per !== "") return { code: `${words}${per}`, label: `${words}${per}`.trim(), suffix: per };
  if (same !== undefined) return same;
  if (words === PERCENT) return { code: PERCENT, label: "Per cent", suffix: "%" };
  return words === "" ? { code: "number", label: "Number" } : { code: words, label: words };
}

/** What calculated figures are filed under: no publisher's data set, one for each formula. Its licence is that of all inputs, or names each. */
function datasetOf(key: string, inputs: readonly r.IndicatorRecord[]): r.DatasetRecord {
  const licences = new Map(inputs.map(({ dataset }) => [dataset.licence.code, dataset.licence]));
  const [first, ...others] = [...licences.values()] as [r.LicenceRecord, ...r.LicenceRecord[]];
  const licence =
    others.length === 0 ? first : { code: "SEVERAL", label: [first, ...others].map(({ label }) => label).join("; ") };
  const source: r.SourceRecord = {
    nodeType: "Source",
    id: -1,
    key,
    slug: "calculated",
    name: "Calculated by this hub",
    kind: "LOCAL_TABLE",
    licence,
    datasets: [],
  };
  const [{ dataset }] = inputs as readonly [r.IndicatorRecord];
  return {
    nodeType: "Dataset",
    id: -1,
    key,
    slug: "calculated",
    title: "Calculated from other figures",
    source,
    licence,
    designation: "NO_ACCREDITATION",
    frequency: dataset.frequency,
    version: 0,
    releases: [],
    indicators: [],
  };
}
