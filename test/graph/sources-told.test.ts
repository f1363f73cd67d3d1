import { seedWellKnown } from "../../src/ingest/catalogue/seed";
import { inventedSource } from "../support/invented-source";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { inventedStandIn } from "../support/publishers/invented";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import { type Answer, type Asking, startAskingPublishers } from "./ask";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);

describe.each(STORE_KINDS.filter(has))("what is told of sources, before and after (%s store)", (kind) => {
  let own: OwnStore;
  let publisher: Publisher;
  let hub: Asking;
  let clock = Date.parse("2026-11-01T12:00:00Z");

  beforeAll(async () => {
    own = (await ownStarter(kind, ["claimant-count", "population-count"])) as OwnStore;
    publisher = await startPublisher(inventedStandIn);
    await seedWellKnown(own.store, [inventedSource]);
  });
  afterAll(async () => {
    await publisher?.close();
    await own?.drop();
  });
  beforeEach(async () => {
    clock += 24 * 3600 * 1000; // what an earlier test left in the store is past every window
    hub = await startAskingPublishers(own.store, {
      sources: [inventedSource],
      addresses: { OUTTURN_INVENTED_URL: publisher.url },
      now: () => clock,
      env: { OUTTURN_MAX_UPSTREAM_CALLS: "20" },
    });
    publisher.misbehave(undefined);
    publisher.forget();
  });
  afterEach(() => hub?.close());

  const ask = (query: string): Promise<Answer> => hub.ask(query);
  const plan = async (select: string): Promise<Answer> =>
    (await ask(`{ plan(select: ${select}) { upstreamCalls sources { source { slug } upstreamCalls series atHand } } }`))
      .plan;
  const REGIONS = `{ indicators: ["invented:potholes"], areas: { type: RGN }, options: { rollUp: true } }`;

  test("a plan foresees the smaller areas that `rollUp` adds up: exactly the requests that are then made", async () => {
    const { sources, upstreamCalls } = await plan(REGIONS);
    const [{ districts }] = await own.store.db.query(
      "SELECT COUNT(*) AS districts FROM area WHERE status = 'LIVE' AND area_type IN ('NMD', 'UA', 'MD', 'LONB') AND code LIKE 'E%'",
    );
    expect(upstreamCalls).toBe(Math.ceil(districts / 100));
    expect(sources).toMatchObject([{ source: { slug: "invented" }, upstreamCalls }]);
    expect(publisher.requests).toHaveLength(0);
    const { observations } = await ask(`{ observations(select: ${REGIONS}) { totalCount } }`);
    expect(observations.totalCount).toBe(9);
    expect(publisher.requests).toHaveLength(upstreamCalls);
    expect((await plan(REGIONS)).upstreamCalls).toBe(0); // at hand now
    expect((await plan(REGIONS.replace("rollUp: true", "rollUp: false"))).upstreamCalls).toBe(0); // no publisher has regions
  });

  test("nothing that a refused adding-up would need is foreseen, nor anything of an earlier instant", async () => {
    const asOf = REGIONS.replace("rollUp: true", `rollUp: true, asOf: "${new Date(clock).toISOString()}"`);
    expect(await plan(asOf)).toEqual({ upstreamCalls: 0, sources: [] });
    expect(await plan(REGIONS.replace("invented:potholes", "claimant-count"))).toEqual({
      upstreamCalls: 0,
      sources: [],
    });
  });

  test("a plan foresees another source and other boundaries", async () => {
    const other = `{ indicators: ["claimant-count"], areas: { gssCodes: ["E08000009"] }, options: { source: "invented" } }`;
    expect((await plan(other)).upstreamCalls).toBe(1);
    const then = `{ indicators: ["invented:potholes"], areas: { type: LTLA, within: "E12000002" }, period: { latest: 1 },
      options: { boundaries: "2020-01-01", perPopulation: 1000 } }`;
    const { upstreamCalls } = await plan(then);
    expect(publisher.requests).toHaveLength(0);
    await ask(`{ observations(select: ${then}, first: 1000) { totalCount } }`);
    expect(publisher.requests.length).toBeGreaterThan(0);
    expect(publisher.requests.length).toBeLessThanOrEqual(upstreamCalls); // what areas of the day were before and after is asked only where figures lack
  });

  test("where nothing was served it says so, in sources and receipts", async () => {
    publisher.misbehave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    const query = `{ observations(select: { indicators: ["invented:potholes"], areas: { gssCodes: ["E08000009"] } }) {
      nodes { missing provenance { freshness } } sources { state servedFrom } } }`;
    const { observations } = await ask(query);
    expect(observations.nodes).toEqual([{ missing: "SOURCE_UNAVAILABLE", provenance: { freshness: "NONE" } }]);
    expect(observations.sources).toEqual([{ state: expect.stringMatching(/DOWN|DEGRADED/), servedFrom: "NONE" }]);
    publisher.misbehave(undefined);
    // An area that the publisher has nothing for is not asked for: nothing was served either, and nothing is wrong.
    const { observations: scottish } = await ask(query.replace("E08000009", "S12000033"));
    expect(scottish.sources).toMatchObject([{ state: expect.any(String), servedFrom: "NONE" }]);
  });

  test("the time of the hub's own tables is theirs alone, whatever a publisher takes", async () => {
    const query = (code: string) => `{ observations(select: { indicators: ["claimant-count", "invented:potholes"],
      areas: { gssCodes: ["${code}"] } }) { sources { source { slug } millis } } }`;
    await ask(query("E08000003")); // the hub's own figures are in memory now, and read before any publisher can answer
    publisher.misbehave(() => {
      clock += 700; // the publisher takes its time, by the hub's clock
      return false;
    });
    const { observations } = await ask(query("E08000009"));
    const { sources } = observations;
    const tables = sources.find((each: Answer) => each.source.slug !== "invented");
    const invented = sources.find((each: Answer) => each.source.slug === "invented");
    expect(publisher.requests.length).toBeGreaterThan(1);
    expect(tables.millis).toBe(0);
    expect(invented.millis).toBeGreaterThanOrEqual(0);
  });
});
