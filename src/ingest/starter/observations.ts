import { keepOnce } from "../duplicates";
import { openEls } from "../layouts/els";
import { slugify } from "../slug";
import type { TidyObservation } from "../tidy-observation";
import { NOT_AREAS } from "./areas/named-in-figures";
import type { AreaRegister } from "./areas/register";
import type { SourceFolder } from "./files";
import type { PublishedIndicator } from "./metadata";

/** Figures by data set. */
export type Figures = Map<string, TidyObservation[]>;

/** Share of children: the file that names no age band repeats it. */
const NAMELESS_BANDS = "els/extra/broad-age-bands.json.gz";
const HOUSE_PRICES = "average-house-price";

/** Names of the columns of a file in `els/extra`: one figure a position. */
interface Columns {
  readonly areacd: readonly string[];
  readonly value: readonly (number | null)[];
  readonly lci: readonly (number | null)[];
  readonly uci: readonly (number | null)[];
  /** The first year of the period. */
  readonly xDomainNumb: readonly number[];
}

/** The slug of an indicator of a file, by the publisher's own metadata. */
export function slugIn(published: ReadonlyMap<string, PublishedIndicator>, dataset: string, code: string): string {
  for (const each of published.values()) if (each.dataset === dataset && each.code === code) return each.slug;
  throw new Error(`The publisher's metadata does not name "${code}" of ${dataset}.`);
}

/** Reads every file of `els/raw`: figures of known areas, by data set. Everything else is refused and reported. */
export async function readRaw(
  folder: SourceFolder,
  register: AreaRegister,
  published: ReadonlyMap<string, PublishedIndicator>,
): Promise<Figures> {
  const figures: Figures = new Map();
  for (const file of folder.list("els/raw")) {
    if (!file.endsWith(".csv")) continue;
    const dataset = file.split("/").at(-2) ?? "";
    const read: TidyObservation[] = [];
    folder.rows(file); // opens the file's account
    const opened = await openEls(folder.path(file), {
      name: file,
      slugOf: (indicator) => slugIn(published, dataset, indicator),
      onRefusal: (refusal) => {
        const known = refusal.column === "areacd" ? NOT_AREAS[refusal.found] : undefined;
        folder.report.refuse(file, known ?? refusal.reason, `row ${refusal.row}: ${refusal.found}`);
      },
    });
    for await (const each of opened.observations) read.push(each);
    figures.set(dataset, judged(folder, register, file, read));
    for (const warning of opened.findings.warnings) folder.report.note(file, warning, "");
  }
  return figures;
}

/** Reads every file of `els/extra`, whose figures are by year: the metadata says which period a year stands for. */
export function readExtra(
  folder: SourceFolder,
  register: AreaRegister,
  published: ReadonlyMap<string, PublishedIndicator>,
  presentSlug: ReadonlyMap<string, string>,
  figures: Figures,
): ReadonlyMap<string, string> {
  const datasets = new Map<string, string>();
  for (const file of folder.list("els/extra")) {
    const columns = folder.json<Columns>(file, (each) => each.areacd.length);
    if (file === NAMELESS_BANDS) {
      for (const code of columns.areacd)
        folder.report.refuse(
          file,
          "the file has three age bands in its title and names none; its figures are those of the ages 0 to 15",
          code,
        );
      continue;
    }
    const base = (file.split("/").at(-1) ?? "").replace(/\.json\.gz$/, "");
    const slug = presentSlug.get(base) ?? base;
    // Women and men are parts of the population count: the metadata has them as breakdowns of the data set.
    const of = published.get(slug) ?? published.get("population-count");
    if (of === undefined) throw new Error(`No metadata for ${slug}.`);
    const periodOf = new Map(of.periods.map((period) => [Number(period.slice(0, 4)), period]));
    const read = columns.areacd.map((area, i): TidyObservation => {
      const value = columns.value[i] ?? null;
      const year = columns.xDomainNumb[i] ?? 0;
      const monthly = base === HOUSE_PRICES;
      const period = monthly ? `${year}-01-01/P1Y` : periodOf.get(year);
      if (period === undefined) throw new Error(`${file} has a figure for ${year}, which the metadata has not.`);
      return {
        indicator: slug,
        area,
        period,
        breakdown: "",
        value,
        missing: value === null ? "NOT_AVAILABLE" : null,
        lowerCI95: columns.lci[i] ?? null,
        upperCI95: columns.uci[i] ?? null,
        count: null,
        numerator: null,
        denominator: null,
        statusMask: 0,
        note: monthly ? "One figure of the year; the file does not say for which month." : null,
        row: i + 1,
      };
    });
    datasets.set(slug, of.dataset);
    const kept = judged(folder, register, file, read);
    figures.set(of.dataset, [...(figures.get(of.dataset) ?? []), ...kept]);
  }
  return datasets;
}

/** Refuses figures of unknown areas, and figures that stand twice. */
function judged(
  folder: SourceFolder,
  register: AreaRegister,
  file: string,
  read: readonly TidyObservation[],
): TidyObservation[] {
  const known = read.filter((each) => {
    if (register.areas.has(each.area)) return true;
    folder.report.refuse(
      file,
      NOT_AREAS[each.area] ?? "the area code is in no list of areas",
      `row ${each.row}: ${each.area}`,
    );
    return false;
  });
  const { kept, duplicates, refusals } = keepOnce(file, known);
  for (let i = 0; i < duplicates; i += 1) folder.report.refuse(file, "repeats an earlier row that says the same", "");
  for (const refusal of refusals)
    folder.report.refuse(
      file,
      "contradicts another row of the same indicator, area and period",
      `row ${refusal.row}: ${refusal.found}`,
    );
  return [...kept];
}

/** The LOCAL identifier by which an import of the publisher's own file finds the indicator. */
export function localIdentifier(dataset: string, code: string): string {
  return `els:${dataset}:${slugify(code)}`;
}
