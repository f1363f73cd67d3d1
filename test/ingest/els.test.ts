import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { keepOnce } from "../../src/ingest/duplicates";
import { openEls } from "../../src/ingest/layouts/els";
import { readElsColumns } from "../../src/ingest/layouts/els-columns";
import type { Refusal, TidyObservation } from "../../src/ingest/tidy-observation";
import { packStatuses } from "../../src/schema/values/marks";
import { ELS_HEADER, folderOf } from "./support/folders";

async function read(path: string) {
  const refusals: Refusal[] = [];
  const kept: TidyObservation[] = [];
  const { observations, findings } = await openEls(path, { onRefusal: (refusal) => refusals.push(refusal) });
  for await (const row of observations) kept.push(row);
  return { kept, refusals, findings };
}

async function readText(body: string | Buffer, name = "table.csv") {
  const folder = folderOf({ [name]: body });
  try {
    return await read(join(folder.path, name));
  } finally {
    folder.remove();
  }
}

describe("the layout of Explore Local Statistics", () => {
  test("limits keep all their digits and the figure its own; a byte order mark and CRLF do not matter", async () => {
    const { kept } = await readText(
      `\uFEFF${ELS_HEADER}\r\nE92000001,England,Nation,Adult obesity prevalence,2024-11-16/P1Y,22.6262,Percentage,%,22.42869,22.82922,,\r\n`,
    );
    expect(kept).toEqual([
      {
        indicator: "adult-obesity-prevalence",
        area: "E92000001",
        period: "2024-11-16/P1Y",
        breakdown: "",
        value: 22.6262,
        missing: null,
        lowerCI95: 22.42869,
        upperCI95: 22.82922,
        count: null,
        numerator: null,
        denominator: null,
        statusMask: 0,
        note: null,
        row: 2,
      },
    ]);
  });

  test("columns may stand in any order, notes twice, and any other column is a dimension", async () => {
    const { kept, refusals } = await readText(
      "notes,sex,period,measure,observation,areacd,indicator,notes,status\nfirst,Female,2011-04-01/P1Y,Mean,3.13,K02000001,Anxiety,second,\n,,2011-04-01/P1Y,Mean,3.2,K02000001,Anxiety,,u\n",
    );
    expect(refusals).toEqual([]);
    expect(kept).toMatchObject([
      { value: 3.13, breakdown: "sex=female", note: "first second" },
      { value: 3.2, breakdown: "", note: null, statusMask: packStatuses(["LOW_RELIABILITY"]) },
    ]);
  });

  test("marks, free text and words of periods", async () => {
    const rows = [
      "E06000052,Cornwall,LA,A,2001-01-01/P3Y,60.7,R,R,,,Value for Cornwall and Isles of Scilly combined,",
      "E09000001,City,LA,A,2001-01-01/P3Y,,R,R,,,c,",
      "E09000001,City,LA,A,2002-01-01/P3Y,[x],R,R,,,,",
      "E09000001,City,LA,A,2003-01-01/P3Y,0,R,R,[c],2,,",
      "E09000001,City,LA,A,2025 (prov),1,R,R,,,,",
      "E09000001,City,LA,A,2017-18 (OT),1,R,R,,,,",
      "E09000001,City,LA,A,2014-16,,R,R,,,u,",
    ];
    const { kept, refusals, findings } = await readText(`${ELS_HEADER}\n${rows.join("\n")}\n`);
    expect(refusals).toEqual([]);
    expect(kept.map((row) => [row.period, row.value ?? row.missing, row.statusMask, row.note])).toEqual([
      ["2001-01-01/P3Y", 60.7, 0, "Value for Cornwall and Isles of Scilly combined"],
      ["2001-01-01/P3Y", "CONFIDENTIAL", 0, null],
      ["2002-01-01/P3Y", "NOT_AVAILABLE", 0, null],
      ["2003-01-01/P3Y", 0, 0, 'The publisher marks the lower limit "[c]".'],
      ["2025-01-01/P1Y", 1, packStatuses(["PROVISIONAL"]), null],
      ["2017-04-01/P1Y", 1, 0, "outturn"],
      ["2014-01-01/P3Y", "NOT_AVAILABLE", packStatuses(["LOW_RELIABILITY"]), null],
    ]);
    expect(findings.wordings.get("2014-16")).toBe("2014-01-01/P3Y");
  });

  test.each([
    ["na,Aberdeen City Region,R,A,2015-01-01/P1Y,26942,P,£,,,,", "areacd"],
    ["Е08000003,Manchester,R,A,2015-01-01/P1Y,1,P,£,,,,", "areacd"],
    ["E08000003,M,R,A,0,1,P,£,,,,", "period"],
    ["E08000003,M,R,A,Apr-24,1,P,£,,,,", "period"],
    ["E08000003,M,R,A,2015-01-01/P1Y,n/k,P,£,,,,", "observation"],
    ["E08000003,M,R,A,2015-01-01/P1Y,1e999,P,£,,,,", "observation"],
    ["E08000003,M,R,A,2015-01-01/P1Y,NaN,P,£,,,,", "observation"],
    ["E08000003,M,R,A,2015-01-01/P1Y,5,P,£,,,c,", "status"],
    ["E08000003,M,R,A,2015-01-01/P1Y,5,P,£,6,4,,", "lci_95"],
    ["E08000003,M,R,A,2015-01-01/P1Y,5,P,£,high,,,", "lci_95"],
    ["E08000003,M,R,A,2015-01-01/P1Y,5,P,%,,,,", "unit"],
    ["E08000003,M,R,A,2015-01-01/P1Y,5,Q,£,,,,", "measure"],
    ["E08000003,M,R,,2015-01-01/P1Y,5,P,£,,,,", "indicator"],
    ["E08000003,M,R,A,2015-01-01/P1Y,5", ""],
    ["E08000003,M,R,A,2015-01-01/P1Y,5,P,£,,,,,extra", ""],
  ])("the row %s is refused at %s, and its neighbours are not", async (bad, column) => {
    const good = "E08000003,Manchester,R,A,2014-01-01/P1Y,1,P,£,,,,";
    const { kept, refusals } = await readText(`${ELS_HEADER}\n${good}\n${bad}\n${good.replace("2014", "2013")}\n`);
    expect(kept).toHaveLength(2);
    expect(refusals).toMatchObject([{ file: "table.csv", row: 3, column }]);
  });

  test("repeated keys: kept once when only the kind of area differs, all refused when the figures do", async () => {
    const rows = [
      "E47000001,Greater Manchester,Combined Authority or City Region,Engaged with the arts,2023-04-01/P1Y,88,Percentage,%,87,88,,",
      "E47000001,Greater Manchester,ITL Level 2,Engaged with the arts,2023-04-01/P1Y,88,Percentage,%,87,88,,",
      "E47000002,South Yorkshire,ITL Level 2,Engaged with the arts,2023-04-01/P1Y,88,Percentage,%,,,,",
      "E47000002,South Yorkshire,ITL Level 2,Engaged with the arts,2023-04-01/P1Y,87,Percentage,%,,,,",
    ];
    const { kept } = await readText(`${ELS_HEADER}\n${rows.join("\n")}\n`);
    const judged = keepOnce("table.csv", kept);
    expect(judged.kept.map((row) => row.area)).toEqual(["E47000001"]);
    expect(judged.duplicates).toBe(1);
    expect(judged.refusals.map((refusal) => refusal.row)).toEqual([4, 5]);
  });
});

