import type { AddressInfo } from "node:net";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { loadTables, PROPOSAL } from "../support/proposal";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import { type Answer, type Asking, startAskingOver } from "./ask";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);

describe.each(STORE_KINDS.filter(has))("maps, points and shares (%s store)", (kind) => {
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
    hub = await startAskingOver(own.store, { OUTTURN_RESPONSE_CACHE_MB: "0" });
  });
  afterAll(async () => {
    await hub?.close();
    await own?.drop();
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
      ["/boundaries/ltla.topojson?detail=FULL", 400],
      ["/boundaries/ltla.topojson?on=2020-06-01&on=2021-06-01", 400],
      ["/boundaries/ltla.topojson?on[]=2020-06-01", 400],
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
