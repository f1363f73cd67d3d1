import { join } from "node:path";
import { pino } from "pino";
import { addressVariables, loadConfig } from "../../src/config";
import type { NationalSource, RemoteIndicator } from "../../src/datasources/core/source";
import { discoverSources } from "../../src/datasources/engine/discover";
import { createHub, type Hub } from "../../src/hub";
import { seedWellKnown } from "../../src/ingest/catalogue/seed";
import { openEngine } from "../../src/open-engine";
import type { Answer } from "../graph/ask";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { keysOf, type SourceStandIn } from "../support/packing-run";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { areasByCode, lowerTierAreas, madeFigure } from "../support/publishers/workloads";
import { STORE_KINDS, storesUnderTest } from "../support/stores";

type Whole = SourceStandIn & { readonly indicator: (n: number) => RemoteIndicator };

/**
 * The least possible requests for two indicators of one publisher in 50 metropolitan districts and London boroughs, the latest period,
 * worked out by hand from the publishers' limits (docs/sources). `once` are code lists that are fetched a first time only.
 */
const LEAST: Readonly<Record<string, { readonly figures: number; readonly once: number; readonly why: string }>> = {
  els: { figures: 1, once: 0, why: "any number of indicators and codes in one address below 8 kB" },
  nomis: {
    figures: 1,
    once: 2,
    why: "one data set: one question; once, which types of area it has and the codes of one type",
  },
  fingertips: {
    figures: 1,
    once: 2,
    why: "100 indicators a table; once, the kinds of area and which vintage has figures",
  },
  "dfe-ees": { figures: 1, once: 1, why: "one data set: one POST; its metadata once" },
  ons: {
    figures: 2,
    once: 6,
    why: "one data set a question, places open; once for each its version, dimensions and periods",
  },
};

const DISTRICTS = lowerTierAreas()
  .filter((area) => area.kind === "MD" || area.kind === "LONB")
  .filter((area) => area.code !== "E09000001") // the City of London's figures are withheld by some stand-ins, as by their publishers
  .slice(0, 50);

const kinds = STORE_KINDS.filter((kind) => storesUnderTest().some((store) => store.kind === kind));

describe.each(kinds)("50 areas x 10 indicators over 5 publishers, through real sockets (%s store)", (kind) => {
  let own: OwnStore;
  let hub: Hub;
  let address: string;
  const publishers = new Map<string, Publisher>();
  const indicators = new Map<string, readonly RemoteIndicator[]>();

  beforeAll(async () => {
    own = (await ownStarter(kind, ["claimant-count"])) as OwnStore;
    const env: Record<string, string> = {};
    const sources: NationalSource[] = [];
    for (const source of discoverSources().filter(({ id }) => id in LEAST)) {
      const whole = (await import(join(__dirname, "../support/publishers", `${source.id}.ts`))) as Whole;
      const publisher = await startPublisher(whole.standIn());
      publishers.set(source.id, publisher);
      for (const [name] of addressVariables(source)) env[name] = publisher.url;
      Object.assign(env, keysOf(source));
      const two = [whole.indicator(1), whole.indicator(2)];
      indicators.set(source.id, two);
      sources.push({ ...source, wellKnown: two });
    }
    const { refused } = await seedWellKnown(own.store, sources);
    expect(refused).toEqual([]);
    const config = loadConfig({ LOG_LEVEL: "silent" });
    const log = pino({ level: "silent" });
    hub = await createHub({
      config,
      store: own.store,
      log,
      openEngine: (parts) => openEngine({ config, store: own.store, log, parts, env, sources }),
    });
    address = await hub.app.listen({ port: 0, host: "127.0.0.1" });
  });
  afterAll(async () => {
    await hub?.close();
    for (const publisher of publishers.values()) await publisher.close();
    await own?.drop();
  });

  async function observations(): Promise<Answer> {
    const slugs = [...indicators].flatMap(([source, two]) => two.map((one) => `${source}:${one.upstreamId}`));
    const query = `query($indicators: [String!]!, $codes: [GSSCode!]!) {
      observations(first: 1000, select: { indicators: $indicators, areas: { gssCodes: $codes } }) {
        nodes { indicator { slug } area { gssCode } period { id } breakdown { code } value missing notes provenance { freshness licence { code } } }
        sources { source { slug } state servedFrom upstreamCalls message } totalCount } }`;
    const body = JSON.stringify({ query, variables: { indicators: slugs, codes: DISTRICTS.map((area) => area.code) } });
    const response = await fetch(`${address}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const answer = (await response.json()) as Answer;
    expect(answer.errors).toBeUndefined();
    return answer.data.observations;
  }

  test("every figure is the publisher's, and no publisher was asked more often than it must be", async () => {
    expect(publishers.size).toBe(5);
    expect(DISTRICTS).toHaveLength(50);
    const cold = await observations();
    expect(cold.nodes).toHaveLength(500);
    for (const node of cold.nodes) {
      const id = node.indicator.slug.slice(node.indicator.slug.indexOf(":") + 1);
      const breakdown = node.breakdown.map((member: Answer) => member.code);
      const known = { slug: node.indicator.slug, area: node.area.gssCode, breakdown };
      expect({ ...known, missing: node.missing, right: isRight(id, node) }).toEqual({
        ...known,
        missing: null,
        right: true,
      });
    }
    const made = Object.fromEntries([...publishers].map(([id, publisher]) => [id, publisher.requests.length]));
    const least = Object.fromEntries(Object.entries(LEAST).map(([id, { figures, once }]) => [id, figures + once]));
    expect(made).toEqual(least);
    const told = cold.sources.map((each: Answer) => [
      each.source.slug,
      each.upstreamCalls,
      each.servedFrom,
      each.state,
    ]);
    expect(told.sort()).toEqual(
      Object.entries(least)
        .map(([id, requests]) => [id === "ons" ? "ons-api" : id, requests, "LIVE", "OK"]) // the starter set has a source "ons"
        .sort(),
    );

    const warm = await observations();
    expect(warm.nodes.map((node: Answer) => node.value)).toEqual(cold.nodes.map((node: Answer) => node.value));
    expect(new Set(warm.nodes.map((node: Answer) => node.provenance.freshness))).toEqual(new Set(["CACHED"]));
    expect(warm.sources.map((each: Answer) => each.upstreamCalls)).toEqual([0, 0, 0, 0, 0]);
    expect(Object.fromEntries([...publishers].map(([id, publisher]) => [id, publisher.requests.length]))).toEqual(
      least,
    );
  });
});

/** The stand-ins make figures of the indicator, the area and the period, some of the breakdown as well. */
function isRight(indicator: string, node: Answer): boolean {
  const breakdown = (node.breakdown as { code: string }[]).map(({ code }) => code).join("|");
  return ["", breakdown].some((by) => madeFigure(indicator, node.area.gssCode, node.period.id, by) === node.value);
}

test("the areas of the question are real", () => {
  expect(areasByCode("E08000009")[0]?.name).toBe("Trafford");
});
