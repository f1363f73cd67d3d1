import * as v from "../schema/values/enums";
import { readDate } from "../schema/values/period-dates";
import { openCsv } from "./reading/csv";
import { shorten } from "./reading/file-problem";
import { fitted, readHeader } from "./reading/header";
import { surveyFile } from "./reading/survey";
import type { Refusal } from "./tidy-observation";
import type { Writer } from "./writing/transaction";

/** What is said of the release that a data set's figures are. */
export interface ReleaseFacts {
  readonly title: string;
  readonly version: string;
  readonly type: string;
  readonly status: string;
  readonly publishedAt: string | null;
  readonly upstreamUrl: string | null;
}

const COLUMNS = ["dataset", "version", "title", "type", "status", "published_at", "upstream_url"] as const;

/** Reads the `releases` table: one row a data set. Rows that cannot be read are refused and told. */
export async function readReleases(
  file: { readonly path: string; readonly name: string },
  onRefusal: (refusal: Refusal) => void,
): Promise<{ readonly rowsRead: number; readonly byDataset: ReadonlyMap<string, ReleaseFacts> }> {
  const { blocks } = await openCsv(file.path, await surveyFile(file.path));
  const header = await readHeader(blocks, COLUMNS);
  const rows = [...header.following];
  for await (const block of blocks) rows.push(...block);
  const byDataset = new Map<string, ReleaseFacts>();
  for (const row of rows) {
    const cells = fitted(row, header);
    const [dataset = "", version = "", title = "", type = "", status = "", published = "", url = ""] = COLUMNS.map(
      (name) => cells?.[header.positions.get(name)?.[0] ?? -1] ?? "",
    );
    const fault: readonly [string, string, string] | undefined =
      cells === undefined
        ? ["", row.cells.join(","), "The row has not as many cells as the header."]
        : dataset === "" || byDataset.has(dataset)
          ? ["dataset", dataset, "Each data set has one row here."]
          : version === "" || version.length > 36
            ? ["version", version, "Write a version of at most 36 characters."]
            : title === "" || title.length > 300
              ? ["title", title, "Write a title of at most 300 characters."]
              : !v.VERSION_TYPES.some((name) => name === type)
                ? ["type", type, `Write one of ${v.VERSION_TYPES.join(", ")}.`]
                : !v.RELEASE_STATUSES.some((name) => name === status)
                  ? ["status", status, `Write one of ${v.RELEASE_STATUSES.join(", ")}.`]
                  : published !== "" && readDate(published) === undefined
                    ? ["published_at", published, "Write a date that exists, as yyyy-mm-dd."]
                    : undefined;
    if (fault !== undefined) {
      onRefusal({ file: file.name, row: row.line, column: fault[0], found: shorten(fault[1]), reason: fault[2] });
      continue;
    }
    const publishedAt = published === "" ? null : published;
    byDataset.set(dataset, {
      version,
      title,
      type,
      status,
      publishedAt,
      upstreamUrl: url === "" ? null : url.slice(0, 700),
    });
  }
  return { rowsRead: rows.length, byDataset };
}

export interface ReleaseCounts {
  readonly read: number;
  readonly kept: number;
  readonly refused: number;
}

/**
 * Writes a release of a data set and answers its id. Where the data set has a release of that version already (a figure was mended under the
 * same name), the new one is called `version+2`, `version+3` …
 */
export async function addRelease(
  writer: Writer,
  dataset: number,
  facts: ReleaseFacts,
  learntAt: string,
  contentHash: string,
  counts: ReleaseCounts,
): Promise<number> {
  const taken = await writer.select("SELECT version FROM dataset_release WHERE dataset_id = ?", [dataset]);
  const versions = new Set(taken.map((row) => String(row.version)));
  let version = facts.version;
  for (let again = 2; versions.has(version); again++) version = `${facts.version}+${again}`;
  const id = await writer.nextId("dataset_release");
  await writer.insert(
    "dataset_release",
    [
      "id",
      "dataset_id",
      "title",
      "version",
      "type",
      "status",
      "published_at",
      "scheduled_for",
      "learnt_at",
      "content_hash",
      "upstream_url",
      "rows_read",
      "rows_kept",
      "rows_refused",
    ],
    [
      [
        id,
        dataset,
        facts.title,
        version,
        facts.type,
        facts.status,
        facts.publishedAt,
        null,
        learntAt,
        contentHash,
        facts.upstreamUrl,
        counts.read,
        counts.kept,
        counts.refused,
      ],
    ],
  );
  return id;
}

/** Whether the newest release of a data set has this content, and nothing of it was refused: then loading it again would change nothing. */
export async function isNewestContent(writer: Writer, contentHash: string): Promise<boolean> {
  const [found] = await writer.select(
    `SELECT r.id AS id FROM dataset_release r WHERE r.content_hash = ? AND r.rows_refused = 0
       AND NOT EXISTS (SELECT 1 FROM dataset_release n WHERE n.dataset_id = r.dataset_id AND n.id > r.id)`,
    [contentHash],
  );
  return found !== undefined;
}
