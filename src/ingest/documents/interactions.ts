import { createHash } from "node:crypto";
import { upsert } from "../catalogue/upsert";
import { openCsv } from "../reading/csv";
import { FileProblem, shorten } from "../reading/file-problem";
import { fitted, readHeader } from "../reading/header";
import { surveyFile } from "../reading/survey";
import { instant, type SqlValue, type Writer } from "../writing/transaction";
import { openCouncilNames } from "./council-names";
import type { DocumentLayout } from "./document";
import { columnsOf, type InteractionCells, readInteraction } from "./interaction-row";

const COLUMNS = ["council_id", "service_id", "lgil_id", "url", "status", "last_checked"];
const KEY = ["council_id", "service_id", "lgil_id"];
/** Interactions of one service are told apart by a number below this. */
const LGIL_LIMIT = 1000;

/**
 * Links to what people can do with a council about a service: GOV.UK Local Links Manager's export (Authority Name, SNAC, GSS, Description,
 * LGSL, LGIL, URL, Supported by GOV.UK, and with them Status), or any CSV with columns for the council, LGSL, LGIL and URL.
 *
 * The file is the whole truth of the councils in it: a link of such a council that the file no longer has is withdrawn, other
 * councils are left alone. A row that is refused withdraws nothing. Rows are read and written block by block; of each link only
 * a number and a hash of 48 bits are held, which for 300,000 links is some 30 MB.
 */
export const interactions: DocumentLayout = {
  what: "links of services (CSV with columns for GSS or council, LGSL, LGIL and URL)",

  isOne: (_name, header) => header !== undefined && columnsOf(header) !== undefined,

  async load(writer, file, count, now) {
    const survey = await surveyFile(file.path);
    count.warnings.push(...survey.warnings);
    const { blocks } = await openCsv(file.path, survey);
    const header = await readHeader(blocks, []);
    const columns = columnsOf(header.names);
    if (columns === undefined)
      throw new FileProblem("The header must have columns for GSS or council, LGSL, LGIL and URL.");
    const links = new Links(writer);
    const names = await openCouncilNames(writer, now.toISOString().slice(0, 10));
    const services = await servicesByLgsl(writer);
    const context = { names, services, now };
    const take = async (rows: typeof header.following): Promise<void> => {
      for (const row of rows) {
        count.rowsRead += 1;
        const refuse = (column: string, found: string, reason: string): void =>
          count.refuse({ file: file.name, row: row.line, column, found: shorten(found), reason });
        const cells = fitted(row, header);
        if (cells === undefined) {
          refuse(
            "",
            row.cells.join(","),
            `The row has ${row.cells.length} cells where the header has ${header.width}.`,
          );
          continue;
        }
        const read = readInteraction(cellsOf(cells, columns), context);
        if (read.key !== undefined) await links.see(read.key.council, read.key.service * LGIL_LIMIT + read.key.lgil);
        if ("reason" in read) {
          refuse(header.names[columns[read.column]] ?? read.column, read.found, read.reason);
          continue;
        }
        const lastChecked = read.lastChecked === null ? null : instant(read.lastChecked);
        const { council, service, lgil } = read.key;
        const taken = links.take(council, service * LGIL_LIMIT + lgil, [
          council,
          service,
          lgil,
          read.url,
          read.status,
          lastChecked,
        ]);
        if (!taken)
          refuse(
            header.names[columns.url] ?? "URL",
            read.url,
            "A row above has the same council, service and interaction and says something else.",
          );
      }
      await links.flush();
    };
    await take(header.following);
    for await (const block of blocks) await take(block);
    const withdrawn = await links.withdraw();
    const { added, changed, duplicates } = links;
    return count.report({
      state: added + changed + withdrawn > 0 ? "LOADED" : "UNCHANGED",
      kept: links.kept,
      duplicates,
      added,
      changed,
      withdrawn,
    });
  },
};

