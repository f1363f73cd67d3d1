import { pino } from "pino";
import { loadConfig } from "../../src/config";
import { createHub, type Hub } from "../../src/hub";
import { seedWellKnown } from "../../src/ingest/catalogue/seed";
import { openEngine } from "../../src/open-engine";
import { inventedSource } from "../support/invented-source";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { type Publisher, type StandIn, startPublisher } from "../support/publisher-server";
import { inventedStandIn } from "../support/publishers/invented";
import { madeFigure } from "../support/publishers/workloads";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import type { Answer } from "./ask";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);
const [TRAFFORD, MANCHESTER, BARNSLEY] = ["E08000009", "E08000003", "E08000038"];
const LAST = "2025-01-01/P1Y";
const DAY = 24 * 3_600_000;
const made = (area: string, period = LAST) => madeFigure("potholes", area, period);

describe.each(STORE_KINDS.filter(has))("two clocks over a publisher's figures (%s store)", (kind) => {
  let own: OwnStore;
  let publisher: Publisher;
  let hub: Hub;
  let address: string;
  let clock = Date.parse("2026-11-01T12:00:00Z");
  /** What the publisher changes: by area and period, a new value, or null for one that it no longer has. */
  const revised = new Map<string, number | null>();

  const standIn: StandIn = (request) => {
    const answer = inventedStandIn(request);
    if (!("body" in answer)) return answer;
    const { figures } = answer.body as { figures: { area: string; period: string; value: unknown }[] };
    const now = figures.flatMap((figure) => {
      const value = revised.get(`${figure.area} ${figure.period}`);
      return value === null ? [] : [value === undefined ? figure : { ...figure, value }];
    });
    return { body: { figures: now } };
  };

  beforeAll(async () => {
    own = (await ownStarter(kind, ["claimant-count"])) as OwnStore;
    publisher = await startPublisher(standIn);
    await seedWellKnown(own.store, [inventedSource]);
    await start();
  });
  afterAll(async () => {
    await hub?.close();
    await publisher?.close();
    await own?.drop();
  });

  async function start(): Promise<void> {
    const config = loadConfig({ LOG_LEVEL: "silent", PUBLIC_URL: "https://hub.example" });
    const log = pino({ level: "silent" });
    const env = { OUTTURN_INVENTED_URL: publisher.url };
    hub = await createHub({
      config,
      store: own.store,
      log,
      now: () => new Date(clock),
      openEngine: (parts) =>
        openEngine({ config, store: own.store, log, parts, env, sources: [inventedSource], now: () => clock }),
    });
    address = await hub.app.listen({ port: 0, host: "127.0.0.1" });
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
  const later = (millis: number) => {
    clock += millis;
    return new Date(clock).toISOString();
  };

  const QUERY = `query($asOf: DateTime, $areas: [GSSCode!]!, $period: PeriodInput) { observations(select: { indicators: ["claimant-count", "invented:potholes"],
    areas: { gssCodes: $areas }, period: $period, options: { asOf: $asOf } }) { nodes { indicator { slug } area { gssCode } period { id } value missing notes
      provenance { retrievedAt freshness boundaryMethod permalink } } sources { source { slug } servedFrom upstreamCalls } } }`;
  const AREAS = [TRAFFORD, MANCHESTER, BARNSLEY, "E08000004", "S12000033"];
  const values = (data: Answer) =>
    data.observations.nodes
      .filter((node: Answer) => node.indicator.slug === "invented:potholes")
      .map(({ area, period, value, missing }: Answer) => [area.gssCode, period.id, value, missing]);

  test("what the publisher told is answered as it was told then, with no call; permalinks open with the same bytes", async () => {
    const first = await ask(QUERY, { areas: AREAS });
    const links = first.observations.nodes.map((node: Answer) =>
      new URL(node.provenance.permalink).searchParams.get("query"),
    );
    const opened = await Promise.all(links.map((link: string) => post(link)));
    const told = later(1);
    expect(values(first)).toContainEqual([TRAFFORD, LAST, made(TRAFFORD), null]);
    expect(values(first)).toContainEqual([BARNSLEY, LAST, made("E08000016"), null]);

    later(30 * DAY);
    revised.set(`${TRAFFORD} ${LAST}`, 12.3);
    revised.set(`${MANCHESTER} ${LAST}`, null);
    const second = await ask(QUERY, { areas: AREAS });
    expect(values(second)).toContainEqual([TRAFFORD, LAST, 12.3, null]);
    expect(values(second).find(([area]: string[]) => area === MANCHESTER)).toEqual(
      [MANCHESTER, "2025-01-01/P1Y", null, "NOT_AVAILABLE"].map((cell, at) => (at === 1 ? expect.any(String) : cell)),
    );
    const between = later(1);

    later(30 * DAY);
    revised.set(`${MANCHESTER} ${LAST}`, 5);
    expect(values(await ask(QUERY, { areas: AREAS }))).toContainEqual([MANCHESTER, LAST, 5, null]);

    publisher.forget();
    const planned = await ask(
      `query($asOf: DateTime) { plan(select: { indicators: ["invented:cracks"], areas: { gssCodes: ["${TRAFFORD}"] }, options: { asOf: $asOf } }) { upstreamCalls } }`,
      { asOf: told },
    );
    expect(planned.plan.upstreamCalls).toBe(0);
    const then = await ask(QUERY, { areas: AREAS, asOf: told });
    expect(values(then)).toEqual(values(first));
    expect(values(await ask(QUERY, { areas: AREAS, asOf: between }))).toEqual(values(second));
    expect(then.observations.sources).toContainEqual({
      source: { slug: "invented" },
      servedFrom: "SNAPSHOT",
      upstreamCalls: 0,
    });
    const trafford = then.observations.nodes.find(
      (node: Answer) => node.indicator.slug === "invented:potholes" && node.area.gssCode === TRAFFORD,
    );
    expect(trafford.provenance).toMatchObject({ retrievedAt: "2026-11-01T12:00:00.000Z", freshness: "SNAPSHOT" });
    for (const [place, link] of links.entries()) expect(await post(link)).toBe(opened[place]);
    expect(publisher.requests).toHaveLength(0);
  });

  test("a figure asked for under other periods is the same figure; what was never asked for was not known", async () => {
    const ids = (year: number) => ({ ids: [`${year}-01-01/P1Y`] });
    const now = later(1);
    expect(values(await ask(QUERY, { areas: [TRAFFORD], period: ids(2025), asOf: now }))).toEqual([
      [TRAFFORD, LAST, 12.3, null],
    ]);
    const never = await ask(QUERY, { areas: [TRAFFORD], period: ids(2023), asOf: now });
    const [, blank] = never.observations.nodes;
    expect(blank).toMatchObject({ value: null, missing: "NOT_AVAILABLE" });
    expect(blank.notes.at(-1)).toMatch(/^The hub had not learnt this figure by \d+ \w+ \d{4} at \d\d:\d\d UTC\.$/);
  });

  test("revisions: what the publisher said, and when; another process knows them", async () => {
    await hub.close();
    await start();
    const { area } = await ask(
      `{ area(gssCode: "${TRAFFORD}") { observation(indicator: "invented:potholes") { value revisions { value learntAt publishedAt supersededAt reason release { version } } } } }`,
    );
    expect(area.observation.value).toBe(12.3);
    expect(area.observation.revisions).toMatchObject([
      { value: 12.3, supersededAt: null, reason: null, release: null },
      {
        value: made(TRAFFORD),
        learntAt: "2026-11-01T12:00:00.000Z",
        publishedAt: "2026-11-01T12:00:00.000Z",
        supersededAt: area.observation.revisions[0].learntAt,
        reason: "Superseded by the publisher's answer of 1 December 2026 at 12:00 UTC: the value was revised.",
      },
    ]);
  });

  test("an unchanged answer writes nothing; forms that were superseded long ago go", async () => {
    const count = async () => Number((await own.store.db.query("SELECT COUNT(*) AS n FROM learnt_figure"))[0].n);
    const before = await count();
    later(3 * DAY);
    publisher.forget();
    await ask(QUERY, { areas: AREAS });
    expect(publisher.requests.length).toBeGreaterThan(0);
    await ask(QUERY, { areas: AREAS, asOf: later(1) }); // waits for what is being written
    expect(await count()).toBe(before);
    later(1_900 * DAY);
    await ask(QUERY, { areas: AREAS });
    await hub.close(); // waits for all that is being written
    expect(await count()).toBeLessThan(before);
    await start();
    expect(values(await ask(QUERY, { areas: [TRAFFORD], asOf: later(1) }))).toEqual([[TRAFFORD, LAST, 12.3, null]]);
  });

  test("a publisher that fails teaches nothing, and takes nothing back", async () => {
    const forms = async () => own.store.db.query("SELECT * FROM learnt_figure ORDER BY 1, 2, 3, 4, 5");
    const before = await forms();
    later(3 * DAY);
    publisher.misbehave((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>We are sorry.</html>");
      return true;
    });
    await ask(QUERY, { areas: AREAS });
    publisher.misbehave(undefined);
    expect(values(await ask(QUERY, { areas: [TRAFFORD], asOf: later(1) }))).toEqual([[TRAFFORD, LAST, 12.3, null]]);
    expect(await forms()).toEqual(before);
  });
});
