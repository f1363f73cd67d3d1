import { summaryOf } from "../../src/cli/catalogue-command";
import type { Engine } from "../../src/datasources/core/engine";
import { type AreaPage, SourceFault } from "../../src/datasources/core/source";
import { loadCatalogue, readStoreVersion } from "../../src/datasources/local/catalogue";
import { syncAreas } from "../../src/ingest/catalogue/sync-areas";
import { runPlan } from "../support/run-plan";
import { freshStore, kindsUnderTest } from "../support/stores";
import { loadArea } from "./support/area-tables";
import { inventedSource } from "./support/invented-source";

const engine: Pick<Engine, "run"> = {
  run: async (_source, plan) => runPlan(plan(), () => new SourceFault("UNAVAILABLE", "There is no network.")).result,
};
const NOW = () => new Date("2026-08-01T10:00:00Z");

const PAGES: readonly AreaPage[] = [
  {
    areas: [
      { code: "E08000009", name: "Trafford, renamed by mistake", kind: "UA", startDate: "1974-04-01" },
      { code: "E06000066", name: "Somerset", kind: "UA", startDate: "2023-04-01" },
      { code: "E07000187", name: "Mendip", kind: "NMD", endDate: "2023-03-31" },
      { code: "W06000001", name: "Isle of Anglesey", nameWelsh: "Ynys Môn", kind: "UA" },
      { code: "E06999999", name: "Tomorrow", kind: "UA", startDate: "2027-04-01" },
      { code: "95AA01S1", name: "An old code", kind: "LSOA" },
    ],
    memberships: [{ child: "E08000009", parent: "E12000002", hierarchy: "ADMINISTRATIVE" }],
    changes: [],
    next: "2",
  },
  {
    areas: [],
    memberships: [{ child: "E06000066", parent: "E12000009", hierarchy: "ADMINISTRATIVE" }],
    changes: [
      { from: "E07000187", to: "E06000066", kind: "MERGED", operativeDate: "2023-04-01", instrument: "SI 2022/329" },
    ],
  },
];

test.each(kindsUnderTest())("harvested areas fill what the %s store lacks, and replace nothing", async (kind) => {
  const fresh = await freshStore(kind);
  try {
    await loadArea(fresh.store);
    const source = inventedSource({
      // biome-ignore lint/correctness/useYield: a plan that asks nobody
      *areas(cursor) {
        return PAGES[cursor === undefined ? 0 : 1] as AreaPage;
      },
    });
    const report = await syncAreas(fresh.store, engine, source, { clock: NOW });
    expect(report).toMatchObject({ part: "AREAS", state: "DONE", pages: 2, seen: 9, added: 6, changed: 1, refused: 1 });
    expect(report.refusals[0]).toEqual({ upstreamId: "95AA01S1", reason: expect.stringMatching(/form of area codes/) });

    const catalogue = await loadCatalogue(fresh.store);
    expect(catalogue.areas.map((area) => [area.code, area.name, area.areaType.code, area.status])).toEqual([
      ["E06000066", "Somerset", "UA", "LIVE"],
      ["E06999999", "Tomorrow", "UA", "PROPOSED"],
      ["E07000187", "Mendip", "NMD", "TERMINATED"],
      ["E08000009", "Trafford", "MD", "LIVE"],
      ["E12000002", "North West", "RGN", "LIVE"],
      ["W06000001", "Isle of Anglesey", "UA", "LIVE"],
    ]);
    expect(catalogue.areaByCode("W06000001")?.nameWelsh).toBe("Ynys Môn");
    expect(catalogue.areaByCode("E08000009")?.startDate).toBe("1974-04-01"); // the store knew none
    expect(catalogue.areaByCode("E08000009")?.parentLinks.map((link) => link.parent.code)).toEqual(["E12000002"]);
    expect(catalogue.areaByCode("E06000066")?.predecessors.map((change) => change.instrument)).toEqual(["SI 2022/329"]);

    const version = await readStoreVersion(fresh.store);
    const again = await syncAreas(fresh.store, engine, source, { clock: NOW });
    expect(again).toMatchObject({ state: "DONE", added: 0, changed: 0, changedStore: false });
    expect(await readStoreVersion(fresh.store)).toBe(version);
  } finally {
    await fresh.drop();
  }
});

test.each(kindsUnderTest())("what the %s store says an area lies in stands, and is told", async (kind) => {
  const fresh = await freshStore(kind);
  try {
    await loadArea(fresh.store);
    let page: AreaPage = PAGES[0] as AreaPage;
    const source = inventedSource({
      // biome-ignore lint/correctness/useYield: a plan that asks nobody
      *areas() {
        const { next: _, ...last } = page;
        return last;
      },
    });
    await syncAreas(fresh.store, engine, source, { clock: NOW });
    page = {
      areas: [
        { code: "E12000001", name: "North East", kind: "RGN" },
        { code: "E47000001", name: "Greater Manchester", kind: "CAUTH" },
      ],
      memberships: [
        { child: "E08000009", parent: "E12000001", hierarchy: "ADMINISTRATIVE" },
        { child: "E08000009", parent: "E47000001", hierarchy: "ADMINISTRATIVE" },
      ],
      changes: [],
    };
    const report = await syncAreas(fresh.store, engine, source, { clock: NOW, restart: true });
    expect(report).toMatchObject({ added: 3, contradicted: 1, unchanged: 0 });
    expect(summaryOf(report)).toBe(
      "invented: 4 areas and links on 1 page, 3 new, 1 not taken up.\n" +
        "    not taken up, since the area lies in another one of the same kind by what the store holds:\n" +
        "      E08000009 in E12000001: the store has it in E12000002\n",
    );
    const trafford = (await loadCatalogue(fresh.store)).areaByCode("E08000009");
    expect(trafford?.parentLinks.map((link) => link.parent.code).toSorted()).toEqual(["E12000002", "E47000001"]);
  } finally {
    await fresh.drop();
  }
});
