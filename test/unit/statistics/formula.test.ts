import fc from "fast-check";
import type { MissingReason } from "../../../src/schema/values/enums";
import { type Calculated, calculate, type FormulaInput } from "../../../src/statistics/formula/calculate";
import { FUNCTIONS } from "../../../src/statistics/formula/functions";
import { FORMULA_LIMITS, type ParsedFormula, parseFormula } from "../../../src/statistics/formula/parse";
import { checkUnits } from "../../../src/statistics/formula/units";
import { figure } from "../../starter/read";

type Good = Extract<ParsedFormula, { ok: true }>;

function read(text: string): Good {
  const parsed = parseFormula(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem}`);
  return parsed;
}

const input = (value: number | null, more: Partial<FormulaInput> = {}): FormulaInput => ({
  value,
  missing: null,
  lower: null,
  upper: null,
  statusMask: 0,
  ...more,
});
const absent = (missing: MissingReason) => input(null, { missing });

function result(text: string, inputs: Readonly<Record<string, FormulaInput | number>>): Calculated {
  const { formula, indicators } = read(text);
  const given = Object.entries(inputs).map(([slug, x]) => [slug, typeof x === "number" ? input(x) : x] as const);
  return calculate(formula, indicators, new Map(given));
}

test.each([
  ["2 + 3 * 4", 14],
  ["(2 + 3) * 4", 20],
  ["10 - 4 - 3", 3],
  ["100 / 10 / 5", 2],
  ["-{a} + +{b}", -1],
  ["{a} / {b} per 1000", 1500],
  ["{a} + {b} per 10", 50],
  ["({a} per 10) + {b}", 32],
  ["{a} × {b} ÷ 2 − 1", 2],
  ["1e3 + .5", 1000.5],
  ["0.1 + 0.2", 0.3],
  ["8.2 - 7.7", 0.5],
  ["1234567890123 + 1", 1234567890124],
  ["sum({a}, {b}, 1)", 6],
  ["min({a}, {b}) + max({a}, {b})", 5],
  ["abs({b} - {a})", 1],
  ["round({a} / 7, 2)", 0.43],
  ["round(1.005, 2)", 1.01],
  ["round(-2.5)", -3],
  ["share({a}, {a} + {b})", 60],
  ["change({a}, {b})", 50],
])("%s is %f with a = 3 and b = 2", (text, value) => {
  expect(result(text, { a: 3, b: 2 })).toMatchObject({ value, missing: null, why: null });
});

test("slugs of every kind stand in braces, each named once", () => {
  const text = "{ fingertips:90366 } / {worldbank:SP.POP.TOTL} + {dfe-ees:a1/b2} - {worldbank:SP.POP.TOTL}";
  expect(read(text).indicators).toEqual(["fingertips:90366", "worldbank:SP.POP.TOTL", "dfe-ees:a1/b2"]);
});

test.each([
  ["", "value is missing", null],
  ["{a} {b}", "beside each other", 1],
  ["2 (3)", "beside each other", null],
  ["sum(1 2)", "beside each other", 4],
  ["{a}(2)", "beside each other", null],
  ["1,000", "no commas", null],
  ["({a}", "cannot be read here", 4],
  ["{a", "slug of one indicator", 0],
  ["{}", "slug of one indicator", 0],
  ["{a{b}}", "slug of one indicator", 0],
  ["a + 1", "indicators stand in braces", null],
  ["constructor", "indicators stand in braces", null],
  ["{a}.constructor", "beside each other", null],
  ["this", "nothing else", null],
  ["true", "numbers and indicators", null],
  ["1e999", "too large", null],
  ["2 ** 3", "**", null],
  ["{a}; 1", '";"', 3],
  ["{a} = 1", '"="', 4],
  ["[1]", '"["', 0],
  ["'x'", `"'"`, 0],
  ["$0", '"$"', 0],
  ["__proto__", '"_"', 0],
  ["eval(1)", 'no function "eval"', null],
  ["toString()", 'no function "toString"', null],
  ["share({a})", "takes a part and a whole", null],
  ["sum()", "takes 1 to 50 values", null],
  ["round({a}, {b})", "from 0 to 10", null],
  ["round({a}, 1.5)", "from 0 to 10", null],
  ["{a} per {b}", "number above 0", null],
  ["{a} per 0", "number above 0", null],
  ["{a} per", "beside each other", null],
  ["*", "cannot be read here", 0],
])("%j is refused: %s", (text, problem, at) => {
  const parsed = parseFormula(text);
  expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  if (at !== null) expect(parsed).toMatchObject({ at });
});

test("hostile texts are bounded: length, depth, indicators, parts", () => {
  const refused = (text: string) => {
    const parsed = parseFormula(text);
    return parsed.ok ? "read" : parsed.problem;
  };
  expect(refused("1".repeat(FORMULA_LIMITS.characters + 1))).toContain("characters");
  expect(refused(`${"(".repeat(21)}1${")".repeat(21)}`)).toContain("deep");
  expect(refused(`${"(".repeat(20)}1${")".repeat(20)}`)).toBe("read");
  expect(refused("-".repeat(900).concat("1"))).not.toBe("read");
  expect(refused("1+".repeat(400).concat("1"))).toContain("parts");
  expect(refused(Array.from({ length: 21 }, (_x, n) => `{a${n}}`).join("+"))).toContain("indicators");
  expect(refused("{a}+".repeat(60).concat("{a}"))).toBe("read");
});

test("whatever is written, nothing is thrown; what is read gives a number or a reason", () => {
  const piece = fc.constantFrom(
    "{a}",
    "{b}",
    "1",
    "0",
    "2.5",
    "+",
    "-",
    "*",
    "/",
    "(",
    ")",
    " per 1000",
    "sum(",
    "share(",
    ",",
    " ",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(piece, { maxLength: 14 }).map((list) => list.join("")),
  );
  const figures = fc.oneof(
    fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((x) => input(x)),
    fc.constantFrom(absent("CONFIDENTIAL"), absent("NOT_APPLICABLE"), absent("NOT_AVAILABLE")),
  );
  fc.assert(
    fc.property(texts, figures, figures, (text, a, b) => {
      const parsed = parseFormula(text);
      if (!parsed.ok) return expect(parsed.problem).toMatch(/\.$/);
      const inputs = new Map<string, FormulaInput>([
        ["a", a],
        ["b", b],
      ]);
      const found = calculate(parsed.formula, parsed.indicators, inputs);
      expect(found.value === null).toBe(found.missing !== null);
      expect(found.value === null || Number.isFinite(found.value)).toBe(true);
      const suppressed = parsed.indicators.some((slug) => inputs.get(slug)?.missing === "CONFIDENTIAL");
      if (suppressed) expect([found.value, found.missing, found.lower]).toEqual([null, "CONFIDENTIAL", null]);
      checkUnits(parsed.formula, new Map<string, string | null>([["a", "people"]]));
      return undefined;
    }),
    { numRuns: 1000 },
  );
});

// LG Inform: any suppressed input, or suppressed and missing mixed, suppresses; missing gives missing; not applicable is ignored
test.each([
  ["{a} + {b}", "CONFIDENTIAL", "NOT_AVAILABLE", null, "CONFIDENTIAL"],
  ["{b} + {a} * 0", "CONFIDENTIAL", null, null, "CONFIDENTIAL"],
  ["{a} + {b}", "CONFIDENTIAL", "NOT_APPLICABLE", null, "CONFIDENTIAL"],
  ["{a} + {b}", "EMBARGOED", "SOURCE_UNAVAILABLE", null, "EMBARGOED"],
  ["{a} + {b}", "NOT_YET_RELEASED", null, null, "NOT_YET_RELEASED"],
  ["{a} + {b}", "NOT_YET_RELEASED", "NOT_SUBMITTED", null, "NOT_AVAILABLE"],
  ["{a} + {b}", "NOT_APPLICABLE", null, 2, null],
  ["{b} - {a}", "NOT_APPLICABLE", null, 2, null],
  ["sum({a}, {b}, 3)", "NOT_APPLICABLE", null, 5, null],
  ["{a} - {b}", "NOT_APPLICABLE", null, null, "NOT_APPLICABLE"],
  ["{a} / {b}", "NOT_APPLICABLE", null, null, "NOT_APPLICABLE"],
  ["{a} + {b}", "NOT_APPLICABLE", "NOT_APPLICABLE", null, "NOT_APPLICABLE"],
  ["{b} / ({b} - 2)", null, null, null, "NOT_APPLICABLE"],
] as const)("%s with a %s and b %s", (text, a, b, value, missing) => {
  const found = result(text, { a: a === null ? 1 : absent(a), b: b === null ? 2 : absent(b) });
  expect([found.value, found.missing]).toEqual([value, missing]);
  expect(found.why === null).toBe(missing === null);
});

test("receipts and marks: every input with what became of it, the marks that bear on trust", () => {
  const found = result("{a} + {b} + {c}", {
    a: input(1, { statusMask: (1 << 1) | (1 << 10) }), // provisional, total
    b: absent("NOT_APPLICABLE"),
    c: input(2, { statusMask: 1 << 6 }), // low reliability
  });
  expect(found.statusMask).toBe((1 << 1) | (1 << 6));
  expect(found.receipts.map(({ indicator, value, treatment }) => [indicator, value, treatment])).toEqual([
    ["a", 1, "USED"],
    ["b", null, "LEFT_OUT_AS_NOT_APPLICABLE"],
    ["c", 2, "USED"],
  ]);
  expect(result("{a} + {b}", { a: 1 })).toMatchObject({ missing: "NOT_AVAILABLE" });
});

test("limits: recovered from those of the inputs, or the reason why not", () => {
  const a = input(12, { lower: 10, upper: 15 });
  const b = input(4, { lower: 3, upper: 5.5 });
  const limits = (text: string) => {
    const { lower, upper } = result(text, { a, b, n: 2 });
    return [lower, upper];
  };
  const close = (text: string, lower: number, upper: number) => {
    const found = limits(text);
    expect(found[0]).toBeCloseTo(lower, 8);
    expect(found[1]).toBeCloseTo(upper, 8);
  };
  // worked out apart, in Python, from the formulas of Zou and Donner 2008
  close("{a} - {b}", 5.5, 11.16227766016838);
  close("{a} / {b}", 2.0785282528490594, 4.317566687548264);
  close("{a} * 2 + 1", 21, 31);
  close("-{a}", -15, -10);
  close("10 - {a}", -5, 0);
  close("{n} / {b}", 2 / 5.5, 2 / 3);
  close("{a} / {n} per 1000", 5000, 7500);
  close("change({a}, {b})", 107.852825284906, 331.756668754826);
  expect(limits("{a} / {b} * {a}")).toEqual([null, null]);
  expect(limits("max({a}, {b})")).toEqual([null, null]);
  expect(limits("{n} * 2")).toEqual([null, null]);
  expect(result("{a} / {n}", { a, n: 2 }).aboutLimits).toContain("the others count as exact");
  expect(result("{a} - {a}", { a }).aboutLimits).toContain("more than once");
});

test("units: kept through the formula, refused where they do not fit, not judged where one is unknown", () => {
  const units = new Map<string, string | null>([
    ["people", "people"],
    ["homes", "dwellings"],
    ["spend", "gbp"],
    ["millions", "gbp-million"],
    ["odd", null],
  ]);
  const check = (text: string) => {
    const { words, problem } = checkUnits(read(text).formula, units);
    return problem ?? words;
  };
  expect(check("{people} / {homes}")).toBe("people ÷ dwellings");
  expect(check("{people} / {people} * 100")).toBe("");
  expect(check("{spend} / ({people} + 5) per 1000")).toBe("gbp ÷ people");
  expect(check("1 / {people}")).toBe("1 ÷ people");
  expect(check("{people} * {people}")).toBe("people^2");
  expect(check("share({people}, {people}) + change({spend}, {spend})")).toBe("percent");
  expect(check("{spend} + {millions}")).toContain("cannot be added");
  expect(check("share({people}, {homes})")).toContain("cannot be added");
  expect(check("{people} / {homes} + {people}")).toBe(
    "A figure in people ÷ dwellings and A figure in people cannot be added, subtracted or compared.",
  );
  expect(check("{odd} + {people}")).toBeNull();
  expect(check("max({odd}, {spend}) * 2")).toBeNull();
});

test("Manchester, mid-2024: women as a share of the population, from the starter figures", () => {
  const value = (indicator: string) =>
    Number(figure("population-indicators", indicator, "E08000003", "2024-06-30")?.value);
  const [women, men, all] = ["population-count-female", "population-count-male", "population-count"].map(value);
  const found = result("share({women}, {women} + {men})", { women: women ?? 0, men: men ?? 0 });
  expect(all).toBe(589_670);
  expect((women ?? 0) + (men ?? 0)).toBe(all);
  expect(found.value).toBeCloseTo((100 * (women ?? 0)) / 589_670, 9);
});

test("the functions are those that the documentation lists", () => {
  expect(FUNCTIONS.map(({ name }) => name)).toEqual(["sum", "min", "max", "abs", "round", "share", "change"]);
});

test.each([
  ["{a} * 1e308", 100, "too large"],
  ["{a} / 0", 1, "divides by 0"],
  ["share(1, {a})", 0, "divides by 0"],
])("%s of %d says why there is no number", (text, a, words) => {
  const { missing, why } = result(text, { a });
  expect([missing, why]).toEqual(["NOT_APPLICABLE", expect.stringContaining(words)]);
  expect(why).not.toMatch(/divides.*too large/);
});
