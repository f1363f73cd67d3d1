import { periodLabel } from "../../schema/values/period";
import { type FigureSource, loadFiguresWithin } from "../observations/load";
import { type CsvRow, openCsv, WIDE_COLUMNS } from "../reading/csv";
import { FileProblem, shorten } from "../reading/file-problem";
import { readHeader } from "../reading/header";
import { surveyFile } from "../reading/survey";
import type { ReleaseFacts } from "../releases";
import type { FileCount } from "../report";
import type { TidyObservation } from "../tidy-observation";
import { instant, type Writer } from "../writing/transaction";
import type { DocumentLayout } from "./document";
import { type OutturnIndicators, putIndicators, readSpendLines, type SpendLine } from "./revenue-outturn-lines";
import { type OutturnRow, OutturnRowReader, TELLING } from "./revenue-outturn-row";
import { ClassTotals, putTotals, warnOfDifferences } from "./revenue-outturn-totals";

/**
 * MHCLG's "Revenue Outturn multi-year data set", England: a wide CSV with a row for each council and year, `year_ending, ONS_code,
 * LA_LGF_code, LA_name, status, LA_class, LA_subclass` and then a column a line, in thousands of pounds (docs/spend.md says what of this is
 * certain). The columns that the table `spend_lines` names become indicators; the others are passed over. The file is the whole truth of the
 * lines in it: a newer one takes the place of what stands, as a release of its own.
 *
 * In the report each figure of a line counts as a row, and so does a row that is refused whole.
 */
export const revenueOutturn: DocumentLayout = {
  what: "revenue outturn of councils in England (CSV with columns year_ending, ONS_code, LA_name, status and LA_class)",

  isOne: (_name, header) => header !== undefined && TELLING.every((name) => header.includes(name)),

  async load(writer, file, count, now) {
    const survey = await surveyFile(file.path);
    count.warnings.push(...survey.warnings);
    const { blocks } = await openCsv(file.path, survey, WIDE_COLUMNS);
    const header = await readHeader(blocks, TELLING);
    const all = await readSpendLines(writer);
    const lines = all.filter(({ line }) => header.positions.has(line));
    warnOfLacking(all, lines, count);
    const reading = new Reading(
      file.name,
      count,
      new OutturnRowReader(
        header,
        lines.map(({ line }) => line),
      ),
      lines,
    );
    let indicators: OutturnIndicators | undefined;
    const source: FigureSource = {
      count,
      // What is made of the same bytes follows from the lines as well.
      identity: `${IDENTITY} ${JSON.stringify(lines)}`,
      sha256: survey.sha256,
      blocks: reading.blocks(header.following, blocks),
      open: async () => {
        indicators = await putIndicators(writer, lines);
        reading.areas = await areasByCode(writer);
        return { indicators: bySlug(lines, indicators), areas: reading.areas, members: new Map() };
      },
      scopes: async () =>
        indicators === undefined
          ? []
          : [
              {
                dataset: indicators.dataset,
                indicators: [...indicators.ids.values()],
                release: releaseOf(file.name, reading, now),
              },
            ],
      rowsRead: () => reading.rowsRead,
      onBlock: () => {},
    };
    const { result } = await loadFiguresWithin(writer, source, instant(now));
    if (indicators === undefined) return result; // nothing was read: the store has had these very bytes
    const { duplicates, contrary } = reading.totals.repeats();
    for (const { code, at } of contrary)
      count.refuse({ file: file.name, row: at, column: "ONS_code", found: shorten(code), reason: CONTRARY });
    const totals = reading.totals.checked();
    warnOfDifferences(totals, count);
    const put = await putTotals(writer, totals, indicators.ids);
    const own = indicators.changes + put.added + put.changed + put.withdrawn;
    if (result.state !== "LOADED" && own > 0) await forgetContent(writer, indicators.dataset);
    const ofClasses = totals.filter(({ hasArea }) => !hasArea).length;
    return {
      ...result,
      state: result.state === "LOADED" || own > 0 ? "LOADED" : "UNCHANGED",
      rowsRead: result.rowsRead + ofClasses + duplicates + contrary.length,
      kept: result.kept + ofClasses,
      duplicates: result.duplicates + duplicates,
      refused: count.refused,
      added: result.added + put.added,
      changed: result.changed + put.changed,
      withdrawn: result.withdrawn + put.withdrawn,
    };
  },
};

const CONTRARY =
  "The total of this kind of council and year stands more than once, and differently. One must go; until then none counts.";
const IDENTITY = "mhclg-revenue-outturn-1";
/** Columns that a warning names. */
const NAMED = 20;

/** What is read of the rows of one file, while they are read. */
class Reading {
  rowsRead = 0;
  areas: ReadonlyMap<string, number> = new Map();
  readonly totals = new ClassTotals();
  readonly periods = new Set<string>();
  private readonly slugs: ReadonlyMap<string, string>;

