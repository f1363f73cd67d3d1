import { TextDecoder } from "node:util";
import { z } from "zod";
import { isAreaCode } from "../../schema/values/area-code";
import { readIsoPeriod } from "../../schema/values/period";
import { plainBytes } from "../reading/bytes";
import { FileProblem, shorten } from "../reading/file-problem";
import type { Refusal, TidyObservation } from "../tidy-observation";

const numbers = z.array(z.number().nullable());
const FILE = z.looseObject({
  code: z.string(),
  areacd: z.array(z.string()),
  value: numbers,
  lci: numbers,
  uci: numbers,
  xDomainNumb: z.array(z.int()),
});

export interface ElsColumns {
  /** The publisher's name for the series: `<file>-<indicator column>`. */
  readonly code: string;
  readonly observations: readonly TidyObservation[];
  readonly rowsRead: number;
  readonly refusals: readonly Refusal[];
}

/**
 * Reads one series of the slimmer layout: JSON with `areacd`, `value`, `lci`, `uci` and `xDomainNumb` (whole years) side by side.
 * What the years stand for is said elsewhere, in the service's own metadata: `periodDomain` is its first and last period (`1991-06-30` and
 * `2024-06-30`, or `2006-08-01/P1Y` and `2024-08-01/P1Y`). It is believed only where both have one shape and the file's first and last years
 * are theirs; otherwise FileProblem is thrown, because a year could then mean anything (the average house price has years here and
 * months there). A null value is NOT_AVAILABLE. `row` is the position in the arrays, counting the first as 1.
 */
export async function readElsColumns(
  path: string,
  options: { readonly slug: string; readonly periodDomain: readonly [string, string]; readonly name: string },
): Promise<ElsColumns> {
  const file = FILE.safeParse(await readJson(path));
  if (!file.success)
    throw new FileProblem("The file must hold code, areacd, value, lci, uci and xDomainNumb side by side.");
  const { code, areacd, value, lci, uci, xDomainNumb } = file.data;
  if ([value, lci, uci, xDomainNumb].some((column) => column.length !== areacd.length)) {
    throw new FileProblem("The columns have different lengths.");
  }
  const periodOf = yearRule(xDomainNumb, options.periodDomain);
  const refusals: Refusal[] = [];
  const observations: TidyObservation[] = [];
  for (const [at, area] of areacd.entries()) {
    const lower = lci[at] ?? null;
    const upper = uci[at] ?? null;
    const reason = !isAreaCode(area)
      ? "This is not an area code."
      : lower !== null && upper !== null && lower > upper
        ? "The lower limit lies above the upper one."
        : undefined;
    if (reason !== undefined) {
      refusals.push({
        file: options.name,
        row: at + 1,
        column: isAreaCode(area) ? "lci" : "areacd",
        found: shorten(area),
        reason,
      });
      continue;
    }
    const figure = value[at] ?? null;
    observations.push({
      indicator: options.slug,
      area,
      period: periodOf(xDomainNumb[at] ?? 0),
      breakdown: "",
      value: figure,
      missing: figure === null ? "NOT_AVAILABLE" : null,
      lowerCI95: lower,
      upperCI95: upper,
      count: null,
      numerator: null,
      denominator: null,
      statusMask: 0,
      note: null,
      row: at + 1,
    });
  }
  return { code, observations, rowsRead: areacd.length, refusals };
}

async function readJson(path: string): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of plainBytes(path)) pieces.push(piece);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(pieces)));
  } catch {
    throw new FileProblem("The file is not JSON in UTF-8.");
  }
}

/** From a year to the ISO period that it stands for. */
function yearRule(years: readonly number[], domain: readonly [string, string]): (year: number) => string {
  const [first, last] = domain;
  const rest = first.slice(4);
  const low = years.reduce((least, year) => Math.min(least, year), Number.POSITIVE_INFINITY);
  const high = years.reduce((most, year) => Math.max(most, year), Number.NEGATIVE_INFINITY);
  const yearly = /^-\d{2}-\d{2}(?:\/P1Y)?$/.test(rest) && last.slice(4) === rest && readIsoPeriod(first) !== undefined;
  if (!yearly || Number(first.slice(0, 4)) !== low || Number(last.slice(0, 4)) !== high) {
    throw new FileProblem(
      `The years ${low} to ${high} are not those of the periods ${first} to ${last}: what a year stands for is not known.`,
    );
  }
  return (year) => `${year}${rest}`;
}
