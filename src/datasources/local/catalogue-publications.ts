import type * as r from "../core/records";
import { readDisclosure } from "./catalogue-disclosure";
import { byText, known, Lists, required } from "./record-shapes";
import { select } from "./select";
import type { Store } from "./store";

export interface Publications {
  readonly licences: ReadonlyMap<number, r.LicenceRecord>;
  readonly sources: readonly r.SourceRecord[];
  readonly datasets: readonly r.DatasetRecord[];
  readonly releases: readonly r.ReleaseRecord[];
  readonly notes: ReadonlyMap<number, string>;
  readonly datasetsById: ReadonlyMap<number, r.DatasetRecord>;
  /** Indicators of a data set; filled when indicators are read. */
  readonly indicatorsOf: Lists<number, r.IndicatorRecord>;
  /** Figures in force: what the newest release of each data set kept, because a release holds the whole of its data set. */
  readonly observationCount: number;
}

interface LicenceRow {
  id: number;
  code: string;
  label: string;
  url: string | null;
  attribution: string | null;
}

interface SourceRow {
  id: number;
  slug: string;
  name: string;
  publisher: string | null;
  homepage: string | null;
  api: string | null;
  kind: r.SourceRecord["kind"];
  licence_id: number;
  limits: string | null;
  service: string | null;
  own_licence: string | null;
}

interface DatasetRow {
  id: number;
  slug: string;
  title: string;
  description: string | null;
  source_id: number;
  licence_id: number;
  designation: r.DatasetRecord["designation"];
  frequency: r.DatasetRecord["frequency"];
  homepage: string | null;
  methodology_url: string | null;
  version: number;
  own_licence: string | null;
}

interface ReleaseRow {
  id: number;
  dataset_id: number;
  title: string;
  version: string;
  type: r.ReleaseRecord["type"];
  status: r.ReleaseRecord["status"];
  published_at: string | null;
  scheduled_for: string | null;
  learnt_at: string;
  upstream_url: string | null;
  rows_kept: number;
  added: number | null;
  changed: number | null;
  withdrawn: number | null;
}

/** Licences, sources, data sets, releases and notes, linked. Six statements. */
export async function readPublications(store: Store): Promise<Publications> {
  const licences = new Map<number, r.LicenceRecord>();
  for (const row of await select<LicenceRow>(store, "SELECT id, code, label, url, attribution FROM licence")) {
    const { id: _, ...licence } = row;
    licences.set(row.id, known(licence));
  }

  const datasetsOf = new Lists<number, r.DatasetRecord>();
  const sources = new Map<number, r.SourceRecord>();
  const sourceSql = `SELECT id, slug, name, publisher, homepage, api, kind, licence_id, limits, remote_source.source AS service,
    remote_source.licence AS own_licence FROM source LEFT JOIN remote_source ON remote_source.source_id = id ORDER BY slug`;
  for (const { licence_id, own_licence, ...row } of await select<SourceRow>(store, sourceSql)) {
    const licence = stated(own_licence) ?? required(licences, licence_id, "licence");
    sources.set(row.id, { nodeType: "Source", key: row.slug, ...known(row), licence, datasets: datasetsOf.of(row.id) });
  }

  const releasesOf = new Lists<number, r.ReleaseRecord>();
  const announcedOf = new Lists<number, r.ReleaseRecord>();
  const indicatorsOf = new Lists<number, r.IndicatorRecord>();
  const datasets = new Map<number, r.DatasetRecord>();
  const policies = await readDisclosure(store);
  const datasetSql = `SELECT id, slug, title, description, source_id, licence_id, designation, frequency, homepage, methodology_url,
    version, remote_dataset.licence AS own_licence FROM dataset LEFT JOIN remote_dataset ON dataset_id = id ORDER BY slug`;
  for (const row of await select<DatasetRow>(store, datasetSql)) {
    const { source_id, licence_id, methodology_url, own_licence, ...rest } = row;
    const source = required(sources, source_id, "source");
    const ofSource = source.service === undefined ? undefined : source.licence;
    const dataset: r.DatasetRecord = {
      nodeType: "Dataset",
      key: row.slug,
      ...known({ ...rest, methodologyUrl: methodology_url, disclosure: policies.get(row.id) ?? null }),
      source,
      licence: stated(own_licence) ?? ofSource ?? required(licences, licence_id, "licence"),
      releases: releasesOf.of(row.id),
      announced: announcedOf.of(row.id),
      indicators: indicatorsOf.of(row.id),
    };
    datasets.set(row.id, dataset);
    datasetsOf.add(source_id, dataset);
  }

  const { releases, observationCount } = await readReleases(store, datasets, releasesOf);
  const announced = await readAnnounced(store, datasets, announcedOf);
  const notes = new Map<number, string>();
  for (const note of await select<{ id: number; body: string }>(store, "SELECT id, body FROM note"))
    notes.set(note.id, note.body);

  return {
    licences,
    sources: [...sources.values()].sort(byText((source) => source.slug)),
    datasets: [...datasets.values()].sort(byText((dataset) => dataset.slug)),
    releases: [...releases, ...announced],
    notes,
    datasetsById: datasets,
    indicatorsOf,
    observationCount,
  };
}

