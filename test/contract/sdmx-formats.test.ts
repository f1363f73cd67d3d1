import { SourceFault, type Want } from "../../src/datasources/core/source";
import { sdmxCsv } from "../../src/datasources/formats/sdmx-csv";
import { sdmxJson } from "../../src/datasources/formats/sdmx-json";
import { type SdmxRow, sdmxFigure, sdmxPeriod } from "../../src/datasources/formats/sdmx-row";
import { constraintOf, dimensionsOf, noticeOf } from "../../src/datasources/formats/sdmx-xml";
import { WELL_KNOWN } from "../../src/datasources/national/sdmx/flows";
import source from "../../src/datasources/national/sdmx.source";
import { type Body, bodyNamed, fromStandIn, outcome, recorded, saying } from "../support/bodies";
import { standIn } from "../support/publishers/sdmx";
import { areasByCode } from "../support/publishers/workloads";
import { answerOf } from "../support/run-plan";

const GDP = WELL_KNOWN[0] as Want["indicator"];
const want = (): Want => ({ indicator: GDP, areas: areasByCode("K02000001"), period: { latest: 1 }, breakdown: [] });
const answered = (body: Body) => answerOf({ path: "", accept: "" }, { body: body.text, status: body.status });
const played = fromStandIn(standIn());

/** What comes of a body where Eurostat was asked for figures. */
function asked(body: Body) {
  if (source.observe === undefined) throw new Error("It has figures.");
  return outcome(source.observe([want()]), (request) =>
    request.path.startsWith("data/") ? saying(body)() : played(request),
  );
}

test.each([
  ["2025", "2025-01-01/P1Y"],
  ["2025-A1", "2025-01-01/P1Y"],
  ["2026-Q1", "2026-01-01/P3M"],
  ["2026-05", "2026-05-01/P1M"],
  ["2026-M05", "2026-05-01/P1M"],
  ["2026-W01", "2025-12-29/P1W"],
  ["2026-W07", "2026-02-09/P1W"],
  ["2013-01-18", "2013-01-18"],
])("the SDMX time %s is %s", (text, iso) => {
  expect(sdmxPeriod(text)).toBe(iso);
});

test.each(["2026-S1", "2026-T1", "2026-13", "2026-W60", "2013-02-30", "05/2026", ""])(
  "the SDMX time %p is refused",
  (text) => {
    expect(() => sdmxPeriod(text)).toThrow(SourceFault);
  },
);

