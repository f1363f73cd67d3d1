import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { openStore, type Store } from "../../src/datasources/local/store";
import { fillStore } from "../../src/ingest/fill-store";
import { importPath } from "../../src/ingest/import";
import { figure, folderOf, tidyFiles } from "./support/folders";
import { engines, type TestStore } from "./support/stores";

const square = (west: number, south: number) => [
  [
    [west, south],
    [west + 1.0000049, south],
    [west + 1, south + 1],
    [west, south + 1],
    [west, south],
  ],
];
const described = { boundariesAt: "2025-04-01", detail: "GENERALISED", source: "Invented for a test" };
const feature = (
  code: string,
  more: object = {},
  geometry: object = { type: "Polygon", coordinates: square(-2, 53) },
) => ({
  type: "Feature",
  properties: { LAD25CD: code, ...more },
  geometry,
});
const collection = (...features: object[]) => ({ type: "FeatureCollection", outturn: described, features });
/** Two neighbours that share a line; the second arc is turned. */
const TOPOLOGY = {
  type: "Topology",
  outturn: described,
  arcs: [
    [
      [-1, 53],
      [-1, 54],
    ],
    [
      [-1, 54],
      [-2, 54],
      [-2, 53],
      [-1, 53],
    ],
    [
      [-1, 53],
      [0, 53],
      [0, 54],
      [-1, 54],
    ],
  ],
  objects: {
    lad: {
      type: "GeometryCollection",
      geometries: [
        { type: "Polygon", properties: { code: "E08000003" }, arcs: [[0, 1]] },
        { type: "Polygon", properties: { code: "E08000025" }, arcs: [[2, -1]] },
      ],
    },
    again: {
      type: "GeometryCollection",
      geometries: [{ type: "Polygon", properties: { code: "E08000003" }, arcs: [[0, 1]] }],
    },
  },
};