function cellsOf(cells: readonly string[], columns: NonNullable<ReturnType<typeof columnsOf>>): InteractionCells {
  const cell = (at: number): string => cells[at] ?? "";
  return {
    gss: cell(columns.gss),
    organisation: cell(columns.organisation),
    snac: cell(columns.snac),
    lgsl: cell(columns.lgsl),
    lgil: cell(columns.lgil),
    url: cell(columns.url),
    status: cell(columns.status),
    lastChecked: cell(columns.lastChecked),
  };
}

async function servicesByLgsl(writer: Writer): Promise<ReadonlyMap<number, number>> {
  return new Map(
    (await writer.select("SELECT id, lgsl_id FROM service")).map((row) => [Number(row.lgsl_id), Number(row.id)]),
  );
}

/** The links of the councils that a file names: as they stand, and as the file has them. */
class Links {
  added = 0;
  changed = 0;
  duplicates = 0;
  kept = 0;
  /** Hashes of what stands, by council and number of the link. */
  private readonly standing = new Map<number, Map<number, number>>();
  private readonly seen = new Map<number, Map<number, number>>();
  /** Councils of which a row was taken. */
  private readonly told = new Set<number>();
  private waiting: SqlValue[][] = [];

  constructor(private readonly writer: Writer) {}

  /** The file names this link, whether or not its row can be taken. */
  async see(council: number, key: number): Promise<void> {
    if (!this.standing.has(council)) {
      const rows = await this.writer.select(`SELECT ${COLUMNS.join(", ")} FROM interaction WHERE council_id = ?`, [
        council,
      ]);
      const hashes = rows.map((row) => [
        Number(row.service_id) * LGIL_LIMIT + Number(row.lgil_id),
        hashOf([row.url ?? null, row.status ?? null, row.last_checked ?? null]),
      ]) as [number, number][];
      this.standing.set(council, new Map(hashes));
      this.seen.set(council, new Map());
    }
    const seen = this.seen.get(council);
    if (seen !== undefined && !seen.has(key)) seen.set(key, Number.NaN); // named, not taken
  }

  /** Takes a row; false where one before it says something else. */
  take(council: number, key: number, row: SqlValue[]): boolean {
    const hash = hashOf(row.slice(KEY.length));
    const before = this.seen.get(council)?.get(key);
    if (before !== undefined && !Number.isNaN(before)) {
      if (before === hash) this.duplicates += 1;
      return before === hash;
    }
    this.seen.get(council)?.set(key, hash);
    this.told.add(council);
    this.kept += 1;
    const stands = this.standing.get(council)?.get(key);
    if (stands === hash) return true;
    if (stands === undefined) this.added += 1;
    else this.changed += 1;
    this.waiting.push(row);
    return true;
  }

  async flush(): Promise<void> {
    const rows = this.waiting;
    this.waiting = [];
    if (rows.length > 0) await upsert(this.writer, "interaction", KEY, COLUMNS, rows);
  }

  /** Takes away what the councils of the file had and the file has not. Says how many. */
  async withdraw(): Promise<number> {
    let withdrawn = 0;
    for (const council of this.told) {
      const seen = this.seen.get(council);
      const gone = [...(this.standing.get(council)?.keys() ?? [])].filter((key) => seen?.has(key) !== true);
      for (let from = 0; from < gone.length; from += 200) {
        const part = gone.slice(from, from + 200);
        const one = "(service_id = ? AND lgil_id = ?)";
        const values = part.flatMap((key) => [Math.floor(key / LGIL_LIMIT), key % LGIL_LIMIT]);
        const sql = `DELETE FROM interaction WHERE council_id = ? AND (${part.map(() => one).join(" OR ")})`;
        await this.writer.change(sql, [council, ...values]);
      }
      withdrawn += gone.length;
    }
    return withdrawn;
  }
}

/** 48 bits of a hash: two different links of one council and number are taken for the same once in 280 million million. */
function hashOf(values: readonly SqlValue[]): number {
  return createHash("sha256").update(JSON.stringify(values)).digest().readUIntBE(0, 6);
}
