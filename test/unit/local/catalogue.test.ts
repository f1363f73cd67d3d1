import type { AreaSpecification } from "../../../src/datasources/core/ports";
import type { AreaRecord } from "../../../src/datasources/core/records";
import { loadCatalogue } from "../../../src/datasources/local/catalogue";
import { createCatalogues } from "../../../src/datasources/local/catalogue-cache";
import type { LocalCatalogue } from "../../../src/datasources/local/local-catalogue";
import { createSearch } from "../../../src/datasources/local/search";
import { relatives, selectAreas, selectGroup } from "../../../src/datasources/local/selection";
import type { Store } from "../../../src/datasources/local/store";
import { insert, smallStore } from "./small-store";

let store: Store;
let catalogue: LocalCatalogue;
beforeAll(async () => {
  store = await smallStore();
  catalogue = await loadCatalogue(store, { now: () => new Date("2026-07-01T09:00:00Z") });
});
afterAll(() => store.db.destroy());

function area(code: string): AreaRecord {
  const found = catalogue.areaByCode(code);
  if (found === undefined) throw new Error(code);
  return found;
}
const codes = (areas: readonly AreaRecord[]) => areas.map((one) => one.code);
const select = (specification: AreaSpecification) =>
  selectAreas(catalogue, createSearch(catalogue), specification, "select");

test("records are linked in both directions", () => {
  const claimants = catalogue.indicatorBySlug("claimant-count");
  expect(claimants?.dataset.indicators).toEqual([claimants]);
  expect(claimants?.dataset.source.datasets).toHaveLength(3);
  expect(claimants?.topics[0]?.indicators).toEqual([claimants]);
  expect(claimants?.services[0]?.service.functions[0]?.services[0]).toBe(catalogue.serviceByLgsl(437));
  expect(catalogue.functionByEsd(437)?.label).toBe("Jobs"); // not the service of the same number
  expect(claimants?.coverage.map((one) => [one.areaType.code, one.suppressedShare])).toEqual([
    ["MD", 0.125],
    ["NMD", 0],
    ["UA", 0],
  ]);
  expect(catalogue.indicatorByIdentifier("ELS_INDICATOR", "claimant-count")).toBe(claimants);
  expect(
    catalogue
      .indicatorBySlug("healthy-life-expectancy")
      ?.dimensions.map((one) => [one.code, one.members.map((member) => member.code)]),
  ).toEqual([["sex", ["male"]]]);
  expect(catalogue.releases[0]?.learntAt).toBe("2026-06-01T00:00:00.000Z");
  expect(catalogue.observationCount).toBe(30);
  expect(catalogue.councilByKey("manchester")?.area.councils[0]?.tier).toBe("METROPOLITAN");
});

test("changes are known from both ends, and recodings are one ground", () => {
  expect(area("E07000187").successors.map((change) => [change.to.code, change.operativeDate])).toEqual([
    ["E06000066", "2023-04-01"],
  ]);
  expect(codes(area("E06000066").predecessors.map((change) => change.from))).toEqual(["E07000187", "E07000246"]);
  expect(codes(area("E08000016").sameGround)).toEqual(["E08000038"]);
  expect(codes(area("E08000038").sameGround)).toEqual(["E08000016"]);
  expect(area("E07000187").sameGround).toEqual([]);
  expect(catalogue.areaBySlug("somerset")?.code).toBe("E06000066"); // the county of the same name has ended
});

test("within walks through what lies between, by date", () => {
  const within = (specification: AreaSpecification) => codes(select(specification).areas);
  expect(within({ within: "E12000002", type: "LTLA" })).toEqual(["E06000009", "E08000003", "E08000009"]);
  expect(within({ within: "E12000009", type: "LTLA" })).toEqual(["E06000066"]);
  expect(within({ within: "E12000009", type: "LTLA", on: "2022-05-01" })).toEqual(["E07000187"]);
  expect(within({ within: "E12000009", includeEnded: true })).toEqual(["E06000066", "E07000187", "E10000027"]);
  expect(within({ within: "K02000001", type: "UA" })).toEqual(["E06000009", "E06000066"]);
  expect(within({ type: "MD" })).toEqual(["E08000003", "E08000009", "E08000038"]);
  expect(within({ within: "E12000002", group: { key: "core-cities", includeSelf: true } })).toEqual(["E08000003"]);
  expect(codes(relatives(catalogue, area("E08000003"), "up", ["RGN", "CTRY"], undefined))).toEqual([
    "E12000002",
    "E92000001",
  ]);
  expect(codes(relatives(catalogue, area("E07000187"), "up", undefined, undefined))).toContain("E10000027");
  expect(codes(relatives(catalogue, area("E12000002"), "down", undefined, undefined))).toEqual([
    "E06000009",
    "E11000001",
  ]);
});