describe.each(engines())("boundaries into the $name store", (engine) => {
  let made: TestStore;
  let store: Store;
  const folders: { remove: () => void }[] = [];

  beforeAll(async () => {
    made = await engine.make();
    store = await openStore(made.location);
    await load(tidyFiles([figure("E08000003", "2019-01-01/P1Y", "4.2")]));
  });
  afterAll(async () => {
    await store.db.destroy();
    await made.remove();
    for (const folder of folders) folder.remove();
  });
  beforeEach(() => store.db.query("DELETE FROM boundary"));

  async function load(files: Readonly<Record<string, string | Buffer>>, file = "") {
    const folder = folderOf(files);
    folders.push(folder);
    const report = await importPath(store, join(folder.path, file));
    return Object.assign(report, { last: report.files.at(-1) });
  }
  const drawn = async () => {
    const rows = await store.db.query<Record<string, string | number>[]>(
      "SELECT a.code, b.boundaries_at AS day, b.detail, b.west, b.south, b.east, b.north, b.geometry FROM boundary b JOIN area a ON a.id = b.area_id ORDER BY a.code, day",
    );
    return rows.map(({ code, day, detail, west, south, east, north, geometry }) => {
      return { code, day, detail, west, south, east, north, geometry: JSON.parse(String(geometry)) };
    });
  };
  const text = (value: object) => JSON.stringify(value);

  test("GeoJSON under publishers' own property names, packed, alone; the same again changes nothing", async () => {
    const files = { "lad.geojson.gz": gzipSync(text(collection(feature("E08000003"), feature("E08000025")))) };
    const first = await load(files, "lad.geojson.gz");
    expect(first.last).toMatchObject({ state: "LOADED", rowsRead: 2, kept: 2, added: 2, refused: 0 });
    const [manchester] = await drawn();
    expect(manchester).toMatchObject({
      code: "E08000003",
      day: "2025-04-01",
      detail: "GENERALISED",
      west: -2,
      south: 53,
      east: -1,
      north: 54,
    });
    expect(manchester?.geometry.coordinates[0][1]).toEqual([-1, 53]); // to five decimals of a degree
    expect((await load(files)).last).toMatchObject({ state: "UNCHANGED", added: 0, changed: 0 });
    const moved = collection(
      feature("E08000003", {}, { type: "Polygon", coordinates: square(-3, 53) }),
      feature("E08000025"),
    );
    expect((await load({ "lad.geojson": text(moved) })).last).toMatchObject({ state: "LOADED", added: 0, changed: 1 });
    expect((await drawn())[0]).toMatchObject({ west: -3 });
  });

  test("another day and another detail stand beside it", async () => {
    await load({ "a.geojson": text(collection(feature("E08000003"))) });
    await load({
      "a.geojson": text(collection(feature("E08000003", { boundariesAt: "2020-04-01" }), feature("E08000003"))),
    });
    await load({ "a.geojson": text(collection(feature("E08000003", { detail: "FULL" }))) });
    expect((await drawn()).map(({ day, detail }) => [day, detail])).toEqual(
      expect.arrayContaining([
        ["2020-04-01", "GENERALISED"],
        ["2025-04-01", "GENERALISED"],
        ["2025-04-01", "FULL"],
      ]),
    );
  });

  test("TopoJSON of several levels: lines are shared, an area on two levels counts once", async () => {
    const { last } = await load({ "uk.topojson": text(TOPOLOGY) });
    expect(last).toMatchObject({ rowsRead: 3, kept: 2, duplicates: 1, added: 2, refused: 0 });
    expect((await drawn()).map(({ code, west, east }) => [code, west, east])).toEqual([
      ["E08000003", -2, -1],
      ["E08000025", -1, 0],
    ]);
  });

  test.each([
    ["an area that the store has not", feature("E99999999"), "code", "no area of this code"],
    [
      "no code",
      { type: "Feature", properties: { NAME: "x" }, geometry: feature("x").geometry },
      "code",
      "names the area",
    ],
    ["no day", feature("E08000003", { boundariesAt: "2025" }), "boundariesAt", "yyyy-mm-dd"],
    ["a detail of another kind", feature("E08000003", { detail: "BFC" }), "detail", "ULTRA_GENERALISED"],
    [
      "metres of a grid",
      feature("E08000003", {}, { type: "Polygon", coordinates: square(383000, 398000) }),
      "geometry",
      "in degrees",
    ],
    ["a point", feature("E08000003", {}, { type: "Point", coordinates: [-2, 53] }), "geometry", "Polygon"],
  ])("refused with its reason: %s", async (_what, wrong, column, reason) => {
    const { last } = await load({ "a.geojson": text(collection(wrong, feature("E08000025"))) });
    expect(last).toMatchObject({ state: "LOADED", rowsRead: 2, kept: 1, refused: 1 });
    expect(last?.refusals[0]).toMatchObject({ row: 1, column, reason: expect.stringContaining(reason) });
  });

  test.each([
    ["not JSON", "{", "not JSON"],
    ["other JSON", "[]", "neither a GeoJSON"],
    ["arcs that are not there", text({ ...TOPOLOGY, arcs: [] }), "do not fit"],
  ])("a file that holds no boundaries: %s", async (_what, body, reason) => {
    const { last } = await load({ "a.topojson": body });
    expect(last).toMatchObject({ state: "REFUSED" });
    expect(last?.refusals[0]?.reason).toContain(reason);
  });

  test("weights as a table of their own, by its name", async () => {
    const header = "area,basis,date,value,source";
    const rows = [
      "E08000003,HOUSEHOLDS,2021-03-21,214700,Invented",
      "E08000025,EXACT,2021-03-21,1,Invented",
      "E08000016,LAND_AREA,2021-03-21,x,Invented",
    ];
    const { last } = await load({ "area_weights.csv": [header, ...rows].join("\n") }, "area_weights.csv");
    expect(last).toMatchObject({ kept: 1, refused: 2 });
    expect(last?.refusals.map((refusal) => refusal.column)).toEqual(["basis", "value"]);
  });

  test("a store that was filled before the set had boundaries gets them at the next start, once", async () => {
    const files = {
      "manifest.json": text({
        layout: "outturn-tidy-1",
        files: {
          "observations/claimant-count": { rows: 1, sha256: "" },
          "boundaries/uk.topojson": { rows: 2, sha256: "" },
        },
      }),
      "boundaries/uk.topojson.br": brotliCompressSync(text(TOPOLOGY)),
    };
    const folder = folderOf(files);
    folders.push(folder);
    expect(await fillStore(store, folder.path, () => undefined)).toBe(true);
    expect(await drawn()).toHaveLength(2);
    expect(await fillStore(store, folder.path, () => undefined)).toBe(false);
  });
});