async function readReleases(
  store: Store,
  datasets: ReadonlyMap<number, r.DatasetRecord>,
  releasesOf: Lists<number, r.ReleaseRecord>,
) {
  const releases: r.ReleaseRecord[] = [];
  const kept = new Map<number, number>();
  const sql = `SELECT id, dataset_id, title, version, type, status, published_at, scheduled_for, learnt_at, upstream_url, rows_kept, added, changed, withdrawn
    FROM dataset_release LEFT JOIN release_change ON release_id = id ORDER BY learnt_at DESC, id DESC`;
  for (const row of await select<ReleaseRow>(store, sql)) {
    const dataset = required(datasets, row.dataset_id, "data set");
    const release: r.ReleaseRecord = {
      nodeType: "Release",
      key: `${dataset.slug}|${row.version}`,
      id: row.id,
      dataset,
      title: row.title,
      version: row.version,
      type: row.type,
      status: row.status,
      ...known({ publishedAt: row.published_at, scheduledFor: row.scheduled_for, upstreamUrl: row.upstream_url }),
      learntAt: instantOf(row.learnt_at),
      ...movedBy(row),
    };
    releases.push(release);
    releasesOf.add(row.dataset_id, release);
    const announced = row.status === "SCHEDULED" || row.status === "PROVISIONAL_DATE";
    if (!announced && !kept.has(row.dataset_id)) kept.set(row.dataset_id, row.rows_kept);
  }
  return { releases, observationCount: [...kept.values()].reduce((sum, rows) => sum + rows, 0) };
}

function movedBy({ added, changed, withdrawn }: ReleaseRow): Pick<r.ReleaseRecord, "moved"> {
  return added === null || changed === null || withdrawn === null ? {} : { moved: { added, changed, withdrawn } };
}

interface AnnouncedRow {
  dataset_id: number;
  title: string;
  version: string;
  type: r.ReleaseRecord["type"];
  status: r.ReleaseRecord["status"];
  scheduled_for: string;
  announced_on: string;
  upstream_url: string | null;
}

/** Releases to come, by data set and day: those that a published release of that version, or a later one, has not overtaken. */
async function readAnnounced(
  store: Store,
  datasets: ReadonlyMap<number, r.DatasetRecord>,
  announcedOf: Lists<number, r.ReleaseRecord>,
): Promise<readonly r.ReleaseRecord[]> {
  const sql = `SELECT dataset_id, title, version, type, status, scheduled_for, announced_on, upstream_url FROM announced_release
    WHERE status <> 'WITHDRAWN' ORDER BY scheduled_for, version`;
  return (await select<AnnouncedRow>(store, sql)).flatMap((row, place) => {
    const dataset = required(datasets, row.dataset_id, "data set");
    const overtaken = dataset.releases.some(
      ({ version, publishedAt }) => version === row.version || (publishedAt ?? "") > row.scheduled_for,
    );
    if (overtaken) return [];
    const release: r.ReleaseRecord = {
      nodeType: "Release",
      key: `${dataset.slug}|${row.version}`,
      id: -1 - place, // they have no row among the releases that figures name
      dataset,
      title: row.title,
      version: row.version,
      type: row.type,
      status: row.status,
      ...known({ scheduledFor: row.scheduled_for, upstreamUrl: row.upstream_url }),
      learntAt: `${row.announced_on}T00:00:00.000Z`,
    };
    announcedOf.add(row.dataset_id, release);
    return [release];
  });
}

/** A licence in the words of a national source or of one of its data sets. */
function stated(json: string | null): r.LicenceRecord | undefined {
  return json === null ? undefined : (JSON.parse(json) as r.LicenceRecord);
}

/** `yyyy-mm-dd hh:mm:ss.mmm` of the store, which is UTC, as an ISO 8601 instant. */
function instantOf(stored: string): string {
  return stored.includes("T") ? stored : `${stored.replace(" ", "T")}Z`;
}
