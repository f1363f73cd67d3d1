import { createSourceTallies } from "../../src/datasources/local/source-tallies";
import { seedWellKnown } from "../../src/ingest/catalogue/seed";
import { inventedSource } from "../support/invented-source";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { loadTables } from "../support/proposal";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { inventedStandIn } from "../support/publishers/invented";
import { describeOnBothStores, STORE_KINDS, storesUnderTest } from "../support/stores";
import { type Answer, type Asking, startAsking, startAskingPublishers } from "./ask";

describeOnBothStores("the directory of suppliers", (store) => {
  let asking: Asking;
  beforeAll(async () => {
    asking = await startAsking(store);
  });
  afterAll(() => asking?.close());

  test("what a supplier offers, and its sources with what is measured of them", async () => {
    const { supplier } = await asking.ask(`{ supplier(id: "office-for-national-statistics") {
      name offers toldBy usedBy { name } sources { slug supplier { slug } releaseLag { datasets medianDays shortestDays longestDays why } uptime { share } } } }`);
    expect(supplier).toMatchObject({
      name: "Office for National Statistics",
      offers: ["Explore Local Statistics", "Nomis", "ONS API", "Open Geography Portal"],
      usedBy: [],
    });
    const own = supplier.sources.find((source: Answer) => source.slug === "ons");
    expect(own.uptime).toBeNull(); // files in the hub's own tables: nobody asks anything
    expect(own.supplier.slug).toBe("office-for-national-statistics");
    // The same by hand: newest release less newest period, data set by data set.
    const rows: { published: string; ended: string }[] = await asking.store.db.query(`
      SELECT MAX(r.published_at) AS published, MAX(p.end_date) AS ended FROM dataset d
      JOIN source s ON s.id = d.source_id JOIN dataset_release r ON r.dataset_id = d.id
      JOIN indicator i ON i.dataset_id = d.id JOIN indicator_coverage c ON c.indicator_id = i.id JOIN period p ON p.id = c.latest_period_id
      WHERE s.slug = 'ons' GROUP BY d.id`);
    const days = rows
      .map(({ published, ended }) => (Date.parse(published) - Date.parse(ended)) / 86_400_000)
      .filter((lag) => lag >= 0)
      .sort((a, b) => a - b);
    const middle = ((days[Math.floor((days.length - 1) / 2)] ?? 0) + (days[Math.ceil((days.length - 1) / 2)] ?? 0)) / 2;
    expect(days.length).toBeGreaterThan(5);
    expect(own.releaseLag).toEqual({
      datasets: days.length,
      medianDays: middle,
      shortestDays: days[0],
      longestDays: days.at(-1),
      why: null,
    });
  });

  test("suppliers are found by what they offer, by source and by id; nothing is a null that should be an error", async () => {
    const { suppliers, search, behind } = await asking.ask(`{
      suppliers(search: "postcode") { nodes { id slug } } search(text: "Fingertips", kinds: ["Supplier"]) { ... on Supplier { slug } }
      behind: suppliers(source: "mysociety") { totalCount nodes { slug } } }`);
    expect(suppliers.nodes[0].slug).toBe("ideal-postcodes");
    expect(search[0]).toEqual({ slug: "office-for-health-improvement-and-disparities" });
    expect(behind).toEqual({ totalCount: 1, nodes: [{ slug: "mysociety" }] });
    const again = await asking.ask(
      'query($id: ID!) { node(id: $id) { ... on Supplier { name } } none: supplier(id: "x") { name } }',
      {
        id: suppliers.nodes[0].id,
      },
    );
    expect(again).toEqual({ node: { name: "Ideal Postcodes" }, none: null });
    const wrong = await asking.post(
      '{ suppliers(source: "nobody") { totalCount } source(id: "ons") { uptime(days: 0) { share } } }',
    );
    expect(wrong.body.errors.map((error: Answer) => error.extensions.argument)).toEqual(
      expect.arrayContaining(["source", "days"].slice(0, wrong.body.errors.length)),
    );
  });
});

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);

