import { readFile } from "node:fs/promises";
import { TextDecoder } from "node:util";
import { z } from "zod";
import { FileProblem } from "../reading/file-problem";

/** What the publisher says of one indicator, beside its figures. Absent means "not said". */
export interface ElsMetadata {
  readonly label?: string;
  readonly subtitle?: string;
  readonly description?: string;
  readonly caveats: readonly string[];
  readonly prefix?: string;
  readonly suffix?: string;
  readonly unitText?: string;
  readonly decimalPlaces?: number;
  readonly isExperimental: boolean;
  readonly isStandardised: boolean;
  readonly sourceName?: string;
  /** yyyy-mm-dd */
  readonly sourceDate?: string;
  readonly sourceUrl?: string;
}

const text = z.string().nullish();
const PART = z.looseObject({
  label: text,
  subtitle: text,
  longDescription: text,
  caveats: text,
  prefix: text,
  suffix: text,
  subText: text,
  decimalPlaces: z.int().min(0).max(20).nullish(),
  experimentalStatistic: text,
  standardised: text,
  sourceDate: text,
  sourceURL: text,
  sourceOrg: text,
});
const FILE = z.looseObject({
  "ess-beta-metadata": z.union([PART.extend({ label: z.string() }), z.record(z.string(), PART)]),
});
type Part = z.infer<typeof PART>;

/**
 * Reads the JSON file that stands beside a table of the ELS layout, and answers for an indicator by its name in the table: the `shared` part
 * overlaid by the indicator's own, or the one part that a file of one indicator has. Throws FileProblem when the file is no such JSON.
 */
export async function readElsMetadata(path: string): Promise<(indicator: string) => ElsMetadata> {
  const body = await readFile(path);
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new FileProblem("The description beside the table is not JSON in UTF-8.");
  }
  const checked = FILE.safeParse(read);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    throw new FileProblem('The description beside the table must hold "ess-beta-metadata" with labels and sources.', {
      column: issue?.path.join(".") ?? "",
    });
  }
  const parts = checked.data["ess-beta-metadata"];
  if (isOnePart(parts)) return () => metadataOf(parts);
  const byName = new Map(Object.entries(parts));
  const shared = byName.get("shared") ?? {};
  return (indicator) => metadataOf({ ...shared, ...byName.get(indicator) });
}

function isOnePart(parts: Part | Readonly<Record<string, Part>>): parts is Part {
  return typeof parts.label === "string";
}

function metadataOf(part: Part): ElsMetadata {
  const prefix = part.prefix === "GBPSign" ? "£" : part.prefix;
  return {
    ...said("label", part.label),
    ...said("subtitle", part.subtitle),
    ...said("description", part.longDescription),
    caveats: (part.caveats ?? "")
      .split(/\n\s*\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    ...said("prefix", prefix),
    ...said("suffix", part.suffix),
    ...said("unitText", part.subText),
    ...(typeof part.decimalPlaces === "number" ? { decimalPlaces: part.decimalPlaces } : {}),
    isExperimental: part.experimentalStatistic === "T",
    isStandardised: part.standardised === "T",
    ...said("sourceName", part.sourceOrg),
    ...said("sourceDate", isoDate(part.sourceDate)),
    ...said("sourceUrl", part.sourceURL),
  };
}

function said<K extends string>(key: K, value: string | null | undefined): { [P in K]?: string } {
  const trimmed = value?.trim() ?? "";
  return trimmed === "" ? {} : ({ [key]: trimmed } as { [P in K]?: string });
}

/** dd/mm/yyyy, as these files have it, as yyyy-mm-dd. */
function isoDate(date: string | null | undefined): string | undefined {
  const found = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(date ?? "");
  return found === null ? undefined : `${found[3]}-${found[2]}-${found[1]}`;
}
