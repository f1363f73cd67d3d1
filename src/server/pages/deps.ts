/** What the pages need from the rest of the hub. They know no store and no schema. */

/** What the store holds now. */
export interface Contents {
  readonly areas: number;
  /** Councils that have not ended. */
  readonly councils: number;
  readonly indicators: number;
  readonly observations: number;
  readonly sources: number;
  /** The data's date: yyyy-mm-dd. */
  readonly asOf: string;
  /** Which kind of store answers, to follow "held in": never an address. */
  readonly store: string;
}

export interface ChartPoint {
  /** The period's label, as people write it. */
  readonly period: string;
  /** In the chart's unit; null leaves a gap in the line. */
  readonly value: number | null;
  /** The value, or the reason that there is none, as a person would print it. */
  readonly formatted: string;
}

/** One line for each area over the same periods, oldest first. Lines are matched by period label, never by position. */
export interface ChartData {
  readonly title: string;
  /** What the numbers are, in words: "Percentage of people aged 16 to 64". */
  readonly measure: string;
  /** Written after a number on the axis, such as `%`; empty for none. */
  readonly suffix: string;
  readonly series: readonly { readonly name: string; readonly points: readonly ChartPoint[] }[];
  /** One sentence that names source, release and licence. */
  readonly citation: string;
}

export interface PagesDeps {
  contents(): Promise<Contents>;
  /** Undefined where the store lacks the figures: the page then goes without a chart. */
  chart(): Promise<ChartData | undefined>;
  /** The hub's own address as clients see it, such as `http://127.0.0.1:4000`; its path, if any, is where the pages stand. */
  readonly publicUrl: string;
  /** The folder that scripts/build-playground.mjs wrote. */
  readonly playgroundDir: string;
  /** Text of README.md, served as it is under `/README.md`; without it the front page names no sections. */
  readonly readme?: string;
}