test("codes keep their order, ended ones resolve, and unknown ones are reported with the nearest", () => {
  const choice = select({ codes: ["E08000038", "E07000187", "E08000038", "E08000004", "E06000066"] });
  expect(codes(choice.areas)).toEqual(["E08000038", "E07000187", "E06000066"]);
  expect(choice.unknown.map(({ argument, value }) => [argument, value])).toEqual([["select.gssCodes", "E08000004"]]);
  expect(choice.unknown[0]?.suggestions[0]).toBe("E08000003");
  expect(select({ within: "E99999999" })).toMatchObject({ areas: [], unknown: [{ argument: "select.within" }] });
});

test("groups have keys that stay, members of today, and the right ones for an area", () => {
  const keys = area("E08000003").groups.map((group) => group.key);
  expect(keys).toEqual([
    "all-in-country:E92000001:LTLA",
    "all-in-country:E92000001:UTLA",
    "all-in-region:E12000002:LTLA",
    "all-in-region:E12000002:UTLA",
    "same-type:MD:E92000001",
    "nearest-neighbours:ONS_GLOBAL:E08000003",
    "core-cities",
  ]);
  for (const key of keys) expect(catalogue.groupByKey(key)?.key).toBe(key);
  const members = (key: string) => codes(catalogue.groupByKey(key)?.members ?? []);
  expect(members("all-in-country:E92000001:LTLA")).toEqual([
    "E06000009",
    "E06000066",
    "E08000003",
    "E08000009",
    "E08000038",
  ]);
  expect(members("nearest-neighbours:ONS_GLOBAL:E08000003")).toEqual(["E08000038", "E06000009"]); // the code of today
  for (const key of [
    "all-in-country:E12000002X:LTLA",
    "same-type:XX:E92000001",
    "all-in-region:E92000001:LTLA",
    "x",
    "",
  ]) {
    expect(catalogue.groupByKey(key)).toBeUndefined();
  }
  const search = createSearch(catalogue);
  const self = selectGroup(
    catalogue,
    search,
    { kind: "NEAREST_NEIGHBOURS", ofArea: "E08000003", includeSelf: true },
    "with",
  ).group;
  expect(codes(self.members)).toEqual(["E08000003", "E08000038", "E06000009"]);
  expect(catalogue.groupByKey(self.key)?.members).toEqual(self.members);
  const listed = selectGroup(
    catalogue,
    search,
    { members: ["E08000003", "nowhere", "E06000009"], includeSelf: true },
    "with",
  );
  expect([codes(listed.group.members), listed.unknown.map((one) => one.value)]).toEqual([
    ["E08000003", "E06000009"],
    ["nowhere"],
  ]);
  expect(() =>
    selectGroup(catalogue, search, { kind: "CLUSTER", ofArea: "E08000003", includeSelf: true }, "with"),
  ).toThrow("no group of the kind CLUSTER");
});

test("search finds old names, slips and codes, the likeliest first", () => {
  const { search, suggest } = createSearch(catalogue);
  const find = (text: string, kinds?: readonly string[]) =>
    search.call(createSearch(catalogue), text, kinds, 5).map((hit) => hit.record.key);
  expect(find("somerset", ["Area"])[0]).toBe("E06000066");
  expect(find("West Somerset", ["Area"])).toContain("E07000246");
  expect(find("Manchestr")[0]).toBe("E08000003");
  expect(find("Blakcpool", ["Area"])[0]).toBe("E06000009");
  expect(find("e08000003", ["Area"])[0]).toBe("E08000003");
  expect(find("claiments")).toContain("claimant-count");
  expect(find("employment", ["Service"])).toEqual(["437"]);
  expect(find("")).toEqual([]);
  expect(suggest.call(createSearch(catalogue), "indicator", "claiment-count")).toEqual(["claimant-count"]);
  expect(suggest.call(createSearch(catalogue), "area", "Manchestre")[0]).toBe("E08000003");
  expect(suggest.call(createSearch(catalogue), "period", "2020-01-01/P2Y")).toContain("2020-01-01/P1Y");
  expect(suggest.call(createSearch(catalogue), "area", "zzzzzzzz")).toEqual([]);
});

