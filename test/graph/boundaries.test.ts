import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { loadTables, PARTS, PROPOSAL } from "../support/proposal";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import { type Answer, type Asking, startAskingOver } from "./ask";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);

/** Residents of Somerset on 30 June 2024 (starter set, ONS), and of its districts in mid-2020 (area_weights, ONS by way of mySociety). */
const SOMERSET_2024 = 588_328;
const MENDIP = 116_288;
const DISTRICTS_2020 = MENDIP + 123_446 + 168_696 + 155_421;

describe.each(STORE_KINDS.filter(has))("figures on other boundaries (%s store)", (kind) => {
  let own: OwnStore;
  let hub: Asking;

  beforeAll(async () => {
    own = (await ownStarter(kind, [
      "population-count",
      "population-count-female",
      "population-count-male",
      "median-age",
    ])) as OwnStore;
    await loadTables(own, PROPOSAL);
    await loadTables(own, PARTS);
    hub = await startAskingOver(own.store, { OUTTURN_RESPONSE_CACHE_MB: "0" });
  });
  afterAll(async () => {
    await hub?.close();
    await own?.drop();
  });

  test("an area that merged: its part of what came after, shared out by residents", async () => {
    const { area } = await hub.ask(`{ area(gssCode: "E07000187") { observation(
      indicator: "population-count", period: { ids: ["2024-06-30"] }, options: { boundaries: "2022-01-01" }
    ) { id value missing status notes period { id } provenance {
      method boundaryMethod boundariesAt inputs { value area { gssCode } } weights { weight basis weighedAt source area { gssCode } }
    } } } }`);
    const { observation } = area;
    expect(observation.value).toBeCloseTo((SOMERSET_2024 * MENDIP) / DISTRICTS_2020, 6);
    expect(observation).toMatchObject({ missing: null, status: ["ESTIMATED"], period: { id: "2024-06-30" } });
    expect(observation.provenance).toMatchObject({
      method: "APPORTIONED",
      boundaryMethod: "APPORTIONED_BY_POPULATION",
      boundariesAt: "2022-01-01",
      inputs: [{ value: SOMERSET_2024, area: { gssCode: "E06000066" } }],
      weights: [{ basis: "RESIDENT_POPULATION", weighedAt: "2020-06-30", area: { gssCode: "E06000066" } }],
    });
    expect(observation.provenance.weights[0].weight).toBeCloseTo(MENDIP / DISTRICTS_2020, 12);
    const { node } = await hub.ask(`query($id: ID!) { node(id: $id) { ... on Observation { value area { name } } } }`, {
      id: observation.id,
    });
    expect(node).toEqual({ value: observation.value, area: { name: "Mendip" } });
  });

  test("question 3: upper-tier councils on proposed boundaries, three indicators, latest three periods, how each value was made", async () => {
    const indicators = ["population-count", "population-count-female", "population-count-male"];
    const { observations, england } = await hub.ask(
      `query($indicators: [String!]!) {
        observations(select: { indicators: $indicators, areas: { type: UTLA, within: "E12000004" }, period: { latest: 3 }, options: { boundaries: "2028-04-01" } }, first: 200) {
          totalCount nodes { area { name code status } indicator { slug } period { id } value provenance { method boundaryMethod boundariesAt inputs(first: 10) { value area { code } } weights { weight basis } } } }
        england: observations(select: { indicators: ["population-count"], areas: { type: UTLA, within: "E92000001" }, options: { boundaries: "2028-04-01" } }, first: 1000) { nodes { value area { code } } }
      }`,
      { indicators },
    );
    const of = (code: string, indicator = "population-count") =>
      observations.nodes.filter((node: Answer) => node.area.code === code && node.indicator.slug === indicator);
    expect(of("X-INV-S").map((node: Answer) => node.period.id)).toEqual(["2022-06-30", "2023-06-30", "2024-06-30"]);
    const parts = ["E07000136", "E07000140", "E07000141", "E06000017"];
    for (const slug of indicators)
      for (const node of of("X-INV-S", slug)) {
        expect(node.value).toBe(await sumBySql(own, slug, parts, node.period.id));
        expect(node.provenance).toMatchObject({
          method: "AGGREGATED",
          boundaryMethod: "EXACT_AGGREGATION",
          boundariesAt: "2028-04-01",
        });
        expect(node.provenance.inputs.map((input: Answer) => input.area.code).toSorted()).toEqual(parts.toSorted());
        expect(node.provenance.weights.map(({ weight, basis }: Answer) => [weight, basis])).toEqual(
          parts.map(() => [1, "EXACT"]),
        );
      }
    // Lincolnshire and Rutland give way; Derbyshire stays, with its published figure.
    const codes = new Set(observations.nodes.map((node: Answer) => node.area.code));
    expect([...codes].toSorted()).toEqual(expect.arrayContaining(["E10000007", "X-INV-N", "X-INV-S"]));
    for (const gone of ["E10000019", "E06000017"]) expect(codes).not.toContain(gone);
    expect(of("E10000007")[0].provenance).toMatchObject({
      method: "PUBLISHED",
      boundaryMethod: "AS_PUBLISHED",
      inputs: [],
      weights: [],
    });
    expect(observations.totalCount).toBe(codes.size * 9);
    // Whole and without overlap: all of them together are England.
    const sum = england.nodes.reduce((total: number, node: Answer) => total + node.value, 0);
    expect(sum).toBe(await sumBySql(own, "population-count", ["E92000001"], "2024-06-30"));
  });

  test("a proposal by its members alone, and today's areas are as they were", async () => {
    const { observations, areas, children } = await hub.ask(`{
      observations(select: { indicators: ["population-count"], areas: { gssCodes: ["X-INV-L", "E10000019"] }, options: { boundaries: "2028-04-01" } }) {
        nodes { value missing notes provenance { boundaryMethod inputs { area { name } } } } }
      areas(select: { type: UTLA, within: "E12000004" }) { nodes { code status } }
      children: area(gssCode: "E12000004") { children { code } }
    }`);
    const [county, league] = observations.nodes;
    expect(league.value).toBe(await sumBySql(own, "population-count", ["E08000001", "E08000002"], "2024-06-30"));
    expect(league.provenance.inputs.map((input: Answer) => input.area.name)).toEqual(["Bolton", "Bury"]);
    expect(county).toMatchObject({ value: null, missing: "AREA_DID_NOT_EXIST" });
    expect(county.notes[0]).toContain("Invented North (test) (X-INV-N), Invented South (test) (X-INV-S)");
    const live = areas.nodes.map((area: Answer) => area.code);
    expect(live).toEqual(expect.arrayContaining(["E10000019", "E06000017"]));
    expect(areas.nodes.every((area: Answer) => area.status === "LIVE")).toBe(true);
    expect(children.children.map((area: Answer) => area.code)).not.toContain("X-INV-N");
  });

  test("rates from summed parts, never a mean of rates; a count with one part withheld is withheld", async () => {
    const { rate, counts, latest } = await hub.ask(`{
      rate: area(gssCode: "E06000066") { observation(indicator: "repairs-in-time", options: { boundaries: "2024-01-01" }) {
        value numerator denominator lowerCI95 provenance { method boundaryMethod inputs { value } } } }
      counts: area(gssCode: "E06000066") { observations(indicators: ["repairs"], period: { from: "2020-01-01" }, options: { boundaries: "2024-01-01" }) { nodes {
        value missing status notes period { label } provenance { inputs { missing } } } } }
      latest: area(gssCode: "E06000066") { observation(indicator: "repairs", options: { boundaries: "2024-01-01" }) { value missing } }
    }`);
    expect(rate.observation).toMatchObject({ value: 57, numerator: 570, denominator: 1000, lowerCI95: null }); // a mean would be 61.25
    expect(rate.observation.provenance).toMatchObject({ method: "AGGREGATED", boundaryMethod: "EXACT_AGGREGATION" });
    const [before, withheld] = counts.observations.nodes;
    expect(before).toMatchObject({ value: 960, missing: null, status: ["NORMAL"], period: { label: "2021" } });
    expect(withheld).toMatchObject({ value: null, missing: "CONFIDENTIAL", period: { label: "2022" } });
    expect(withheld.notes.join(" ")).toContain("Somerset West and Taunton (E07000246)");
    expect(withheld.provenance.inputs.filter((input: Answer) => input.missing === "CONFIDENTIAL")).toHaveLength(1);
    expect(latest.observation).toEqual({ value: null, missing: "CONFIDENTIAL" });
  });

  test("parts that nobody published make nothing: never a partial sum", async () => {
    const { area } = await hub.ask(
      `{ area(gssCode: "E06000063") { observation(indicator: "repairs", options: { boundaries: "2024-01-01" }) { value missing notes } } }`,
    );
    expect(area.observation).toMatchObject({ value: null, missing: "NOT_AVAILABLE" });
    expect(area.observation.notes.join(" ")).toContain("No period has a figure for every part: Allerdale (E07000026)");
  });

  test("what cannot be added is refused, and says what it would need", async () => {
    const { area, mendip } = await hub.ask(`{
      area(gssCode: "X-INV-N") { observation(indicator: "median-age", options: { boundaries: "2028-04-01" }) { value missing notes } }
      mendip: area(gssCode: "E07000187") { observation(indicator: "median-age", options: { boundaries: "2022-01-01" }) { value missing } }
    }`);
    expect(area.observation).toMatchObject({ value: null, missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY" });
    expect(area.observation.notes.join(" ")).toContain("Medians of areas do not make the median of them all");
    expect(mendip.observation.value).toBeNull();
  });

  test("a boundary that moved: the figure of the code that follows, marked best fit", async () => {
    const { old, now } = await hub.ask(`{
      old: area(gssCode: "E08000020") { observation(indicator: "population-count", period: { ids: ["2020-06-30"] }, options: { boundaries: "2012-06-30" }) {
        value notes provenance { method boundaryMethod inputs { area { code } } } } }
      now: area(gssCode: "E08000037") { observation(indicator: "repairs", options: { boundaries: "2024-01-01" }) { value provenance { boundaryMethod } } }
    }`);
    expect(old.observation.value).toBe(await sumBySql(own, "population-count", ["E08000037"], "2020-06-30"));
    expect(old.observation.provenance).toMatchObject({
      boundaryMethod: "BEST_FIT",
      inputs: [{ area: { code: "E08000037" } }],
    });
    expect(old.observation.notes.join(" ")).toContain("A boundary moved");
    expect(now.observation).toEqual({ value: 11, provenance: { boundaryMethod: "BEST_FIT" } });
  });

  test("kinds of area that are made of whole authorities are added up", async () => {
    const { area } =
      await hub.ask(`{ area(gssCode: "E11000001") { observation(indicator: "population-count", options: { boundaries: "2025-06-01" }) {
      value provenance { boundaryMethod inputs { area { code } } } } } }`);
    const districts = Array.from({ length: 10 }, (_, at) => `E080000${String(at + 1).padStart(2, "0")}`);
    expect(area.observation.value).toBe(await sumBySql(own, "population-count", districts, "2024-06-30"));
    expect(area.observation.provenance.inputs).toHaveLength(10);
  });

  test("a recoded ground answers as published, under either code", async () => {
    const { a, b } = await hub.ask(`{
      a: area(gssCode: "E10000027") { observation(indicator: "population-count", options: { boundaries: "2022-01-01" }) { value provenance { method boundaryMethod } } }
      b: area(gssCode: "E08000016") { observation(indicator: "population-count", options: { boundaries: "2025-06-01" }) { value provenance { method boundaryMethod } } }
    }`);
    expect(a.observation).toMatchObject({
      value: SOMERSET_2024,
      provenance: { method: "PUBLISHED", boundaryMethod: "SUCCESSOR_LINK" },
    });
    expect(b.observation.provenance.method).toBe("PUBLISHED");
  });

  test("another weight: land, and the two are told apart", async () => {
    const ask = (weight: string) =>
      hub.ask(`{ area(gssCode: "E07000187") { observation(indicator: "population-count", options: { boundaries: "2022-01-01", boundaryWeight: ${weight} }) {
        id value provenance { boundaryMethod weights { weight basis } } } } }`);
    const land = (await ask("LAND_AREA")).area.observation;
    // Mendip has 739 of 3,450 square kilometres by mySociety's register; the drawing is generalised.
    expect(land.provenance).toMatchObject({
      boundaryMethod: "APPORTIONED_BY_LAND_AREA",
      weights: [{ basis: "LAND_AREA" }],
    });
    expect(land.provenance.weights[0].weight).toBeCloseTo(739 / 3450, 2);
    const { node } = await hub.ask(`query($id: ID!) { node(id: $id) { ... on Observation { value } } }`, {
      id: land.id,
    });
    expect(node.value).toBe(land.value);
    const households = (await ask("HOUSEHOLDS")).area.observation;
    expect(households.value).toBeNull();
    const { body } = await hub.post(
      `{ area(gssCode: "E07000187") { observation(indicator: "population-count", options: { boundaryWeight: LAND_AREA }) { value } } }`,
    );
    expect(body.errors[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
  });

  test("change and comparison go by the same boundaries", async () => {
    const { area } =
      await hub.ask(`{ area(gssCode: "X-INV-S") { observation(indicator: "population-count", options: { boundaries: "2028-04-01" }) {
      value change { difference from { value period { id } } } } } }`);
    const parts = ["E07000136", "E07000140", "E07000141", "E06000017"];
    const before = await sumBySql(own, "population-count", parts, "2023-06-30");
    expect(area.observation.change).toEqual({
      difference: area.observation.value - before,
      from: { value: before, period: { id: "2023-06-30" } },
    });
  });

  test("a district that a proposal splits by stated parts", async () => {
    const { area } =
      await hub.ask(`{ area(gssCode: "X-INV-A") { observation(indicator: "population-count", options: { boundaries: "2029-04-01" }) {
      value status notes provenance { method boundaryMethod weights { weight basis } } } } }`);
    const whole = await sumBySql(own, "population-count", ["E06000009"], "2024-06-30");
    expect(area.observation.value).toBeCloseTo(0.6 * whole, 6);
    expect(area.observation).toMatchObject({
      status: ["ESTIMATED"],
      provenance: { method: "APPORTIONED", boundaryMethod: "BEST_FIT", weights: [{ weight: 0.6, basis: "EXACT" }] },
    });
  });

  test("LSOAs of two censuses: splits add up, mergers add up, and a part waits for weights", async () => {
    const ask = async (code: string, boundaries: string) =>
      (
        await hub.ask(
          `query($code: GSSCode!, $boundaries: Date!) { area(gssCode: $code) { observation(indicator: "repairs", options: { boundaries: $boundaries }) {
        value missing notes provenance { boundaryMethod } } } }`,
          { code, boundaries },
        )
      ).area.observation;
    // E01000010 of 2011 became two; E01000852 and E01000854 became part of E01035711, which took in a third that has no figure.
    expect(await ask("E01000010", "2015-01-01")).toMatchObject({
      value: 7,
      provenance: { boundaryMethod: "EXACT_AGGREGATION" },
    });
    const merged = await hub.ask(
      `{ area(gssCode: "E01035711") { predecessors { kind operativeDate from { code } } } }`,
    );
    const makers = merged.area.predecessors.map((change: Answer) => change.from.code);
    expect(makers).toEqual(["E01000852", "E01000854"]);
    expect(await ask("E01035711", "2022-01-01")).toMatchObject({
      value: 11,
      provenance: { boundaryMethod: "EXACT_AGGREGATION" },
    });
    const waiting = await ask("E01034471", "2022-01-01");
    expect(waiting).toMatchObject({ value: null, missing: "NOT_AVAILABLE" });
    expect(waiting.notes.join(" ")).toContain("load them as area_weights");
    await loadTables(own, {
      area_weights:
        "area,basis,date,value,source\nE01034471,HOUSEHOLDS,2021-03-21,300,Invented\nE01034472,HOUSEHOLDS,2021-03-21,700,Invented\n",
    });
    await hub.hub.catalogues.refresh();
    expect(await ask("E01034471", "2022-01-01")).toMatchObject({
      value: 3,
      provenance: { boundaryMethod: "APPORTIONED_BY_HOUSEHOLDS" },
    });
  });

  test("as known at an instant, on other boundaries; its id asks for the same again", async () => {
    const { before, then } = await hub.ask(
      `
      fragment F on Area { observation(indicator: "repairs", period: { ids: ["2021"] }, options: { boundaries: "2024-01-01", asOf: $asOf }) { id value missing } }
      query { before: area(gssCode: "E06000066") { ...F } then: area(gssCode: "E06000066") { ...G } }
      fragment G on Area { observation(indicator: "repairs", period: { ids: ["2021"] }, options: { boundaries: "2024-01-01", asOf: "2026-07-01T00:00:00.000Z" }) { id value } }
    `.replace("$asOf", '"2026-05-01T00:00:00.000Z"'),
    );
    expect(before.observation.value).toBeNull();
    expect(then.observation.value).toBe(960);
    const { node } = await hub.ask(`query($id: ID!) { node(id: $id) { id ... on Observation { value } } }`, {
      id: then.observation.id,
    });
    expect(node).toEqual({ id: then.observation.id, value: 960 });
  });
});

/** The sum of current figures, by SQL of the test's own. */
async function sumBySql(
  { store }: OwnStore,
  indicator: string,
  codes: readonly string[],
  period: string,
): Promise<number> {
  const marks = codes.map(() => "?").join();
  const rows = await store.db.query<{ total: number; found: number }[]>(
    `SELECT SUM(o.value) AS total, COUNT(*) AS found FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN area a ON a.id = o.area_id
     JOIN period p ON p.id = o.period_id WHERE i.slug = ? AND p.iso = ? AND o.superseded_at IS NULL AND a.code IN (${marks})`,
    [indicator, period, ...codes],
  );
  expect(Number(rows[0]?.found)).toBe(codes.length);
  return Number(rows[0]?.total);
}
