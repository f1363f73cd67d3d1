import type { Logger } from "typeorm";
import { describeOnBothStores } from "../support/stores";
import { type Asking, startAsking } from "./ask";

const WORKLOAD = `query Workload($codes: [GSSCode!]!, $indicators: [String!]!) {
  areas(select: { gssCodes: $codes }, first: 50) { nodes { gssCode name observations(indicators: $indicators, first: 10) { nodes {
    value period { label } indicator { slug name unit { label } dataset { source { name } } } } } } }
}`;

const INDICATORS = [
  "claimant-count",
  "population-count",
  "gross-median-weekly-pay",
  "healthy-life-expectancy-female",
  "healthy-life-expectancy-male",
  "employment-rate",
  "adult-obesity-prevalence",
  "greenhouse-gas-emissions",
  "gigabit-capable-broadband",
  "housing-affordability-ratio",
];

/** Counts the statements that reach the database. */
class Statements implements Logger {
  seen: string[] = [];
  logQuery(query: string): void {
    this.seen.push(query);
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

describeOnBothStores("statements", (store) => {
  let hub: Asking;
  const statements = new Statements();
  beforeAll(async () => {
    hub = await startAsking(store, { OUTTURN_RESPONSE_CACHE_MB: "0" });
    hub.store.db.setOptions({ logging: ["query"], logger: statements });
  });
  afterAll(() => hub?.close());

  async function counted<T>(work: () => Promise<T>): Promise<{ answer: T; count: number }> {
    statements.seen = [];
    const answer = await work();
    return { answer, count: statements.seen.length };
  }

  test("50 councils x 10 indicators, latest, with unit and source: at most 6 cold, at most 1 warm", async () => {
    const { areas } = await hub.ask(
      `{ areas(select: { type: LTLA, within: "E92000001" }, first: 50) { nodes { gssCode } } }`,
    );
    const variables = { codes: areas.nodes.map((area: { gssCode: string }) => area.gssCode), indicators: INDICATORS };
    const cold = await counted(() => hub.ask(WORKLOAD, variables));
    const warm = await counted(() => hub.ask(WORKLOAD, variables));
    expect(
      cold.answer.areas.nodes.flatMap((area: { observations: { nodes: unknown[] } }) => area.observations.nodes),
    ).toHaveLength(500);
    expect(warm.answer).toEqual(cold.answer);
    expect(cold.count).toBeGreaterThan(0);
    expect(cold.count).toBeLessThanOrEqual(6);
    expect(warm.count).toBeLessThanOrEqual(1);
  });

  test("a comparison with 361 authorities on every one of 500 figures adds no statement a row", async () => {
    const { areas } = await hub.ask(
      `{ areas(select: { type: LTLA, within: "E92000001" }, first: 50) { nodes { gssCode } } }`,
    );
    const query = WORKLOAD.replace(
      "value period",
      "value comparison(with: { kind: ALL_IN_COUNTRY }) { rank statistics { median } } period",
    );
    const { count } = await counted(() =>
      hub.ask(query, { codes: areas.nodes.map((area: { gssCode: string }) => area.gssCode), indicators: INDICATORS }),
    );
    expect(count).toBeLessThanOrEqual(6);
  });

  test("all group statistics of one indicator over 361 councils cost one read", async () => {
    const query = `{ indicator(slug: "gross-disposable-household-income-per-head") { summary(areas: { type: LTLA, within: "K02000001" }) {
      count missing missingReasons { reason count } mean weightedMean median minimum maximum lowerQuartile upperQuartile interquartileRange standardDeviation
      medianAbsoluteDeviation scaledMedianAbsoluteDeviation percentile(p: 5) cuts(of: 10) parentValue } } }`;
    const { answer, count } = await counted(() => hub.ask(query));
    const { summary } = (answer as { indicator: { summary: { count: number; missing: number } } }).indicator;
    expect(summary.count + summary.missing).toBe(361);
    expect(count).toBe(1);
  });
});
