import { isAreaCode } from "../../../src/schema/values/area-code";
import { MISSING_REASONS } from "../../../src/schema/values/enums";
import { formatFigure, formatValue, missingWords } from "../../../src/schema/values/format";
import { markInStatus, markInValue, packStatuses, readMarked, unpackStatuses } from "../../../src/schema/values/marks";
import { readNumber } from "../../../src/schema/values/number";

describe("marks of publishers", () => {
  test.each([
    ["[c]", "CONFIDENTIAL"],
    ["c", "CONFIDENTIAL"],
    ["*", "CONFIDENTIAL"],
    ["<5", "CONFIDENTIAL"],
    ["x", "NOT_AVAILABLE"],
    ["[x]", "NOT_AVAILABLE"],
    ["..", "NOT_AVAILABLE"],
    [":", "NOT_AVAILABLE"],
    ["-", "NOT_AVAILABLE"],
    ["M", "NOT_AVAILABLE"],
    ["NA", "NOT_AVAILABLE"],
    ["", "NOT_AVAILABLE"],
    ["z", "NOT_APPLICABLE"],
    ["w", "NONE_RECORDED_IN_SURVEY"],
    ["u", "NOT_AVAILABLE"],
  ])("%s in place of a value is %s", (mark, reason) => {
    expect(markInValue(mark)?.missing).toBe(reason);
  });

  test("a number or free text is no mark", () => {
    expect(markInValue("5")).toBeUndefined();
    expect(markInValue("<5%")).toBeUndefined();
    expect(markInStatus("Value for Hackney and City of London combined")).toBeUndefined();
  });

  test("u beside a value warns; u with none explains", () => {
    expect(readMarked(3.2, "u")).toEqual({
      value: 3.2,
      missing: null,
      statusMask: packStatuses(["LOW_RELIABILITY"]),
      note: null,
    });
    expect(readMarked(null, "u")).toMatchObject({
      missing: "NOT_AVAILABLE",
      statusMask: packStatuses(["LOW_RELIABILITY"]),
    });
  });

  test("a mark of absence beside a figure contradicts it", () => {
    expect(readMarked(3.2, "c")).toBeUndefined();
    expect(readMarked(0, "x")).toBeUndefined();
  });

  test("free text in a status cell becomes a note and leaves the value", () => {
    const note = "Value for Cornwall and Isles of Scilly combined";
    expect(readMarked(33.97, note)).toEqual({ value: 33.97, missing: null, statusMask: 0, note });
  });

  test("a status mask keeps every status and nothing else", () => {
    expect(unpackStatuses(0)).toEqual(["NORMAL"]);
    expect(unpackStatuses(packStatuses(["LOW_RELIABILITY", "PROVISIONAL", "NORMAL"]))).toEqual([
      "PROVISIONAL",
      "LOW_RELIABILITY",
    ]);
  });
});

describe("numbers", () => {
  test.each([
    ["4.2", 4.2],
    ["-0.5", -0.5],
    ["1,234.5", 1234.5],
    ["69281437", 69281437],
    [".5", 0.5],
    ["−3", -3],
    [" 7 ", 7],
    ["1e3", 1000],
    ["0", 0],
  ])("%s", (text, value) => expect(readNumber(text)).toBe(value));
  test.each([
    "",
    "1,23",
    "12,34,567",
    "NaN",
    "Infinity",
    "1e999",
    "0x10",
    "£5",
    "5%",
    "1.2.3",
    "٣",
    "1 2",
    "--1",
    "-",
    "e5",
  ])("%s is none", (text) => expect(readNumber(text)).toBeUndefined());
});

describe("figures as people print them", () => {
  test.each([
    [69281437, { decimalPlaces: 0, suffix: "people" }, "69,281,437 people"],
    [642.5, { decimalPlaces: 1, prefix: "£" }, "£642.5"],
    [642.5, { decimalPlaces: 2, prefix: "£" }, "£642.50"],
    [10.1, { decimalPlaces: 1, suffix: "%" }, "10.1%"],
    [1.005, { decimalPlaces: 2 }, "1.01"],
    [-1234.56, { decimalPlaces: 0, prefix: "£" }, "−£1,235"],
    [-0.04, { decimalPlaces: 1 }, "0.0"],
    [999.95, { decimalPlaces: 1 }, "1,000.0"],
    [0, { decimalPlaces: 1, suffix: "%" }, "0.0%"],
  ])("%d", (value, style, text) => expect(formatValue(value, style)).toBe(text));

  test("an absence is told in words, 0 as a figure", () => {
    expect(formatFigure(null, "CONFIDENTIAL", { decimalPlaces: 1 })).toBe("Suppressed to protect confidentiality");
    expect(formatFigure(0, null, { decimalPlaces: 0 })).toBe("0");
    expect(new Set(MISSING_REASONS.map(missingWords)).size).toBe(MISSING_REASONS.length);
  });
});

test.each([
  ["E08000003", true],
  ["K02000001", true],
  ["TLM2", true],
  ["TLC", true],
  ["na", false],
  ["Е08000003", false],
  ["e08000003", false],
  ["E0800003", false],
  [" E08000003", false],
])("%s has the shape of an area code: %s", (code, right) => expect(isAreaCode(code)).toBe(right));