describe("the slimmer layout with years side by side", () => {
  const file = (years: number[]) =>
    gzipSync(
      JSON.stringify({
        id: 99,
        code: "population-indicators-Population count",
        areacd: ["E08000003", "na"],
        value: [589670, 1],
        lci: [null, null],
        uci: [null, null],
        xDomainNumb: years,
      }),
    );
  const open = async (years: number[], periodDomain: readonly [string, string]) => {
    const folder = folderOf({ "population-count.json.gz": file(years) });
    try {
      return await readElsColumns(join(folder.path, "population-count.json.gz"), {
        slug: "population-count",
        periodDomain,
        name: "population-count",
      });
    } finally {
      folder.remove();
    }
  };

  test("a year stands for what the service's own metadata says", async () => {
    const read = await open([2024, 2024], ["2024-06-30", "2024-06-30"]);
    expect(read.observations).toMatchObject([{ area: "E08000003", period: "2024-06-30", value: 589670 }]);
    expect(read.refusals).toMatchObject([{ row: 2, column: "areacd" }]);
  });

  test("years that are not the metadata's mean nothing for certain", async () => {
    await expect(open([2005, 2025], ["2005-01-01/P1M", "2026-04-01/P1M"])).rejects.toThrow(
      /what a year stands for is not known/,
    );
    await expect(open([2005, 2023], ["2005-06-30", "2024-06-30"])).rejects.toThrow(
      /what a year stands for is not known/,
    );
  });
});

const raw = join(process.env.OUTTURN_SHARED ?? resolve(__dirname, "../../../shared"), "data/els/raw");
const real = existsSync(raw) ? test : test.skip;
if (!existsSync(raw)) process.stdout.write("The publishers' own files are not read: ../shared is missing.\n");

real(
  "all 53 of the publisher's own files are read, and every row is kept or told",
  async () => {
    const totals = { files: 0, read: 0, kept: 0, refused: 0, repeated: 0 };
    const reasons = new Map<string, number>();
    for (const folder of readdirSync(raw)) {
      const name = join(raw, folder, `${folder}.csv`);
      if (!existsSync(name)) continue;
      const { kept, refusals, findings } = await read(name);
      const judged = keepOnce(folder, kept);
      totals.files++;
      totals.read += findings.rowsRead;
      totals.kept += judged.kept.length;
      totals.refused += refusals.length + judged.refusals.length;
      totals.repeated += judged.duplicates;
      for (const refusal of refusals)
        reasons.set(`${folder} ${refusal.found}`, (reasons.get(`${folder} ${refusal.found}`) ?? 0) + 1);
    }
    expect(totals).toEqual({ files: 53, read: 195_976, kept: 195_896, refused: 60, repeated: 20 });
    expect([...reasons]).toEqual([["foreign-direct-investment na", 60]]);
  },
  120_000,
);
