import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { pino } from "pino";
import { loadConfig } from "../../src/config";
import { MOVED_BEFORE } from "../../src/entities/migrations/1767000000000-two-clocks";
import { createHub, type Hub } from "../../src/hub";
import { importPath } from "../../src/ingest/import";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import type { Answer } from "./ask";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);
const [TRAFFORD, MANCHESTER, SALFORD] = ["E08000009", "E08000003", "E08000006"];
const SLUG = "claimant-count";
const LAST = "2025-01-01/P1Y";
const NEXT = "2026-01-01/P1Y";
const HOUR = 3_600_000;

interface Figure {
  readonly area: string;
  readonly period: string;
  readonly value: number | null;
  readonly missing: string | null;
  readonly note?: string;
}

describe.each(STORE_KINDS.filter(has))("two clocks over the hub's own figures (%s store)", (kind) => {
  let own: OwnStore;
  let hub: Hub;
  let address: string;
  let folder: string;
  const dataset = SLUG;
  let header = "";
  /** The starter's own file by key, as each load of the test changes it. */
  const lines = new Map<string, string>();
  /** What the hub was before each load of the test: an instant, and what it answered then. */
  const moments: { readonly at: string; readonly nodes: readonly Answer[] }[] = [];
  const permalinks: { readonly query: string; readonly text: string }[] = [];
  /** Instants of the test's loads. */
  const loads: string[] = [];
  let clock = Date.now() + HOUR;
  const now = () => new Date(clock).toISOString();

  beforeAll(async () => {
    own = (await ownStarter(kind, [SLUG, "population-count"])) as OwnStore;
    folder = mkdtempSync(join(tmpdir(), "outturn-clocks-"));
    mkdirSync(join(folder, "observations"));
    const starter = brotliDecompressSync(
      readFileSync(join(__dirname, "../../data/starter/observations", `${dataset}.csv.br`)),
    );
    const [first = "", ...rest] = starter.toString("utf8").trimEnd().split("\n");
    header = first;
    for (const line of rest) lines.set(line.split(",").slice(0, 4).join(","), line);
    const config = loadConfig({ LOG_LEVEL: "silent", PUBLIC_URL: "https://hub.example" });
    hub = await createHub({ config, store: own.store, now: () => new Date(clock), log: pino({ level: "silent" }) });
    address = await hub.app.listen({ port: 0, host: "127.0.0.1" });
    await remember();
    await load("2026-02-10", [
      { area: TRAFFORD, period: LAST, value: 3.4, missing: null, note: "Revised after late returns." },
      { area: MANCHESTER, period: LAST, value: null, missing: null }, // withdrawn
      { area: TRAFFORD, period: NEXT, value: 3.9, missing: null },
    ]);
    await remember();
    await load("2026-03-10", [
      { area: TRAFFORD, period: LAST, value: null, missing: "CONFIDENTIAL" },
      { area: MANCHESTER, period: LAST, value: 5.5, missing: null },
      { area: SALFORD, period: NEXT, value: 0, missing: null },
    ]);
    await remember();
  });
  afterAll(async () => {
    await hub?.close();
    await own?.drop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** Loads the whole data set again through the importer, with some figures changed; one without value and reason goes. */
  async function load(version: string, changed: readonly Figure[]): Promise<void> {
    clock += HOUR;
    for (const { area, period, value, missing, note } of changed) {
      const key = `${SLUG},${area},${period},`;
      if (value === null && missing === null) lines.delete(key);
      else lines.set(key, `${key},${value ?? ""},${missing ?? ""},,,,,,,${note ?? ""}`);
    }
    writeFileSync(join(folder, "observations", `${dataset}.csv`), `${header}\n${[...lines.values()].join("\n")}\n`);
    const release = `${dataset},${version},Claimant count of ${version},MINOR,PUBLISHED,${version},`;
    writeFileSync(
      join(folder, "releases.csv"),
      `dataset,version,title,type,status,published_at,upstream_url\n${release}\n`,
    );
    const report = await importPath(own.store, folder, { clock: () => new Date(clock) });
    expect(report.files.flatMap((file) => file.refusals)).toEqual([]);
    loads.push(now());
    clock += HOUR;
    await hub.catalogues.refresh();
    await post("{ __typename }"); // the keeper of whole answers hears of the load with the next request
  }

  async function post(query: string, variables: object = {}): Promise<string> {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ query, variables });
    return (await fetch(`${address}/graphql`, { method: "POST", headers, body })).text();
  }
  async function ask(query: string, variables: object = {}): Promise<Answer> {
    const { data, errors } = JSON.parse(await post(query, variables));
    if (errors !== undefined) throw new Error(JSON.stringify(errors, null, 1));
    return data;
  }

  /** Areas of every kind of answer: figures, a district that ended, one that began late, Scotland, a ward. */
  const AREAS = [TRAFFORD, MANCHESTER, SALFORD, "E07000187", "E06000066", "E08000038", "S12000033", "E92000001"];
  const MANY = `query($areas: [GSSCode!]!, $asOf: DateTime) {
    latest: observations(select: { indicators: ["${SLUG}"], areas: { gssCodes: $areas }, period: { latest: 2 }, options: { asOf: $asOf } }) { ...page }
    named: observations(select: { indicators: ["${SLUG}"], areas: { gssCodes: $areas }, period: { ids: ["${NEXT}"] }, options: { asOf: $asOf } }) { ...page }
    near: observations(select: { indicators: ["${SLUG}"], areas: { gssCodes: $areas }, period: { on: "2026-07-01", nearest: ANY }, options: { asOf: $asOf } }) { ...page }
    byValue: observations(select: { indicators: ["${SLUG}"], areas: { gssCodes: $areas }, orderBy: VALUE, direction: DESC, options: { asOf: $asOf } }) { ...page } }
    fragment page on ObservationConnection { totalCount nodes { area { gssCode } period { id label } value formatted missing status notes lowerCI95
      provenance { retrievedAt release { version } citation boundaryMethod freshness } change { from { value period { id } } difference direction }
      comparison(with: { kind: ALL_IN_REGION }) { rank rankOf statistics { mean missing } } } }`;

  async function pages(asOf?: string): Promise<Answer[]> {
    const data = await ask(MANY, { areas: AREAS, ...(asOf === undefined ? {} : { asOf }) });
    return Object.values(data);
  }

  /** Notes what the hub answers now, and the permalinks of it with what they open. */
  async function remember(): Promise<void> {
    clock += 1;
    moments.push({ at: now(), nodes: await pages() });
    const { observations } = await ask(
      `query($areas: [GSSCode!]!) { observations(select: { indicators: ["${SLUG}"], areas: { gssCodes: $areas } }) { nodes { provenance { permalink } } } }`,
      { areas: AREAS },
    );
    for (const { provenance } of observations.nodes) {
      const query = new URL(provenance.permalink).searchParams.get("query") ?? "";
      permalinks.push({ query, text: await post(query) });
    }
  }

  /** An answer of an earlier instant without what only it says: that the hub had not learnt a figure. */
  function without(pagesOfThen: readonly Answer[]): Answer {
    const text = JSON.stringify(pagesOfThen).replaceAll(/,?"The hub had not learnt this figure by [^"]*"/g, "");
    return JSON.parse(text);
  }

  test("an earlier instant is answered as it was answered then: figures, blanks, order, change, comparison, receipts", async () => {
    expect(loads).toHaveLength(2);
    for (const [place, { at, nodes }] of moments.entries()) {
      const then = await pages(at);
      expect(without(then)).toEqual(nodes);
      expect(JSON.stringify(then).includes("had not learnt")).toBe(true);
      for (const other of moments) if (other !== moments[place]) expect(other.nodes).not.toEqual(nodes);
    }
  });

  test("the instant of a load is after it; the millisecond before is before it", async () => {
    const value = async (asOf: string) => {
      const { area } = await ask(
        `query($asOf: DateTime) { area(gssCode: "${TRAFFORD}") { observation(indicator: "${SLUG}", period: { ids: ["${LAST}"] }, options: { asOf: $asOf }) { value } } }`,
        { asOf },
      );
      return area.observation.value;
    };
    const at = loads[0] as string;
    expect(await value(at)).toBe(3.4);
    expect(await value(new Date(Date.parse(at) - 1).toISOString())).toBe(3);
  });

  test("every council at every moment, against SQL by hand", async () => {
    const query = `query($asOf: DateTime) { observations(first: 1000, select: { indicators: ["${SLUG}"], areas: { type: LTLA }, period: { ids: ["${LAST}"] },
      options: { asOf: $asOf } }) { nodes { area { gssCode } value missing provenance { release { version } } } } }`;
    for (const { at } of moments) {
      const stored = at.replace("T", " ").replace("Z", "");
      const rows: { code: string; value: number | null; version: string }[] = await own.store.db.query(
        `SELECT a.code AS code, o.value AS value, r.version AS version FROM observation o JOIN area a ON a.id = o.area_id
           JOIN indicator i ON i.id = o.indicator_id JOIN period p ON p.id = o.period_id JOIN dataset_release r ON r.id = o.release_id
         WHERE i.slug = '${SLUG}' AND p.iso = '${LAST}' AND o.learnt_at <= '${stored}' AND COALESCE(o.superseded_at, '9999') > '${stored}'`,
      );
      const byCode = new Map(rows.map((row) => [row.code, row]));
      const { observations } = await ask(query, { asOf: at });
      expect(observations.nodes.length).toBeGreaterThan(300);
      const published = observations.nodes.filter((node: Answer) => node.provenance.release !== null);
      for (const { area, value, provenance } of published) {
        const row = byCode.get(area.gssCode);
        if (row !== undefined) expect([value, provenance.release.version]).toEqual([row.value, row.version]);
      }
      expect(published.length).toBeGreaterThan(290);
    }
  });

  test("before the hub held anything: blank, and it says so; what is to come cannot be asked for", async () => {
    const query = `query($asOf: DateTime) { area(gssCode: "${TRAFFORD}") { observation(indicator: "${SLUG}", period: { ids: ["${LAST}"] }, options: { asOf: $asOf }) {
      value missing notes revisions { value } } } }`;
    const { area } = await ask(query, { asOf: "2019-03-31T09:30:00Z" });
    expect(area.observation).toEqual({
      value: null,
      missing: "NOT_AVAILABLE",
      notes: [
        "The hub held no figure of this indicator then.",
        "The hub had not learnt this figure by 31 March 2019 at 09:30 UTC.",
      ],
      revisions: [],
    });
    for (const asOf of ["2199-01-01T00:00:00Z", "1890-01-01T00:00:00Z"]) {
      const { errors } = JSON.parse(await post(query, { asOf }));
      expect(errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "options.asOf" });
      expect(errors[0].extensions.expected).toContain("from 2000 up to now");
    }
  });

  test("question 8 in one query: what was it when we reported it, what is it now, what moved and why", async () => {
    const [reported] = moments;
    const { area } = await ask(
      `query($march: DateTime) { area(gssCode: "${TRAFFORD}") {
        reported: observation(indicator: "${SLUG}", period: { ids: ["${LAST}"] }, options: { asOf: $march }) { id value formatted revisions { value reason } provenance { release { version } } }
        now: observation(indicator: "${SLUG}", period: { ids: ["${LAST}"] }) { id value missing
          revisions { value missing publishedAt learntAt supersededAt reason release { version } } } } }`,
      { march: reported?.at },
    );
    expect(area.reported).toMatchObject({ value: 3, formatted: "3.0%", revisions: [{ value: 3, reason: null }] });
    expect(area.now).toMatchObject({ value: null, missing: "CONFIDENTIAL" });
    expect(area.now.id).not.toBe(area.reported.id); // two things to a client's cache
    expect(area.now.revisions).toEqual([
      {
        value: null,
        missing: "CONFIDENTIAL",
        publishedAt: "2026-03-10T00:00:00.000Z",
        learntAt: loads[1],
        supersededAt: null,
        reason: null,
        release: { version: "2026-03-10" },
      },
      {
        value: 3.4,
        missing: null,
        publishedAt: "2026-02-10T00:00:00.000Z",
        learntAt: loads[0],
        supersededAt: loads[1],
        reason:
          "Superseded by release 2026-03-10 (Claimant count of 2026-03-10): the value was taken back and a reason given in its place.",
        release: { version: "2026-02-10" },
      },
      {
        value: 3,
        missing: null,
        publishedAt: expect.any(String),
        learntAt: expect.any(String),
        supersededAt: loads[0],
        reason:
          "Superseded by release 2026-02-10 (Claimant count of 2026-02-10): the value was revised. The publisher says: Revised after late returns.",
        release: { version: area.reported.provenance.release.version },
      },
    ]);
    const { node, nodes } = await ask(
      "query($id: ID!, $ids: [ID!]!) { node(id: $id) { id ... on Observation { value } } nodes(ids: $ids) { id } }",
      { id: area.reported.id, ids: [area.now.id, area.reported.id] },
    );
    expect(node).toEqual({ id: area.reported.id, value: 3 });
    expect(nodes.map((each: Answer) => each.id)).toEqual([area.now.id, area.reported.id]);
  });

  test("a figure that was withdrawn and came back tells both", async () => {
    const { area } = await ask(
      `{ area(gssCode: "${MANCHESTER}") { observation(indicator: "${SLUG}", period: { ids: ["${LAST}"] }) { revisions { value learntAt supersededAt reason } } } }`,
    );
    const [back, before] = area.observation.revisions;
    expect(back).toEqual({ value: 5.5, learntAt: loads[1], supersededAt: null, reason: null });
    expect(before).toMatchObject({
      supersededAt: loads[0],
      reason: expect.stringMatching(/^Withdrawn: release 2026-02-10/),
    });
    expect(area.observation.revisions).toHaveLength(2);
  });

  test("revisions of 300 councils are one statement", async () => {
    const spy = jest.spyOn(own.store.db, "query");
    const { observations } = await ask(
      `{ observations(first: 300, select: { indicators: ["${SLUG}"], areas: { type: LTLA } }) { nodes { revisions { value } } } }`,
    );
    const statements = spy.mock.calls.filter(
      ([sql]) => String(sql).includes("superseded_at") && String(sql).includes("period_id IN"),
    );
    spy.mockRestore();
    expect(statements).toHaveLength(1);
    expect(observations.nodes).toHaveLength(300);
  });

  test("permalinks open with the same bytes, whatever was loaded since", async () => {
    expect(permalinks.length).toBe(3 * AREAS.length);
    for (const { query, text } of permalinks) {
      expect(query).toContain("asOf");
      expect(await post(query)).toBe(text);
    }
    const values = permalinks.map(({ text }) => JSON.parse(text).data.observations.nodes[0].value);
    const shown = moments.flatMap(({ nodes }) => nodes[3].nodes.length);
    expect(shown).toEqual([AREAS.length, AREAS.length, AREAS.length]);
    expect(values).toEqual(expect.arrayContaining([3.9, 0]));
  });

  test("a release tells what its load moved; the counts are those of the figures' own instants", async () => {
    const { indicator } = await ask(
      `{ indicator(slug: "${SLUG}") { latestRelease { version } dataset { releases { version changes learntAt } } } }`,
    );
    const [second, first, starter] = indicator.dataset.releases;
    expect(indicator.latestRelease.version).toBe("2026-03-10");
    expect(first).toMatchObject({
      version: "2026-02-10",
      changes: ["1 figure added", "1 figure changed", "1 figure withdrawn"],
    });
    expect(second).toMatchObject({ version: "2026-03-10", changes: ["2 figures added", "1 figure changed"] });
    const counted = () =>
      own.store.db.query(
        `SELECT r.version AS version, c.added AS added, c.changed AS changed, c.withdrawn AS withdrawn FROM release_change c
         JOIN dataset_release r ON r.id = c.release_id JOIN dataset d ON d.id = r.dataset_id WHERE d.slug = '${dataset}' ORDER BY r.version`,
      );
    const byLoads = await counted();
    await own.store.db.query("DELETE FROM release_change");
    await own.store.db.query(MOVED_BEFORE); // what the migration does for loads before it
    expect(await counted()).toEqual(byLoads);
    const [{ figures: loaded }] = await own.store.db.query(
      `SELECT COUNT(*) AS figures FROM observation o JOIN dataset_release r ON r.id = o.release_id JOIN dataset d ON d.id = r.dataset_id
       WHERE d.slug = '${dataset}' AND r.version = '${starter.version}'`,
    );
    expect(starter.changes).toEqual([`${Number(loaded).toLocaleString("en-GB")} figures added`]);
  });

  test("announced releases: the next one, the calendar, and what has come", async () => {
    writeFileSync(
      join(folder, "announcements.csv"),
      `dataset,version,title,type,status,scheduled_for,announced_on,upstream_url
${dataset},2027-03-09,Claimant count of March 2027,MINOR,PROVISIONAL_DATE,2027-03-09,2026-10-01,
${dataset},2027-02-09,Claimant count of February 2027,MINOR,SCHEDULED,2027-02-09,2026-10-01,https://www.example.org/calendar
${dataset},2026-03-10,Claimant count of March 2026,MINOR,SCHEDULED,2026-03-10,2026-01-01,
${dataset},2027-01-12,Claimant count of January 2027,MINOR,WITHDRAWN,2027-01-12,2026-10-01,
`,
    );
    const report = await importPath(own.store, folder, { clock: () => new Date(clock) });
    expect(report.files.find(({ file }) => file.startsWith("announcements"))).toMatchObject({
      state: "LOADED",
      refused: 0,
    });
    await hub.catalogues.refresh();
    const { indicator, releases, narrowed } = await ask(
      `{ indicator(slug: "${SLUG}") { latestRelease { version } nextRelease { id version status scheduledFor publishedAt learntAt changes dataset { slug } } }
        releases(from: "2026-02-01", to: "2027-12-31", indicators: ["${SLUG}"]) { version status }
        narrowed: releases(from: "2027-02-01", to: "2027-02-28", topics: ["economy"]) { version } }`,
    );
    expect(indicator.latestRelease.version).toBe("2026-03-10");
    expect(indicator.nextRelease).toMatchObject({
      version: "2027-02-09",
      status: "SCHEDULED",
      scheduledFor: "2027-02-09T00:00:00.000Z",
      publishedAt: null,
      learntAt: "2026-10-01T00:00:00.000Z",
      changes: [],
      dataset: { slug: dataset },
    });
    expect(releases).toEqual([
      { version: "2026-02-10", status: "PUBLISHED" },
      { version: "2026-03-10", status: "PUBLISHED" },
      { version: "2027-02-09", status: "SCHEDULED" },
      { version: "2027-03-09", status: "PROVISIONAL_DATE" },
    ]);
    expect(narrowed).toEqual([{ version: "2027-02-09" }]);
    const { node } = await ask("query($id: ID!) { node(id: $id) { ... on Release { title } } }", {
      id: indicator.nextRelease.id,
    });
    expect(node.title).toBe("Claimant count of February 2027");
  });

  test.each([
    ['releases(from: "2026-02-01", to: "2026-01-01") { id }', "from"],
    ['releases(from: "2026-02-01", to: "2026-03-01", indicators: ["claimant-cuont"]) { id }', "indicators"],
    ['releases(from: "2026-02-01", to: "2026-03-01", topics: ["nothing"]) { id }', "topics"],
  ])("%s names what is wrong", async (field, argument) => {
    const { errors } = JSON.parse(await post(`{ ${field} }`));
    expect(errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
  });
});
