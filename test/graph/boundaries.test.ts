import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importPath } from "../../src/ingest/import";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
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
    await load(own, PROPOSAL);
    await load(own, PARTS);
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

  test("rebasedTo: forwards, backwards and onto proposals; the parts make the whole", async () => {
    const { mendip, somerset, county, lsoa, lincoln } = await hub.ask(`{
      mendip: area(gssCode: "E07000190") { rebasedTo(boundaries: "2024-01-01") { weight basis area { code } } }
      somerset: area(gssCode: "E06000066") { rebasedTo(boundaries: "2018-01-01") { weight basis area { code name } } }
      county: area(gssCode: "E10000009") { rebasedTo(boundaries: "2024-01-01") { weight basis area { code } } }
      lsoa: area(gssCode: "E01000021") { rebasedTo(boundaries: "2024-01-01") { weight basis area { code } } }
      lincoln: area(gssCode: "E10000019") { rebasedTo(boundaries: "2028-06-01") { weight basis area { code } } }
    }`);
    expect(mendip.rebasedTo).toEqual([{ weight: 1, basis: "EXACT", area: { code: "E06000066" } }]); // through Somerset West and Taunton
    expect(somerset.rebasedTo.map((share: Answer) => share.area.code).toSorted()).toEqual([
      "E07000187",
      "E07000188",
      "E07000189",
      "E07000190",
      "E07000191",
    ]);
    const sum = (shares: Answer[]) => shares.reduce((total, share) => total + share.weight, 0);
    expect(sum(somerset.rebasedTo)).toBeCloseTo(1, 12);
    const bases = somerset.rebasedTo.map((share: Answer) => share.basis); // what took two steps is as good as the worse of them
    expect(bases).toEqual([
      "RESIDENT_POPULATION",
      "RESIDENT_POPULATION",
      "RESIDENT_POPULATION",
      "LAND_AREA",
      "LAND_AREA",
    ]);
    // Dorset's county council served five districts that became Dorset, and Christchurch, which went to Bournemouth: shared by land, for 2020 came after.
    expect(county.rebasedTo.map((share: Answer) => [share.area.code, share.basis]).toSorted()).toEqual([
      ["E06000058", "LAND_AREA"],
      ["E06000059", "LAND_AREA"],
    ]);
    expect(county.rebasedTo.find((share: Answer) => share.area.code === "E06000058").weight).toBeCloseTo(50 / 2542, 2);
    expect(lincoln.rebasedTo.map((share: Answer) => share.area.code)).toEqual(["X-INV-N", "X-INV-S"]);
    expect(sum(lincoln.rebasedTo)).toBeCloseTo(1, 12);
    expect(lsoa.rebasedTo).toEqual([{ weight: 1, basis: "EXACT", area: { code: "E01000021" } }]);
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
    await load(own, {
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

  test("geometry: box, centre and lines of an area, an ended one and a proposed one", async () => {
    const { areas } =
      await hub.ask(`{ areas(select: { gssCodes: ["E08000003", "E07000187", "X-INV-N", "E01000001"] }) { nodes { code geometry(detail: ULTRA_GENERALISED) {
      format crs boundariesAt detail bbox centroid source geojson } } } }`);
    const [manchester, mendip, proposed, lsoa] = areas.nodes.map((area: Answer) => area.geometry);
    expect(manchester).toMatchObject({
      format: "GeoJSON",
      crs: "OGC:CRS84",
      boundariesAt: "2025-04-01",
      detail: "ULTRA_GENERALISED",
      geojson: { type: "Polygon" },
    });
    expect(manchester.source).toContain("Crown copyright");
    const [west, south, east, north] = manchester.bbox;
    expect([west, south, east, north].map((degrees) => Math.round(degrees * 10) / 10)).toEqual([
      -2.3, 53.3, -2.1, 53.5,
    ]);
    const [longitude, latitude] = manchester.centroid;
    expect(longitude > west && longitude < east && latitude > south && latitude < north).toBe(true);
    expect(mendip.boundariesAt).toBe("2023-03-31");
    expect(proposed).toMatchObject({ boundariesAt: "2028-04-01", geojson: { type: "MultiPolygon" } });
    expect(lsoa).toBeNull();
  });

  test("a whole level for a map, as TopoJSON and as GeoJSON", async () => {
    const { port } = hub.hub.app.server.address() as AddressInfo;
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      return { status: response.status, etag: response.headers.get("etag") ?? "", body: await response.text() };
    };
    const topojson = await get("/boundaries/ltla.topojson");
    expect(topojson.status).toBe(200);
    const { type, objects, arcs, outturn } = JSON.parse(topojson.body);
    expect([type, objects.areas.geometries.length]).toEqual(["Topology", 361]);
    expect(arcs.length).toBeGreaterThan(500); // neighbours share their lines
    expect(outturn).toEqual({ sources: [expect.stringContaining("Crown copyright")] });
    const again = await get("/boundaries/ltla.topojson", { "if-none-match": topojson.etag });
    expect([again.status, again.body]).toEqual([304, ""]);
    const geojson = await get("/boundaries/ltla.geojson?on=2020-06-01&detail=ultra_generalised");
    const codes = JSON.parse(geojson.body).features.map((feature: Answer) => feature.properties.code);
    expect(codes).toEqual(expect.arrayContaining(["E07000187", "E06000060"]));
    expect(codes).not.toContain("E06000066");
    for (const [path, status] of [
      ["/boundaries/ltla.topojson?on=2020-02-30", 400],
      ["/boundaries/ltla.topojson?detail=fine", 400],
      ["/boundaries/nowhere.topojson", 404],
      ["/boundaries/lsoa.topojson", 404],
      ["/boundaries/ltla.shp", 404],
    ] as const) {
      const { status: found, body } = await get(path);
      expect([path, found]).toEqual([path, status]);
      expect(JSON.parse(body).errors[0].message).not.toBe("");
    }
  });

  test("point to areas, today, in the past and by the proposal", async () => {
    const { now, past, future, sea, only } = await hub.ask(`{
      now: areasAt(latitude: 51.147, longitude: -2.719) { code }
      past: areasAt(latitude: 51.147, longitude: -2.719, on: "2020-06-01") { code }
      future: areasAt(latitude: 53.23, longitude: -0.54, on: "2028-06-01", type: [LTLA, CTY]) { code }
      only: areasAt(latitude: 53.23, longitude: -0.54, type: [LTLA, CTY]) { code }
      sea: areasAt(latitude: 55, longitude: 3) { code }
    }`); // Glastonbury; Lincoln
    const codes = (areas: Answer[]) => areas.map((area) => area.code);
    expect(codes(now)).toEqual(
      expect.arrayContaining(["E06000066", "E12000009", "E92000001", "K02000001", "E23000036"]),
    );
    expect(codes(now)).not.toContain("E07000187");
    expect(codes(past)).toEqual(expect.arrayContaining(["E07000187", "E10000027", "E12000009"]));
    expect(codes(past)).not.toContain("E06000066");
    expect(codes(future)).toEqual(["X-INV-N"]);
    expect(codes(only)).toEqual(["E07000138", "E10000019"].toSorted((a) => (a === "E07000138" ? -1 : 1)));
    expect(sea).toEqual([]);
    const { body } = await hub.post(`{ areasAt(latitude: 91, longitude: 0) { code } }`);
    expect(body.errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "latitude" });
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

/** Tidy tables by name. */
type Tables = Readonly<Record<string, string>>;

async function load({ store }: OwnStore, tables: Tables): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "outturn-proposal-"));
  try {
    mkdirSync(join(folder, "observations"));
    for (const [name, text] of Object.entries(tables)) writeFileSync(join(folder, `${name}.csv`), text);
    const { files } = await importPath(store, folder, { clock: () => new Date("2026-06-01T09:00:00Z") });
    expect(files.flatMap((file) => file.refusals)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Invented for these tests, and no council's proposal: Lincolnshire in two, the southern part with Rutland. What takes the place of
 * districts is said by changes; the league is an area beside what stands, and said by its members.
 */
const PROPOSAL: Tables = {
  areas: `code,name,name_welsh,area_type,status,start_date,end_date
X-INV-N,Invented North (test),,UA,PROPOSED,2028-04-01,
X-INV-S,Invented South (test),,UA,PROPOSED,2028-04-01,
X-INV-L,Invented League (test),,CUSTOM,PROPOSED,2028-04-01,
X-INV-A,Invented Sands (test),,UA,PROPOSED,2029-04-01,
X-INV-B,Invented Pier (test),,UA,PROPOSED,2029-04-01,
`,
  area_changes: `from,to,kind,operative_date,instrument,instrument_url,share
E07000137,X-INV-N,MERGED,2028-04-01,,,
E07000138,X-INV-N,MERGED,2028-04-01,,,
E07000139,X-INV-N,MERGED,2028-04-01,,,
E07000142,X-INV-N,MERGED,2028-04-01,,,
E07000136,X-INV-S,MERGED,2028-04-01,,,
E07000140,X-INV-S,MERGED,2028-04-01,,,
E07000141,X-INV-S,MERGED,2028-04-01,,,
E06000017,X-INV-S,MERGED,2028-04-01,,,
E06000009,X-INV-A,SPLIT,2029-04-01,,,0.6
E06000009,X-INV-B,SPLIT,2029-04-01,,,0.4
`,
  area_memberships: `child,parent,hierarchy,start_date,end_date
X-INV-N,E12000004,ADMINISTRATIVE,2028-04-01,
X-INV-S,E12000004,ADMINISTRATIVE,2028-04-01,
E08000001,X-INV-L,CUSTOM,,
E08000002,X-INV-L,CUSTOM,,
`,
};

/** An invented data set with parts, one district's figure withheld and one absent. */
const PARTS: Tables = {
  sources: `slug,name,publisher,homepage,api,kind,licence,limits
invented,Invented (test),,,,LOCAL_TABLE,OGL-UK-3.0,
`,
  datasets: `slug,title,description,source,licence,designation,frequency,homepage,methodology_url
invented-repairs,Invented repairs (test),,invented,OGL-UK-3.0,OFFICIAL,ANNUALLY,,
`,
  indicators: `slug,dataset,name,short_name,definition,rationale,caveats,unit_code,unit_label,unit_prefix,unit_suffix,unit_multiplier,decimal_places,polarity,polarity_reason,value_type,numerator,denominator,frequency,period_type,is_aggregatable,is_standardised,has_confidence_intervals,topics,identifiers
repairs-in-time,invented-repairs,Repairs done in time,,,,,percent,percentage,,%,1,1,HIGH_IS_GOOD,Invented.,PERCENTAGE,repairs in time,repairs,ANNUALLY,CALENDAR_YEAR,0,0,0,,
repairs,invented-repairs,Repairs,,,,,repairs,repairs,,,1,0,NO_JUDGEMENT,Invented.,COUNT,,,ANNUALLY,CALENDAR_YEAR,1,0,0,,
`,
  "observations/invented-repairs": `indicator,area,period,breakdown,value,missing,lower_ci95,upper_ci95,count,numerator,denominator,status,note
repairs-in-time,E07000187,2022-01-01/P1Y,,50,,,,,50,100,,
repairs-in-time,E07000188,2022-01-01/P1Y,,80,,,,,240,300,,
repairs-in-time,E07000189,2022-01-01/P1Y,,90,,,,,180,200,,
repairs-in-time,E07000246,2022-01-01/P1Y,,25,,,,,100,400,,
repairs,E07000187,2021-01-01/P1Y,,90,,,,,,,,
repairs,E07000188,2021-01-01/P1Y,,290,,,,,,,,
repairs,E07000189,2021-01-01/P1Y,,190,,,,,,,,
repairs,E07000246,2021-01-01/P1Y,,390,,,,,,,,
repairs,E07000187,2022-01-01/P1Y,,100,,,,,,,PROVISIONAL,
repairs,E07000188,2022-01-01/P1Y,,300,,,,,,,,
repairs,E07000189,2022-01-01/P1Y,,200,,,,,,,,
repairs,E07000246,2022-01-01/P1Y,,,CONFIDENTIAL,,,,,,,
repairs,E07000026,2022-01-01/P1Y,,7,,,,,,,,
repairs,E08000020,2012-01-01/P1Y,,11,,,,,,,,
repairs,E01034473,2022-01-01/P1Y,,3,,,,,,,,
repairs,E01034474,2022-01-01/P1Y,,4,,,,,,,,
repairs,E01000852,2012-01-01/P1Y,,5,,,,,,,,
repairs,E01000854,2012-01-01/P1Y,,6,,,,,,,,
repairs,E01000023,2012-01-01/P1Y,,10,,,,,,,,
`,
};
