import { createHash } from "node:crypto";
import { boxOf, centroidOf } from "../../datasources/core/drawing";
import type { FileCount, FileReport } from "../report";
import type { SqlValue, Writer } from "../writing/transaction";
import type { BoundaryFile } from "./read";

const COLUMNS = [
  "area_id",
  "boundaries_at",
  "detail",
  "west",
  "south",
  "east",
  "north",
  "centroid_longitude",
  "centroid_latitude",
  "source",
  "geometry",
];
/** Areas looked up together, and characters of geometry that one statement carries: servers take 16 MB at most as they come. */
const AREAS_AT_ONCE = 200;
const CHARACTERS_AT_ONCE = 2_000_000;

/**
 * Puts drawings into the store. One of the same area, day and detail replaces the one that stands, where it differs; others are added and
 * nothing is deleted. Drawings of areas that the store has not are refused and told.
 */
export async function loadBoundaries(
  writer: Writer,
  file: BoundaryFile,
  areas: ReadonlyMap<string, number>,
  count: FileCount,
): Promise<FileReport> {
  count.rowsRead = file.rowsRead;
  const refusedBefore = count.refused;
  const known = file.drawn.flatMap((drawn) => {
    const area = areas.get(drawn.code);
    if (area !== undefined) return [{ ...drawn, area }];
    const reason = "The store has no area of this code.";
    count.refuse({ file: count.file, row: drawn.row, column: "code", found: drawn.code, reason });
    return [];
  });
  let added = 0;
  let changed = 0;
  for (let from = 0; from < known.length; from += AREAS_AT_ONCE) {
    const group = known.slice(from, from + AREAS_AT_ONCE);
    const standing = await standingDrawings(
      writer,
      group.map(({ area }) => area),
    );
    const batch = new Batch(writer);
    for (const { area, boundariesAt, detail, source, drawing } of group) {
      const geometry = JSON.stringify(drawing);
      const before = standing.get(`${area} ${boundariesAt} ${detail}`);
      if (before === signature(source, geometry)) continue;
      if (before === undefined) added += 1;
      else {
        changed += 1;
        await writer.change("DELETE FROM boundary WHERE area_id = ? AND boundaries_at = ? AND detail = ?", [
          area,
          boundariesAt,
          detail,
        ]);
      }
      const box = boxOf(drawing);
      await batch.add([area, boundariesAt, detail, ...box, ...centroidOf(drawing), source, geometry], geometry.length);
    }
    await batch.flush();
  }
  return count.report({
    state: added + changed > 0 ? "LOADED" : "UNCHANGED",
    kept: known.length,
    duplicates: file.rowsRead - file.drawn.length - refusedBefore,
    added,
    changed,
  });
}

/** Rows that wait to be put in together. */
class Batch {
  private rows: SqlValue[][] = [];
  private characters = 0;

  constructor(private readonly writer: Writer) {}

  async add(row: SqlValue[], characters: number): Promise<void> {
    if (this.characters + characters > CHARACTERS_AT_ONCE) await this.flush();
    this.rows.push(row);
    this.characters += characters;
  }

  async flush(): Promise<void> {
    await this.writer.insert("boundary", COLUMNS, this.rows);
    this.rows = [];
    this.characters = 0;
  }
}

async function standingDrawings(writer: Writer, areas: readonly number[]): Promise<ReadonlyMap<string, string>> {
  const marks = areas.map(() => "?").join();
  const sql = `SELECT area_id, boundaries_at, detail, source, geometry FROM boundary WHERE area_id IN (${marks})`;
  const rows = await writer.select(sql, areas);
  return new Map(
    rows.map((row) => [
      `${row.area_id} ${row.boundaries_at} ${row.detail}`,
      signature(String(row.source), String(row.geometry)),
    ]),
  );
}

function signature(source: string, geometry: string): string {
  return createHash("sha256").update(source).update("\n").update(geometry).digest("base64");
}