const real = recorded("sdmx");
(real === undefined ? describe.skip : describe)("recorded bodies and the standard's own samples", () => {
  const file = (name: string) => bodyNamed(real ?? [], name);
  const figure = (rows: readonly SdmxRow[], dimensions: Readonly<Record<string, string>>) => {
    const row = rows.find((each) => Object.entries(dimensions).every(([id, code]) => each.dimensions[id] === code));
    return row === undefined ? undefined : sdmxFigure(row);
  };

  /** What each body is read with, and a fact that must come out. */
  const READ: Readonly<Record<string, (body: Body) => void>> = {
    "oecd-legacy-oecd1.json": (body) => {
      const rows = sdmxJson(answered(body));
      expect(rows).toHaveLength(60);
      expect(rows[0]).toMatchObject({ attributes: { unit: "AUD", powercode: "6" } });
      expect(figure(rows, { location: "CHL", time_period: "2011-Q4" })).toEqual({ value: 120601874.99935 });
    },
    "oecd-legacy-land_use.json": (body) => {
      const rows = sdmxJson(answered(body));
      expect(figure(rows, rows[0]?.dimensions ?? {})).toEqual({ value: 639390 });
      expect(
        rows
          .filter((row) => row.attributes.obs_status === "B")
          .every((row) => sdmxFigure(row).statuses?.[0] === "BREAK_IN_SERIES"),
      ).toBe(true);
    },
    "oecd-legacy-tourism.json": (body) => {
      const rows = sdmxJson(answered(body));
      expect(rows[0]).toMatchObject({ value: 5574600, attributes: { time_format: "P1Y" } });
      const both = rows.find((row) => row.attributes.obs_status === "B; E");
      expect(both && sdmxFigure(both).statuses).toEqual(["BREAK_IN_SERIES", "ESTIMATED"]);
    },
    "spec-ECB_EXR_ts.json": (body) => {
      expect(figure(sdmxJson(answered(body)), { currency: "RUB", time_period: "2013-01-21" })).toEqual({ value: 40.3 });
    },
    "spec-ECB_EXR_xs.json": (body) => {
      const rows = sdmxJson(answered(body));
      expect(rows[1]?.attributes).toEqual({ obs_status: "A", title: "Russian rouble (RUB)" });
      expect(figure(rows, { currency: "RUB", time_period: "2013-01-18" })).toEqual({ value: 40.3426 });
    },
    "spec-v3_json_data_constructed-sample-full.json": (body) => {
      const rows = sdmxJson(answered(body));
      expect(rows[0]).toEqual({
        dimensions: {
          freq: "D",
          currency_denom: "EUR",
          exr_type: "SP00",
          exr_suffix: "A",
          currency: "NZD",
          time_period: "2013-01-18",
        },
        value: 1.5931,
        attributes: {
          time_format: "P1D",
          description: "Description value 1; Description value 2",
          id: "ID1",
          embargo_time: "2013-03-18T11:00:00",
        },
      });
    },
    "khaeru-ESTAT_footer2.xml": (body) => expect(noticeOf(answered(body))).toEqual({ kind: "waiting" }),
    "khaeru-ESTAT_GOV_10Q_GGNFA.xml": (body) => expect(() => noticeOf(answered(body))).toThrow(SourceFault),
    "khaeru-OECD_actualconstraint-0.xml": (body) => {
      expect(constraintOf(answered(body)).dd_id).toContain("24");
    },
    "khaeru-SPC_actualconstraint-0.xml": (body) => {
      expect(Object.keys(constraintOf(answered(body))).length).toBeGreaterThan(2);
    },
    "eurostat-DSD_cdh_e_fos.xml": (body) => {
      const dimensions = dimensionsOf(answered(body));
      expect(dimensions.map(({ id }) => id)).toEqual(["freq", "y_grad", "unit", "fos07", "geo"]);
      expect(dimensions[3]?.codes.FOS1).toBe("Natural sciences");
    },
    "spec-sdmxcsv2-example-01.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1", "dim_2", "dim_3"])[1]).toEqual({
        dimensions: { dim_1: "A", dim_2: "B", dim_3: "2014-02" },
        value: "10.8",
        attributes: {
          attr_2: "Y",
          attr_3: "Normal, special and other values",
          attr_1: "Y",
          updated: "2021-01-22T13:15:41Z",
        },
      });
    },
    "spec-sdmxcsv2-example-05.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1", "dim_2", "dim_3"])[0]).toMatchObject({
        dimensions: { dim_1: "A", dim_2: "B", dim_3: "2014-01-01" },
        value: "12.4",
      });
    },
    "spec-sdmxcsv2-example-06.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1", "dim_2", "dim_3"])[0]).toMatchObject({
        dimensions: { dim_1: "A" },
        value: "12.4",
      });
    },
    "spec-sdmxcsv2-example-07.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1"])[0]?.attributes).toMatchObject({ attr_3: "A;B;C" });
    },
    "spec-sdmxcsv2-example-08.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1"])[0]?.attributes.attr_1).toBe("en:Any Value;fr:N'importe quelle Valeur");
    },
    "spec-sdmxcsv2-example-10.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1"]).map((row) => row.value)).toEqual(["12.4", "10.8"]);
    },
    "spec-sdmxcsv2-example-15.csv": (body) => {
      expect(sdmxCsv(answered(body), ["dim_1"])).toHaveLength(2);
    },
  };

  /** Bodies that are refused, each with why the hub has no use for it. */
  const REFUSED: Readonly<Record<string, string>> = {
    "eurostat-cdh_e_fos.xml": "figures in SDMX-ML: the hub asks for CSV",
    "khaeru-ESTAT_NAMA_10_GDP-ss.xml": "figures in SDMX-ML",
    "istat-b1957b05ba522041.xml": "figures in SDMX-ML, of another agency",
    "khaeru-OECD_data-PART2-all-all.json":
      "the retired service leaves out an attribute that its own structure counts: its marks cannot be told apart",
    "spec-v3_json_structure_constructed-sample.json": "a structure message",
    "spec-sdmxcsv2-example-09B.csv": "several structures in one message, without OBS_VALUE",
    "spec-sdmxcsv2-example-12.csv": "attributes without figures",
    "spec-sdmxcsv2-example-14.csv": "attributes without figures",
    "spec-sdmxcsv2-example-16.csv": "deletions",
    "spec-sdmxcsv2-example-17.csv": "deletions",
    "spec-sdmxcsv2-example-18.csv": "deletions",
    "spec-sdmxcsv2-example-19B.csv": "deletions",
  };

  test.each((real ?? []).map((body) => [body.file, body] as const))("%s", (name, body) => {
    const read = READ[name];
    if (read !== undefined) read(body);
    else {
      expect(REFUSED[name]).toBeDefined();
      const refuse = name.endsWith("csv")
        ? () => sdmxCsv(answered(body), ["dim_2"])
        : name.endsWith("json")
          ? () => sdmxJson(answered(body))
          : () => noticeOf(answered(body));
      expect(refuse).toThrow(SourceFault);
    }
    // None is of a flow that the hub asks for: no figures come of it.
    expect(asked(body).cells).toEqual([]);
  });

  test("Luxembourg's recorded product, asked for as if it were ours, is refused in XML", () => {
    expect(asked(file("khaeru-ESTAT_NAMA_10_GDP-ss.xml")).faults).toEqual(["BAD_SHAPE"]);
  });
});

test.each([
  ["", "it is empty"],
  [" \n", "it is empty"],
  ['{"error": "busy"}', "it is not XML"],
  ["<html><body>Back soon</body></html>", "it is a page, not data"],
])("what came in place of XML is called what it is: %j", (body, why) => {
  expect(() => constraintOf(answerOf({ path: "", accept: "" }, { body, status: 200 }))).toThrow(why);
});