test("callers share a load, the version is believed for a while, and a store that is away holds nobody up", async () => {
  const own = await smallStore();
  let time = 0;
  const failures: unknown[] = [];
  const options = { maxAgeMs: 1000, patienceMs: 20, onFailure: (error: unknown) => failures.push(error) };
  const catalogues = createCatalogues(own, { ...options, now: () => new Date(time) });
  const query = jest.spyOn(own.db, "query");
  const [a, b] = await Promise.all([catalogues.current(), catalogues.current()]);
  expect(b).toBe(a);
  const once = query.mock.calls.length;
  expect(await catalogues.current()).toBe(a);
  expect(query.mock.calls.length).toBe(once);
  time = 1000;
  expect(await catalogues.current()).toBe(a);
  expect(query.mock.calls.length).toBe(once + 1);
  await insert(own, { topic: [{ id: 2, slug: "health", label: "Health" }] });
  time = 2000;
  query.mockRejectedValueOnce(new Error("gone"));
  expect(await catalogues.current()).toBe(a);
  expect(failures).toEqual([new Error("gone")]);
  time = 3000;
  let thaw = (): void => {};
  query.mockImplementationOnce(() => new Promise((resolve) => (thaw = () => resolve([{ version: a.version + 1 }]))));
  expect(await catalogues.current()).toBe(a); // the store is frozen: late, so what is at hand answers
  expect(await catalogues.current()).toBe(a);
  thaw();
  await new Promise((resolve) => setTimeout(resolve, 200));
  time = 4000;
  const reloaded = await catalogues.current();
  expect([reloaded.version, reloaded.topicBySlug("health")?.label]).toEqual([a.version + 1, "Health"]);
  await own.db.destroy();
});

test("a reload is waited for where the store told in time that it moved, and `after` looks again within the second", async () => {
  const own = await smallStore();
  let time = 0;
  const catalogues = createCatalogues(own, { patienceMs: 20, loadPatienceMs: 3000, now: () => new Date(time) });
  const first = await catalogues.current();
  const query = own.db.query.bind(own.db);
  const spy = jest.spyOn(own.db, "query").mockImplementation(async (sql, parameters) => {
    if (/FROM .?topic\b/i.test(sql)) await new Promise((resolve) => setTimeout(resolve, 200));
    return query(sql, parameters);
  });
  await insert(own, { topic: [{ id: 2, slug: "health", label: "Health" }] });
  const atOnce = await catalogues.after(new Date(time).toISOString(), first); // within the second
  expect(atOnce.topicBySlug("health")?.label).toBe("Health");
  await insert(own, { topic: [{ id: 3, slug: "care", label: "Care" }] });
  time += 1001;
  const both = await Promise.all([catalogues.current(), catalogues.current()]);
  expect(both.map((one) => one.topicBySlug("care")?.label)).toEqual(["Care", "Care"]);
  spy.mockRestore();
  await own.db.destroy();
});

test("a catalogue never mixes two versions: what was read while a load committed is read again", async () => {
  const own = await smallStore();
  const query = own.db.query.bind(own.db);
  let loads = 0;
  jest.spyOn(own.db, "query").mockImplementation(async (sql, parameters) => {
    const rows = await query<unknown>(sql, parameters);
    if (sql.includes("FROM topic") && loads === 0) {
      loads += 1; // another process commits between two of this reading's statements
      await query("INSERT INTO topic (id, slug, label) VALUES (9, 'housing', 'Housing')");
      await query("INSERT INTO indicator_topic (indicator_id, topic_id) VALUES (2, 9)");
      await query("UPDATE store_version SET version = version + 1");
    }
    return rows;
  });
  const read = await loadCatalogue(own);
  expect(read.indicatorBySlug("healthy-life-expectancy")?.topics.map((topic) => topic.slug)).toEqual(["housing"]);
  await own.db.destroy();
});
