import { createHash } from "node:crypto";
import type { NationalSource, RemoteDataset } from "../../datasources/core/source";
import { readDate } from "../../schema/values/period-dates";
import { addRelease } from "../releases";
import type { Writer } from "../writing/transaction";
import { cut } from "./catalogue-rows";

/** Characters of a version that a release keeps; the rest is room for "+2". */
const VERSION = 36;

/**
 * A data set's version as its publisher states it makes a release, once: the newest release is asked whether it is of that version.
 * Its `content_hash` is that of the version's words, because the hub has none of its figures. Answers whether one was made.
 */
export async function addReleaseOf(
  writer: Writer,
  datasetId: number,
  source: Pick<NationalSource, "id">,
  dataset: RemoteDataset,
  learntAt: string,
): Promise<boolean> {
  if (dataset.version === undefined || dataset.version.trim() === "") return false;
  const hash = sha256(`${source.id}:${dataset.upstreamId}|${dataset.version}`);
  const [newest] = await writer.select(
    "SELECT content_hash FROM dataset_release WHERE dataset_id = ? ORDER BY id DESC LIMIT 1",
    [datasetId],
  );
  if (newest?.content_hash === hash) return false;
  const published = dataset.publishedAt;
  const homepage = dataset.homepage;
  await addRelease(
    writer,
    datasetId,
    {
      title: cut(dataset.title, 300),
      version: shortVersion(dataset.version.trim(), hash),
      type: "MAJOR",
      status: "PUBLISHED",
      publishedAt: published !== undefined && readDate(published) !== undefined ? published : null,
      upstreamUrl: homepage !== undefined && homepage.length <= 700 ? homepage : null,
    },
    learntAt,
    hash,
    { read: 0, kept: 0, refused: 0 },
  );
  return true;
}

/** Long versions are told apart by a piece of their hash. */
function shortVersion(version: string, hash: string): string {
  return version.length <= VERSION ? version : `${version.slice(0, VERSION - 9)}~${hash.slice(0, 8)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