  constructor(
    private readonly file: string,
    private readonly count: FileCount,
    private readonly reader: OutturnRowReader,
    lines: readonly SpendLine[],
  ) {
    this.slugs = new Map(lines.map(({ line, slug }) => [line, slug]));
  }

  async *blocks(first: readonly CsvRow[], rest: AsyncGenerator<readonly CsvRow[]>): AsyncGenerator<TidyObservation[]> {
    yield first.flatMap((row) => this.take(row));
    for await (const rows of rest) yield rows.flatMap((row) => this.take(row));
  }

  /** The figures of a row that has an area; none of one that is refused or is a total of a kind of council. */
  private take(row: CsvRow): TidyObservation[] {
    const read = this.reader.read(row);
    if ("reason" in read) {
      this.refuse(row, read.column, read.found, read.reason);
      return [];
    }
    if (read.kind !== "TOTAL") this.totals.addReturn(read);
    if (read.hasArea && !this.areas.has(read.code)) {
      this.refuse(
        row,
        "ONS_code",
        read.code,
        "The store has no area of this code. Load the area first, or mend the code.",
      );
      return [];
    }
    for (const { column, found, reason } of read.faults) this.refuse(row, column, found, reason);
    if (read.kind === "TOTAL") this.totals.addTotal(read, row.line);
    this.periods.add(read.period);
    if (!read.hasArea) return [];
    this.rowsRead += read.figures.length;
    return read.figures.map((figure) => this.observation(read, figure, row.line));
  }

  private observation(
    { code, period }: OutturnRow,
    figure: OutturnRow["figures"][number],
    row: number,
  ): TidyObservation {
    const { line, value, missing, statusMask } = figure;
    const nothing = { lowerCI95: null, upperCI95: null, count: null, numerator: null, denominator: null, note: null };
    return {
      indicator: this.slugs.get(line) ?? line,
      area: code,
      period,
      breakdown: "",
      value,
      missing,
      statusMask,
      ...nothing,
      row,
    };
  }

  private refuse(row: CsvRow, column: string, found: string, reason: string): void {
    this.rowsRead += 1;
    this.count.refuse({ file: this.file, row: row.line, column, found: shorten(found), reason });
  }
}

/**
 * Totals or names moved and no figure did, so that no release was made. The newest one's bytes do not say any more what stands: the next
 * file is read in full, also where it is that one.
 */
async function forgetContent(writer: Writer, dataset: number): Promise<void> {
  await writer.change("UPDATE dataset_release SET content_hash = ? WHERE dataset_id = ?", ["0".repeat(64), dataset]);
}

/** Throws FileProblem where the file has none of the lines. */
function warnOfLacking(all: readonly SpendLine[], lines: readonly SpendLine[], count: FileCount): void {
  if (lines.length === 0)
    throw new FileProblem("The file has none of the columns that spend_lines names, such as RS_netcurrtot_net_exp.", {
      found: all
        .slice(0, 3)
        .map(({ line }) => line)
        .join(", "),
    });
  const lacking = all.filter((line) => !lines.includes(line)).map(({ line }) => line);
  if (lacking.length === 0) return;
  const rest = lacking.length > NAMED ? ` and ${lacking.length - NAMED} more` : "";
  count.warnings.push(
    `The file lacks ${lacking.length} of ${all.length} columns of spend_lines; what stands of them is left as it is: ${lacking.slice(0, NAMED).join(", ")}${rest}.`,
  );
}

/** Of the release the file says nothing but what its name says: `…_v3.1.csv` is version 3.1. */
function releaseOf(name: string, { periods }: Reading, now: Date): ReleaseFacts {
  const years = [...periods].sort();
  const [first, last] = [years[0], years.at(-1)].map((iso) => (iso === undefined ? "" : periodLabel(iso)));
  const [, version] = /[_-]v(\d+(?:\.\d+){0,3})_?\.csv/i.exec(name) ?? [];
  return {
    title: `Revenue outturn, ${first === last ? first : `${first} to ${last}`}`,
    version: version ?? now.toISOString().slice(0, 10),
    type: "MINOR",
    status: "PUBLISHED",
    publishedAt: null,
    upstreamUrl: null,
  };
}

function bySlug(lines: readonly SpendLine[], { ids }: OutturnIndicators): ReadonlyMap<string, number> {
  return new Map(lines.map(({ line, slug }) => [slug, ids.get(line) ?? 0]));
}

async function areasByCode(writer: Writer): Promise<ReadonlyMap<string, number>> {
  return new Map((await writer.select("SELECT code, id FROM area")).map((row) => [String(row.code), Number(row.id)]));
}
