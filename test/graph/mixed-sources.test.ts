import { readFileSync } from "node:fs";
import { join } from "node:path";
import { seedWellKnown } from "../../src/ingest/catalogue/seed";
import { inventedSource } from "../support/invented-source";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { inventedStandIn } from "../support/publishers/invented";
import { madeFigure } from "../support/publishers/workloads";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import { type Answer, type Asking, startAskingPublishers } from "./ask";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);
const NEWEST = "2025-01-01/P1Y";
const figure = (area: string, period = NEWEST, indicator = "potholes") => madeFigure(indicator, area, period);

describe.each(STORE_KINDS.filter(has))("one query over the hub's own figures and a publisher's (%s store)", (kind) => {
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
      env: { OUTTURN_MAX_UPSTREAM_CALLS: "10" },
    });
    publisher.misbehave(undefined);
    publisher.forget();
  });
  afterEach(() => hub?.close());

  const post = (query: string, variables: Record<string, unknown> = {}) => hub.post(query, variables);
  const ask = (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => hub.ask(query, variables);

  test("the answer: both publishers' figures, what each source did, receipts", async () => {
    const { observations } = await ask(`{ observations(select: {
      indicators: ["claimant-count", "invented:potholes"], areas: { gssCodes: ["E08000009", "E08000003"] } }) {
      nodes { indicator { slug unit { suffix } dataset { title source { slug kind limits } } } area { gssCode } period { id label } value formatted
        provenance { freshness retrievedAt upstreamUrl method citation licence { code } } }
      sources { source { slug } state servedFrom upstreamCalls message } unknown { value } } }`);
    expect(observations.nodes.map((node: Answer) => [node.area.gssCode, node.indicator.slug])).toEqual([
      ["E08000003", "claimant-count"],
      ["E08000003", "invented:potholes"],
      ["E08000009", "claimant-count"],
      ["E08000009", "invented:potholes"],
    ]);
    expect(observations.nodes[3]).toMatchObject({
      value: figure("E08000009"),
      formatted: `${figure("E08000009").toFixed(1)}%`,
      period: { id: NEWEST, label: "2025" },
      provenance: { freshness: "LIVE", method: "PUBLISHED", licence: { code: "OGL-UK-3.0" } },
      indicator: { dataset: { title: "Invented road survey", source: { slug: "invented", kind: "REMOTE_API" } } },
    });
    expect(observations.nodes[3].provenance.retrievedAt).toBe(new Date(clock).toISOString());
    expect(observations.nodes[3].provenance.upstreamUrl).toContain("figures?indicators=potholes");
    expect(observations.nodes[3].provenance.citation).toContain("Department for Invented Roads");
    expect(observations.sources).toMatchObject([
      { source: { slug: expect.any(String) }, state: "OK", servedFrom: "LOCAL", upstreamCalls: 0 },
      { source: { slug: "invented" }, state: "OK", servedFrom: "LIVE", upstreamCalls: 1 },
    ]);
    expect(publisher.requests).toHaveLength(1);
  });

  test("fields all over a query go to the publisher together, and the answer is kept figure by figure", async () => {
    const query = `{ a: area(gssCode: "E08000009") { observation(indicator: "invented:potholes") { value } }
      b: area(gssCode: "E08000003") { observation(indicator: "invented:potholes") { value } other: observation(indicator: "invented:cracks") { value } } }`;
    const first = await ask(query);
    expect(first.a.observation.value).toBe(figure("E08000009"));
    expect(first.b.other.value).toBe(figure("E08000003", NEWEST, "cracks"));
    expect(publisher.requests).toHaveLength(1);
    const { observations } = await ask(`{ observations(select: { indicators: ["invented:potholes"],
      areas: { gssCodes: ["E08000003", "E08000009"] } }) { nodes { value provenance { freshness } } sources { servedFrom upstreamCalls } } }`);
    expect(observations.nodes.map((node: Answer) => node.provenance.freshness)).toEqual(["CACHED", "CACHED"]);
    expect(observations.sources).toEqual([{ servedFrom: "CACHED", upstreamCalls: 0 }]);
    expect(publisher.requests).toHaveLength(1);
  });

  test("a mark is a reason, an area of another kind is told so without a call, an old code answers through its ground", async () => {
    const { observations } = await ask(`{ observations(select: { indicators: ["invented:potholes"],
      areas: { gssCodes: ["E08000004", "S12000033", "E08000038"] } }) { nodes { area { gssCode } value missing notes provenance { boundaryMethod citation } } } }`);
    const byArea = new Map(observations.nodes.map((node: Answer) => [node.area.gssCode, node]));
    expect(byArea.get("E08000004")).toMatchObject({ value: null, missing: "CONFIDENTIAL" });
    expect(byArea.get("S12000033")).toMatchObject({ value: null, missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY" });
    expect(byArea.get("E08000038")).toMatchObject({
      value: figure("E08000016"),
      provenance: { boundaryMethod: "SUCCESSOR_LINK", citation: expect.stringContaining("published for E08000016") },
    });
  });

  test("a publisher that is down: reasons beside everything else; with a copy, the copy, marked stale", async () => {
    const query = `{ observations(select: { indicators: ["claimant-count", "invented:potholes"], areas: { gssCodes: ["E08000009"] } }) {
      nodes { indicator { slug } value missing notes provenance { freshness } } sources { source { slug } state servedFrom message } } }`;
    publisher.misbehave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    const down = await post(query);
    expect(down.body.errors).toBeUndefined();
    const [local, remote] = down.body.data.observations.nodes;
    expect(local.value).toBeGreaterThan(0);
    expect(remote).toMatchObject({ value: null, missing: "SOURCE_UNAVAILABLE" });
    expect(remote.notes[0]).not.toMatch(/http|127\.0\.0\.1|figures\?/);
    const told = down.body.data.observations.sources.find((each: Answer) => each.source.slug === "invented");
    expect(["DOWN", "DEGRADED"]).toContain(told.state);
    expect(told.message.length).toBeGreaterThan(10);

    publisher.misbehave(undefined);
    clock += 60_000; // the breaker's rest
    const back = await ask(query);
    expect(back.observations.nodes[1].value).toBe(figure("E08000009"));
    clock += 600_000; // past fresh and revalidate, within keep
    publisher.misbehave((request) => {
      request.socket.destroy();
      return true;
    });
    const stale = (await ask(query)).observations;
    expect(stale.nodes[1]).toMatchObject({ value: figure("E08000009"), provenance: { freshness: "STALE" } });
    expect(stale.sources[1]).toMatchObject({ servedFrom: "STALE", message: expect.any(String) });
    const fresh = await ask(query.replace("areas: {", "options: { allowStale: false }, areas: {"));
    expect(fresh.observations.nodes[1]).toMatchObject({ value: null, missing: "SOURCE_UNAVAILABLE" });
  });

  test("statistics of a publisher's figures, and formulas that mix them with the hub's own, in few requests", async () => {
    const codes = ["E08000003", "E08000004", "E08000006", "E08000009"];
    const [manchester, , salford, trafford] = codes.map((code) => figure(code)) as [number, number, number, number];
    const { observations, indicator, calculate, improvers } = await ask(
      `query($codes: [GSSCode!]!) {
      observations(select: { indicators: ["invented:potholes"], areas: { gssCodes: $codes } }) { nodes { area { gssCode } value
        comparison(with: { members: $codes }) { rank rankOf rankInterval(method: OVERLAP) { method why } significance why statistics { count missing missingReasons { reason count } median parentValue } }
        trend { marker method pointsUsed why } } }
      indicator(slug: "invented:potholes") { summary(areas: { gssCodes: $codes }) { period { id } count median missingReasons { reason count } parentValue } }
      calculate(formula: "{invented:potholes} * {population-count} / 100", label: "Roads", areas: { gssCodes: $codes }, period: { ids: ["2024"] }) { nodes { area { gssCode } value missing provenance { inputs { indicator { slug } period { id } value } } } sources { source { slug } state } }
      improvers(indicator: "invented:potholes", among: { gssCodes: $codes }, from: { ids: ["2022"] }) { area { gssCode } improvement } }`,
      { codes },
    );
    const middle = [manchester, salford, trafford].toSorted((a, b) => a - b)[1];
    const told = {
      count: 3,
      median: middle,
      missingReasons: [{ reason: "CONFIDENTIAL", count: 1 }],
      parentValue: figure("E92000001"),
    };
    expect(indicator.summary).toEqual({ ...told, period: { id: NEWEST } });
    const own = observations.nodes.find((node: Answer) => node.area.gssCode === "E08000009");
    expect(own.comparison).toMatchObject({
      rankOf: 3,
      statistics: told,
      significance: "NOT_TESTED",
      rankInterval: { method: "NONE" },
    });
    expect(own.trend).toMatchObject({
      marker: "CANNOT_BE_CALCULATED",
      pointsUsed: 4,
      why: expect.stringContaining("at least 5"),
    });
    const made = new Map<string, Answer>(calculate.nodes.map((node: Answer) => [node.area.gssCode, node]));
    const [roads, people] = made.get("E08000009").provenance.inputs;
    expect([roads.value, people.indicator.slug, people.period.id]).toEqual([
      figure("E08000009", "2024-01-01/P1Y"),
      "population-count",
      "2024-06-30",
    ]);
    expect(made.get("E08000009").value).toBeCloseTo((roads.value * people.value) / 100, 6);
    expect(made.get("E08000004")).toMatchObject({ value: null, missing: "CONFIDENTIAL" });
    expect(calculate.sources.map((each: Answer) => each.source.slug)).toContain("invented");
    const better = codes
      .map((code) => ({ area: { gssCode: code }, improvement: figure(code, "2022-01-01/P1Y") - figure(code) }))
      .filter(({ area, improvement }) => area.gssCode !== "E08000004" && improvement > 0)
      .toSorted((a, b) => b.improvement - a.improvement);
    expect(improvers).toEqual(better.map((each) => ({ ...each, improvement: expect.closeTo(each.improvement, 9) })));
    expect(publisher.requests.length).toBeLessThanOrEqual(8); // not one a figure
  });

  test("comparison, change and node work as they do for the hub's own figures", async () => {
    const { area } = await ask(`{ area(gssCode: "E08000009") { observation(indicator: "invented:potholes") { id value
      change { difference from { period { id } value } } lastYear: change(from: SAME_PERIOD_LAST_YEAR) { difference }
      comparison(with: { members: ["E08000009", "E08000003", "E08000004", "E08000006"] }) { rank rankOf statistics { count missing mean } } } } }`);
    const { id, change, lastYear, comparison } = area.observation;
    const before = figure("E08000009", "2024-01-01/P1Y");
    expect(change.from).toEqual({ period: { id: "2024-01-01/P1Y" }, value: before });
    expect(change.difference).toBeCloseTo(figure("E08000009") - before, 9);
    expect(lastYear.difference).toBeCloseTo(change.difference, 9);
    const values = ["E08000009", "E08000003", "E08000006"].map((code) => figure(code));
    expect(comparison.statistics).toMatchObject({ count: 3, missing: 1 });
    expect(comparison.statistics.mean).toBeCloseTo(values.reduce((a, b) => a + b) / 3, 9);
    expect(comparison.rank).toBe(values.filter((value) => value > figure("E08000009")).length + 1);
    const { node } = await ask(
      `query($id: ID!) { node(id: $id) { ... on Observation { value indicator { slug } } } }`,
      { id },
    );
    expect(node).toEqual({ value: figure("E08000009"), indicator: { slug: "invented:potholes" } });
  });

  test("periods: a range, named ones, the one that holds a day", async () => {
    const series = async (period: string) => {
      const { area } = await ask(
        `{ area(gssCode: "E08000009") { observations(indicators: ["invented:potholes"], period: ${period}) { nodes { period { id } value } } } }`,
      );
      return area.observations.nodes.map((node: Answer) => [node.period.id.slice(0, 4), node.value]);
    };
    const of = (year: number) => [String(year), figure("E08000009", `${year}-01-01/P1Y`)];
    expect(await series("{ latest: 3 }")).toEqual([of(2023), of(2024), of(2025)]);
    expect(await series(`{ from: "2022-01-01", to: "2023-06-01" }`)).toEqual([of(2022), of(2023)]);
    expect(await series(`{ ids: ["2024", "2022"] }`)).toEqual([of(2022), of(2024)]);
    expect(await series(`{ on: "2023-07-01" }`)).toEqual([of(2023)]);
    expect(await series(`{ on: "2010-07-01", nearest: ANY }`)).toEqual([of(2022)]);
  });

  test("what a query would ask is told beforehand; one that would ask too much is refused with its plan", async () => {
    const select = `{ indicators: ["invented:potholes"], areas: { type: LTLA } }`;
    const { plan } = await ask(
      `{ plan(select: ${select}) { upstreamCalls limit sources { source { slug } upstreamCalls series atHand } } }`,
    );
    expect(plan).toMatchObject({
      upstreamCalls: 4,
      limit: 10,
      sources: [{ source: { slug: "invented" }, upstreamCalls: 4 }],
    });
    expect(publisher.requests).toHaveLength(0);
    const small = `{ indicators: ["invented:potholes"], areas: { gssCodes: ["E08000009"] } }`;
    const cheap = await ask(
      `{ observations(select: ${small}) { nodes { value } } rateLimit { cost limit remaining upstreamCalls upstreamLimit } }`,
    );
    expect(cheap.rateLimit).toMatchObject({ upstreamCalls: 1, upstreamLimit: 10 });
    expect(cheap.rateLimit.remaining).toBe(cheap.rateLimit.limit - cheap.rateLimit.cost);
    publisher.forget();
    const many = [0, 1, 2]
      .map(
        (back) =>
          `q${back}: observations(first: 1000, orderBy: VALUE_PLACE, select: { indicators: ["invented:potholes"], areas: { type: LTLA }, period: { latest: ${back + 2} } }) { totalCount }`,
      )
      .join(" ")
      .replaceAll("orderBy: VALUE_PLACE, ", "")
      .replaceAll("select: {", "select: { orderBy: VALUE, ");
    const { body } = await post(`{ ${many} }`);
    expect(body.errors[0]).toMatchObject({
      message: expect.stringContaining("would make 12 requests to publishers; the limit is 10"),
      extensions: { code: "QUERY_TOO_COSTLY", limit: 10 },
    });
    expect(publisher.requests).toHaveLength(0);
  });

  test("indicators are found beside the hub's own, with who publishes them; alternatives point both ways", async () => {
    const { indicators, indicator } =
      await ask(`{ indicators(search: "potholes") { nodes { slug name dataset { source { slug } } coverage { areaType { code } areaCount } } }
      indicator(slug: "invented:potholes") { polarity unit { label } frequency } }`);
    expect(indicators.nodes[0]).toMatchObject({ slug: "invented:potholes", dataset: { source: { slug: "invented" } } });
    expect(indicators.nodes[0].coverage.map((each: Answer) => each.areaType.code)).toEqual(
      expect.arrayContaining(["MD", "UA", "CTRY"]),
    );
    expect(indicator).toMatchObject({ polarity: "LOW_IS_GOOD", unit: { label: "Per cent" }, frequency: "ANNUALLY" });
    const { area } =
      await ask(`{ area(gssCode: "E08000009") { observation(indicator: "claimant-count", period: { ids: ["2024"] }) {
      provenance { alternatives { indicator { slug } value period { label } } } } } }`);
    expect(area.observation.provenance.alternatives).toEqual([
      {
        indicator: { slug: "invented:potholes" },
        value: figure("E08000009", "2024-01-01/P1Y"),
        period: { label: "2024" },
      },
    ]);
  });

  test("the same thing may be asked for from another source", async () => {
    const from = async (source: string) => {
      const { area } = await ask(
        `query($source: ID!) { area(gssCode: "E08000009") { observation(indicator: "claimant-count", period: { ids: ["2024"] }, options: { source: $source }) {
          indicator { slug } value missing notes } } }`,
        { source },
      );
      return area.observation;
    };
    const there = figure("E08000009", "2024-01-01/P1Y");
    expect(await from("invented")).toMatchObject({ indicator: { slug: "invented:potholes" }, value: there });
    expect(await from("ons")).toMatchObject({ indicator: { slug: "claimant-count" }, value: expect.any(Number) });
    await expect(from("no-such-source")).rejects.toThrow("names no source: no-such-source");
  });

  test("a count of all does not make a compiled query run twice: what was fetched for it is told as fetched for it", async () => {
    const query = `query Counted($codes: [GSSCode!]!) { observations(select: { indicators: ["invented:potholes"], areas: { gssCodes: $codes } }) {
      totalCount nodes { provenance { freshness } } sources { servedFrom upstreamCalls } } rateLimit { upstreamCalls } }`;
    for (const code of ["E08000001", "E08000002", "E08000005", "E08000007"]) {
      const { observations, rateLimit } = await ask(query, { codes: [code] });
      expect(observations).toEqual({
        totalCount: 1,
        nodes: [{ provenance: { freshness: "LIVE" } }],
        sources: [{ servedFrom: "LIVE", upstreamCalls: 1 }],
      });
      expect(rateLimit.upstreamCalls).toBe(1);
    }
    expect(publisher.requests).toHaveLength(4);
  });

  test("all of that took one file of less than 60 lines, and the schema does not know of it", async () => {
    const lines = readFileSync(join(__dirname, "../support/invented-source.ts"), "utf8").trimEnd().split("\n");
    expect(lines.length).toBeLessThan(60);
    const response = await fetch(`${hub.address}/schema.graphql`);
    expect(await response.text()).toBe(readFileSync(join(__dirname, "../../src/schema/schema.graphql"), "utf8"));
  });

  test("a source tells how it is doing, as measured", async () => {
    await ask(`{ area(gssCode: "E08000004") { observation(indicator: "invented:potholes") { value } } }`);
    const { source, sources } =
      await ask(`{ source(id: "invented") { name publisher api limits status lastSuccess freshnessHours p95Millis suppressedShare licence { code } }
      sources(state: [OK]) { slug } }`);
    expect(source).toMatchObject({
      publisher: "Department for Invented Roads",
      status: "OK",
      suppressedShare: 1,
      freshnessHours: 0,
    });
    expect(source.limits).toContain("50 requests a second");
    expect(source.p95Millis).toBeGreaterThanOrEqual(0);
    expect(sources.map((each: Answer) => each.slug)).toContain("invented");
  });
});
