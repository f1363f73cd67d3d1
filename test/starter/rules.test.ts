import { AreaRegister, shiftDay } from "../../src/ingest/starter/areas/register";
import { welshAmong } from "../../src/ingest/starter/areas/welsh";
import { BuildReport } from "../../src/ingest/starter/report";
import { csvText } from "../../src/ingest/starter/tidy";

const area = (code: string, startDate: string | null, endDate: string | null) => ({
  code,
  name: code,
  nameWelsh: null,
  type: "NMD" as const,
  status: endDate === null ? ("LIVE" as const) : ("TERMINATED" as const),
  startDate,
  endDate,
});

test("a membership is cut to the days on which both stood, and left out when there are none", () => {
  const register = new AreaRegister();
  register.add(area("A", "2009-01-01", "2023-03-31"));
  register.add(area("B", "2019-04-01", null));
  register.add(area("C", "2023-04-01", null));
  register.addMembership("A", "B", "ADMINISTRATIVE");
  register.addMembership("A", "C", "ADMINISTRATIVE");
  expect([...register.memberships.values()]).toEqual([
    { child: "A", parent: "B", hierarchy: "ADMINISTRATIVE", startDate: "2019-04-01", endDate: "2023-03-31" },
  ]);
});

test("an area is added once, never becomes itself, and its own name is no other name", () => {
  const register = new AreaRegister();
  register.add(area("A", null, null));
  expect(() => register.add(area("A", null, null))).toThrow("twice");
  expect(() =>
    register.addChange({ from: "A", to: "A", kind: "RENAMED", date: "2020-01-01", instrument: null }),
  ).toThrow();
  expect(register.addName({ area: "A", name: "a", kind: "ALTERNATIVE", startDate: null, endDate: null })).toBe(false);
});

test("the Welsh name is told from English ones and from mere spellings", () => {
  expect(welshAmong("W06000011", ["Abertawe", "Swansea City and Borough Council"], ["Swansea"])).toBe("Abertawe");
  expect(welshAmong("W06000016", ["Rhondda, Cynon, Taff"], ["Rhondda Cynon Taf"])).toBeNull();
  expect(welshAmong("E06000001", ["Hartlepool Borough"], ["Hartlepool"])).toBeNull();
});

test("days shift across months and leap years", () => {
  expect(shiftDay("2025-04-01", -1)).toBe("2025-03-31");
  expect(shiftDay("2024-02-28", 1)).toBe("2024-02-29");
});

test("the report keeps its sums and refuses files that nobody read", () => {
  const report = new BuildReport();
  report.read("a.csv", 3);
  report.refuse("a.csv", "why", "row 2");
  report.refuse("a.csv", "why", "row 3");
  expect(report.finish().files).toEqual([
    {
      file: "a.csv",
      rowsRead: 3,
      rowsKept: 1,
      rowsRefused: 2,
      refused: [{ reason: "why", count: 2, examples: ["row 2", "row 3"] }],
      notes: [],
    },
  ]);
  expect(() => report.refuse("b.csv", "why", "")).toThrow("before it was read");
});

test("cells are quoted, booleans are 1 and 0, and a row of another width throws", () => {
  expect(
    csvText(
      ["a", "b"],
      [
        ['x,"y"', true],
        [null, 0],
      ],
    ),
  ).toEqual({ text: 'a,b\n"x,""y""",1\n,0\n', rows: 2 });
  expect(() => csvText(["a"], [["x", "y"]])).toThrow("2 cells");
});
