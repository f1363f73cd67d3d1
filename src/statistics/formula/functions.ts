/** A function of the formula language. */
interface FormulaFunction {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** What stands in its brackets, in words. */
  readonly takes: string;
  readonly gives: string;
}

/** The functions that formulas may use. There is none that averages indicators: a mean of rates over unequal groups says nothing. */
export const FUNCTIONS = [
  {
    name: "sum",
    least: 1,
    most: 50,
    takes: "1 to 50 values",
    gives: "their sum, without those that are not applicable",
  },
  { name: "min", least: 1, most: 50, takes: "1 to 50 values", gives: "the lowest of them" },
  { name: "max", least: 1, most: 50, takes: "1 to 50 values", gives: "the highest of them" },
  { name: "abs", least: 1, most: 1, takes: "one value", gives: "the value without its sign" },
  {
    name: "round",
    least: 1,
    most: 2,
    takes: "a value and, if wanted, a number of decimals from 0 to 10",
    gives: "the value rounded, halves away from 0",
  },
  { name: "share", least: 2, most: 2, takes: "a part and a whole", gives: "100 × part ÷ whole, in per cent" },
  {
    name: "change",
    least: 2,
    most: 2,
    takes: "a later and an earlier value",
    gives: "100 × (later − earlier) ÷ earlier, in per cent",
  },
] as const satisfies readonly FormulaFunction[];

export type FunctionName = (typeof FUNCTIONS)[number]["name"];
