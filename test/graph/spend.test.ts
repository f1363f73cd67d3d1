import { join } from "node:path";
import type { Logger } from "typeorm";
import { importPath } from "../../src/ingest/import";
import { folderOf } from "../ingest/support/folders";
import { table } from "../starter/read";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { kindsUnderTest } from "../support/stores";
import { type Answer, type Asking, startAskingOver } from "./ask";

const TRAFFORD = "E08000009";
const HAMPSHIRE = "E10000014";
const WINCHESTER = "E07000094";
const [WASTE, ADULTS] = ["RO5_envcll_net_cur_exp", "RS_asc_net_exp"];

/** Mid-year populations as they are committed, by area and year. */
const population = (area: string, year: number): number =>
  Number(
    table("observations/population-indicators").find(
      (row) =>
        row.indicator === "population-count" &&
        row.area === area &&
        row.period === `${year}-06-30` &&
        row.breakdown === "",
    )?.value,
  );
const NEIGHBOURS = table("neighbours")
  .filter((row) => row.area === TRAFFORD && row.model === "ONS_GLOBAL")
  .toSorted((a, b) => Number(a.position) - Number(b.position))
  .map((row) => row.neighbour ?? "");
const [SENT_NOTHING = "", NOT_IN_FILE = ""] = NEIGHBOURS;

/** What a council is made to have spent on collecting waste, in thousands of pounds: some £30 to £50 a resident. */
const waste = (area: string, year: number): number =>
  Math.round((population(area, year) / 1000) * (30 + (((NEIGHBOURS.indexOf(area) + 1) * 7 + year) % 21)));
/** The file is ours, in the publisher's layout; its figures are made, its populations are not in it. */
const file = (): string => {
  const row = (end: number, area: string, status: string, cells: string) =>
    `${end}03,${area},E0000,Council,${status},Class,Class,${cells}`;
  const rows = [2024, 2025].flatMap((end) => [
    ...[TRAFFORD, ...NEIGHBOURS].flatMap((area) =>
      area === NOT_IN_FILE
        ? []
        : area === SENT_NOTHING && end === 2025
          ? [row(end, area, "not submitted", ",")]
          : [row(end, area, "submitted", `${waste(area, end - 1)},7`)],
    ),
    row(end, HAMPSHIRE, "submitted", "0,612345"),
    row(end, WINCHESTER, "submitted", "-250,0"),
  ]);
  return `year_ending,ONS_code,LA_LGF_code,LA_name,status,LA_class,LA_subclass,${WASTE},${ADULTS}\n${rows.join("\n")}\n`;
};

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