describe.each(STORE_KINDS.filter(has))("uptime is what was counted (%s store)", (kind) => {
  let own: OwnStore;
  let publisher: Publisher;
  let clock = Date.parse("2026-11-01T12:00:00Z");
  beforeAll(async () => {
    own = (await ownStarter(kind, [])) as OwnStore;
    publisher = await startPublisher(inventedStandIn);
    await seedWellKnown(own.store, [inventedSource]);
    await loadTables(own, {
      suppliers:
        "slug,name,homepage,contact,told_by,sources\nroads,Department for Invented Roads (test),,,This test,invented\n",
      supplier_users: "supplier,council,since,told_by\nroads,local-authority:TRF,2024-05-01,This test\n",
    });
  });
  afterAll(async () => {
    await publisher?.close();
    await own?.drop();
  });

  const hubOver = (): Promise<Asking> =>
    startAskingPublishers(own.store, {
      sources: [inventedSource],
      addresses: { OUTTURN_INVENTED_URL: publisher.url },
      now: () => clock,
    });

  const FIGURE = (area: string) =>
    `{ area(gssCode: "${area}") { observation(indicator: "invented:potholes") { value missing } } }`;
  const UPTIME = `{ supplier(id: "roads") { users { council { name } since toldBy }
    sources { slug uptime(days: 7) { from to asked answered refused share meanMillis } year: uptime(days: 365) { asked } } } }`;

  test("over faults, days, restarts and several hubs", async () => {
    const first = await hubOver();
    const nothing = await first.ask(UPTIME);
    expect(nothing.supplier.users).toEqual([
      { council: { name: "Trafford Metropolitan Borough Council" }, since: "2024-05-01", toldBy: "This test" },
    ]);
    expect(nothing.supplier.sources[0].uptime).toEqual({
      from: "2026-10-26",
      to: "2026-11-01",
      asked: 0,
      answered: 0,
      refused: 0,
      share: null,
      meanMillis: null,
    });
    await first.ask(FIGURE("E08000009"));
    const good = publisher.requests.length;
    publisher.misbehave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    await first.ask(FIGURE("E08000003"));
    const bad = publisher.requests.length - good;
    publisher.misbehave(undefined);
    expect(good).toBeGreaterThan(0);
    expect(bad).toBeGreaterThan(0);
    const seen = (await first.ask(UPTIME)).supplier.sources[0];
    expect(seen.uptime).toMatchObject({ asked: good + bad, answered: good, refused: 0, share: good / (good + bad) });
    await first.close();

    clock += 3 * 86_400_000; // a new process, three days later, and a second one beside it
    const second = await hubOver();
    const third = await hubOver();
    await second.ask(FIGURE("E08000001"));
    await third.ask(FIGURE("E08000002"));
    const later = publisher.requests.length - good - bad;
    await second.close();
    const both = (await third.ask(UPTIME)).supplier.sources[0];
    expect(both.uptime).toMatchObject({ asked: good + bad + later, answered: good + later, from: "2026-10-29" });
    await third.close();

    clock += 8 * 86_400_000;
    const last = await hubOver();
    const past = (await last.ask(UPTIME)).supplier.sources[0];
    expect([past.uptime.asked, past.year.asked]).toEqual([0, good + bad + later]);
    await last.close();
  });

  test("counts that the store cannot take are not lost", async () => {
    let failing = true;
    const { db } = own.store;
    const flaky = {
      ...own.store,
      db: Object.assign(Object.create(db), {
        query: (sql: string, values: never[]) =>
          failing && sql.startsWith("INSERT") ? Promise.reject(new Error("the store is away")) : db.query(sql, values),
      }),
    };
    const tallies = createSourceTallies(flaky, { now: () => clock, onFailure: () => {} });
    tallies.count("elsewhere", { answered: true, refused: false, millis: 10.4 });
    tallies.count("elsewhere", { answered: false, refused: false, millis: 20 });
    await expect(tallies.flush()).rejects.toThrow("away");
    const day = new Date(clock).toISOString().slice(0, 10);
    expect((await tallies.read(day, day)).get("elsewhere")).toMatchObject({ asked: 2, answered: 1, millis: 30 });
    failing = false;
    await tallies.flush();
    await tallies.flush();
    expect(
      (await createSourceTallies(own.store, { now: () => clock, onFailure: () => {} }).read(day, day)).get("elsewhere"),
    ).toMatchObject({
      asked: 2,
      answered: 1,
      millis: 30,
    });
  });
});