describe.each(kindsUnderTest())("what services cost (%s store)", (kind) => {
  let own: OwnStore;
  let hub: Asking;
  const statements = new Statements();

  beforeAll(async () => {
    const made = await ownStarter(kind, ["population-count", "greenhouse-gas-emissions"]);
    if (made === undefined) throw new Error("This run has no starter store.");
    own = made;
    const folder = folderOf({ "Revenue_Outturn_time_series_data_v4.csv": file() });
    const { files } = await importPath(own.store, join(folder.path, "Revenue_Outturn_time_series_data_v4.csv"), {
      clock: () => new Date("2026-10-20T09:00:00Z"),
    });
    folder.remove();
    expect(files.map(({ state, refused }) => [state, refused])).toEqual([["LOADED", 0]]);
    // A member says that a broader line speaks for collecting waste as well: the narrower one stays the answer.
    const wider = folderOf({
      "service_indicators.csv": "service,indicator,role,reason\n524,spend-adult-social-care,SPEND,Ours.\n",
    });
    await importPath(own.store, join(wider.path, "service_indicators.csv"));
    wider.remove();
    hub = await startAskingOver(own.store, { OUTTURN_RESPONSE_CACHE_MB: "0" });
    own.store.db.setOptions({ logging: ["query"], logger: statements });
  });
  afterAll(async () => {
    await hub?.close();
    await own?.drop();
  });

  const provision = async (lgsl: number, area: string, fields: string): Promise<Answer[]> =>
    (
      await hub.ask(
        `query($lgsl: Int!, $area: ID!) { service(lgslId: $lgsl) { provision(area: $area) { council { area { gssCode } } ${fields} } } }`,
        {
          lgsl,
          area,
        },
      )
    ).service.provision;

  test("the council's own figure in thousands, and for each resident in pounds, with the population of its own year", async () => {
    const [trafford] = await provision(
      524,
      TRAFFORD,
      `spend { value formatted period { id label } indicator { slug unit { code multiplier } dataset { slug source { slug } } } provenance { release { version } } }
       unitCost { id value formatted notes indicator { slug unit { code label multiplier } } period { label } provenance { method formula inputs { value period { label } indicator { slug } } } }
       before: unitCost(period: { ids: ["2023/24"] }) { value } none: spend(period: { ids: ["2019/20"] }) { value missing }`,
    );
    const [spent, people] = [waste(TRAFFORD, 2024), population(TRAFFORD, 2024)];
    expect(trafford.spend).toEqual({
      value: spent,
      formatted: `£${spent.toLocaleString("en-GB")} thousand`,
      period: { id: "2024-04-01/P1Y", label: "2024/25" },
      indicator: {
        slug: "spend-waste-collection",
        unit: { code: "gbp-thousand", multiplier: 1000 },
        dataset: { slug: "revenue-outturn", source: { slug: "mhclg" } },
      },
      provenance: { release: { version: "4" } },
    });
    expect(trafford.unitCost.value).toBeCloseTo((spent * 1000) / people, 9);
    expect(trafford.unitCost).toMatchObject({
      formatted: `£${((spent * 1000) / people).toFixed(2)} a person`,
      indicator: { unit: { code: "gbp-per-1", label: "pounds sterling a person", multiplier: 1 } },
      period: { label: "2024/25" },
      provenance: {
        method: "CALCULATED",
        formula: "Per person with the population of mid-2024.",
        inputs: [
          { value: spent, period: { label: "2024/25" }, indicator: { slug: "spend-waste-collection" } },
          { value: people, period: { label: "mid-2024" }, indicator: { slug: "population-count" } },
        ],
      },
    });
    expect(trafford.before.value).toBeCloseTo((waste(TRAFFORD, 2023) * 1000) / population(TRAFFORD, 2023), 9);
    expect(trafford.none.value).toBeNull();
    const again = await hub.ask(
      "query($id: ID!) { node(id: $id) { ... on Observation { id value indicator { unit { code } } } } }",
      {
        id: trafford.unitCost.id,
      },
    );
    expect(again.node).toEqual({
      id: trafford.unitCost.id,
      value: trafford.unitCost.value,
      indicator: { unit: { code: "gbp-per-1" } },
    });
  });

  test("in a county each tier has its own figure; negative spending is a value; a return that was not sent is a blank that says so", async () => {
    const fields = "spend { value missing } unitCost { value missing formatted }";
    expect(await provision(209, WINCHESTER, fields)).toMatchObject([
      {
        council: { area: { gssCode: HAMPSHIRE } },
        spend: { value: 612345 },
        unitCost: { value: expect.closeTo((612345 * 1000) / population(HAMPSHIRE, 2024), 9) },
      },
    ]);
    expect(await provision(524, WINCHESTER, fields)).toMatchObject([
      {
        council: { area: { gssCode: WINCHESTER } },
        spend: { value: -250 },
        unitCost: { value: expect.closeTo(-250_000 / population(WINCHESTER, 2024), 9) },
      },
    ]);
    expect(await provision(524, SENT_NOTHING, fields)).toMatchObject([
      { spend: { value: null, missing: "NOT_SUBMITTED" }, unitCost: { value: null, missing: "NOT_SUBMITTED" } },
    ]);
    const libraries = await provision(437, TRAFFORD, fields); // no line of the mapping is of libraries alone
    expect(libraries).toMatchObject([{ spend: null, unitCost: null }]);
  });

  test("unit costs are ranked among the unit costs of the neighbours, whoever sent none counted as missing", async () => {
    const [trafford] = await provision(
      524,
      TRAFFORD,
      `unitCost { comparison(with: { kind: NEAREST_NEIGHBOURS, ofArea: "${TRAFFORD}" }) { rank rankOf outcome statistics { median minimum maximum missing } } }`,
    );
    const cost = (area: string) => (waste(area, 2024) * 1000) / population(area, 2024);
    const others = NEIGHBOURS.filter((area) => area !== SENT_NOTHING && area !== NOT_IN_FILE).map(cost);
    const all = [...others, cost(TRAFFORD)].toSorted((a, b) => a - b); // the area itself counts where nothing else is said
    const { comparison } = trafford.unitCost;
    expect([comparison.rank, comparison.rankOf]).toEqual([all.length - all.indexOf(cost(TRAFFORD)), all.length]);
    expect(all.length).toBe(19);
    expect(comparison.statistics).toEqual({
      minimum: expect.closeTo(all[0] ?? 0, 9),
      median: expect.closeTo(all[9] ?? 0, 9),
      maximum: expect.closeTo(all[18] ?? 0, 9),
      missing: 2,
    });
    expect(comparison.outcome).not.toMatch(/BETTER|WORSE/); // spending more is neither good nor bad
  });

  test("the indicator that the fewest services share is taken, and two readings answer for every council of England", async () => {
    const query = `{ service(lgslId: 524) { indicators(role: [SPEND]) { slug } provision(area: "E92000001") { council { area { gssCode } }
      spend { value missing } unitCost { value } } } }`;
    await hub.ask(query);
    statements.seen = [];
    const { service } = await hub.ask(query);
    expect(statements.seen.length).toBeLessThanOrEqual(3);
    expect(service.provision.length).toBeGreaterThan(250);
    expect(service.indicators.map(({ slug }: Answer) => slug).sort()).toEqual([
      "spend-adult-social-care",
      "spend-waste-collection",
    ]);
    const values = new Map<string, number | null>(
      service.provision.map((each: Answer) => [each.council.area.gssCode, each.spend.value]),
    );
    const [sum] = await own.store.db.query(
      `SELECT SUM(o.value) AS total, COUNT(o.value) AS n FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN period p ON p.id = o.period_id
       JOIN area a ON a.id = o.area_id WHERE i.slug = 'spend-waste-collection' AND p.iso = '2024-04-01/P1Y' AND a.code <> '${HAMPSHIRE}'`,
    );
    const known = [...values.values()].filter((value) => value !== null);
    expect([known.reduce((all, value) => all + value, 0), known.length]).toEqual([Number(sum.total), Number(sum.n)]);
  });

  test("question 5: from a duty to the service, what is spent on it, the unit cost beside similar councils, the outcomes it serves, and back", async () => {
    const { powersAndDuties } = await hub.ask("{ powersAndDuties(kind: [DUTY], first: 300) { id title legislation } }");
    const duty = powersAndDuties.find(
      (each: Answer) => each.legislation === "Environmental Protection Act 1990, section 45",
    );
    const answer = await hub.ask(
      `query Question5($duty: ID!, $place: ID!, $code: GSSCode!) {
        node(id: $duty) { ... on PowerOrDuty { title legislation services {
          lgslId name
          provision(area: $place) { council { name }
            spend { value formatted indicator { slug } }
            unitCost { value comparison(with: { kind: NEAREST_NEIGHBOURS, ofArea: $code }) { rank rankOf } } }
          outcomes { key outcomeIndicators { slug } }
          needs { label outcomes { key outcomeIndicators { slug observations(areas: { gssCodes: [$code] }, first: 1) { nodes { value formatted } } } } }
        } } }
        back: indicator(slug: "greenhouse-gas-emissions") { outcomes(role: [OUTCOME]) { key needs { label services { lgslId powersAndDuties { id } } } } }
        spent: indicator(slug: "spend-waste-collection") { services { lgslId powersAndDuties { id } } }
        rateLimit { cost limit }
      }`,
      { duty: duty.id, place: TRAFFORD, code: TRAFFORD },
    );
    expect(answer.rateLimit.cost).toBeLessThan(100_000);

    expect(answer.node.title).toBe("Collect household waste");
    const [service] = answer.node.services;
    expect([answer.node.services.length, service.lgslId]).toEqual([1, 524]);
    const [provided] = service.provision;
    expect(provided.council.name).toBe("Trafford Metropolitan Borough Council");
    const spent = waste(TRAFFORD, 2024);
    expect(provided.spend).toMatchObject({ value: spent, indicator: { slug: "spend-waste-collection" } });
    expect(provided.unitCost.value).toBeCloseTo((spent * 1000) / population(TRAFFORD, 2024), 9);
    expect(provided.unitCost.comparison.rankOf).toBe(NEIGHBOURS.length - 2 + 1);

    // The outcomes, their indicators and the figure, each by hand-made SQL.
    const rows = async (sql: string): Promise<Answer[]> => own.store.db.query(sql);
    const key = kind === "embedded" ? "f.slug || '/' || o.slug" : "CONCAT(f.slug, '/', o.slug)";
    const direct = await rows(
      `SELECT ${key} AS name FROM outcome_service l JOIN outcome o ON o.id = l.outcome_id JOIN outcome_framework f ON f.id = o.framework_id
       JOIN service s ON s.id = l.service_id WHERE s.lgsl_id = 524 ORDER BY o.sequence`,
    );
    expect(service.outcomes.map((each: Answer) => each.key)).toEqual(direct.map(({ name }) => name));
    expect(service.outcomes.length).toBeGreaterThan(0);
    const served = await rows(
      `SELECT n.label AS need, ${key} AS name, i.slug AS slug, v.value AS value FROM need n JOIN need_service ns ON ns.need_id = n.id
       JOIN service s ON s.id = ns.service_id JOIN outcome_need l ON l.need_id = n.id JOIN outcome o ON o.id = l.outcome_id
       JOIN outcome_framework f ON f.id = o.framework_id JOIN outcome_indicator x ON x.outcome_id = o.id JOIN indicator i ON i.slug = x.indicator_slug
       LEFT JOIN (SELECT w.indicator_id AS indicator_id, w.value AS value FROM observation w JOIN area a ON a.id = w.area_id JOIN period p ON p.id = w.period_id
         WHERE a.code = '${TRAFFORD}' AND w.superseded_at IS NULL AND p.iso = '2023-01-01/P1Y') v ON v.indicator_id = i.id AND i.slug = 'greenhouse-gas-emissions'
       WHERE s.lgsl_id = 524 AND x.role = 'OUTCOME' ORDER BY n.slug, o.sequence, x.sequence`,
    );
    const walked = service.needs.flatMap((need: Answer) =>
      need.outcomes.flatMap((outcome: Answer) =>
        outcome.outcomeIndicators.map((indicator: Answer) => [need.label, outcome.key, indicator.slug]),
      ),
    );
    expect(walked).toEqual(served.map(({ need, name, slug }) => [need, name, slug]));
    const emissions = service.needs
      .flatMap((need: Answer) => need.outcomes)
      .flatMap((outcome: Answer) => outcome.outcomeIndicators)
      .find(({ slug }: Answer) => slug === "greenhouse-gas-emissions");
    expect(emissions.observations.nodes).toMatchObject([
      { value: served.find(({ slug }) => slug === "greenhouse-gas-emissions")?.value },
    ]);
    expect(emissions.observations.nodes[0].value).toBe(5.87);

    // And back: from the indicator by outcome and need, and from the spending, to the same duty.
    const home = (services: Answer[]) =>
      services.find(({ lgslId }) => lgslId === 524)?.powersAndDuties.map(({ id }: Answer) => id) ?? [];
    const needs = answer.back.outcomes.flatMap((outcome: Answer) => outcome.needs);
    expect(home(needs.flatMap((need: Answer) => need.services))).toContain(duty.id);
    expect(home(answer.spent.services)).toContain(duty.id);
  });

  test("the walk from duties in words to outcomes is one natural query", async () => {
    const { powersAndDuties } = await hub.ask(`{ powersAndDuties(search: "waste collect", first: 5) {
      title services { name needs { label outcomes { title outcomeIndicators { name } } } } } }`);
    expect(powersAndDuties.length).toBeGreaterThan(0);
    for (const { title } of powersAndDuties) expect(title).toMatch(/waste|collect/i);
    const outcomes = powersAndDuties.flatMap(({ services }: Answer) =>
      services.flatMap(({ needs }: Answer) => needs.flatMap((need: Answer) => need.outcomes)),
    );
    expect(outcomes.length).toBeGreaterThan(0);
  });
});
