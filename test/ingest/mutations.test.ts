import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { keepOnce } from "../../src/ingest/duplicates";
import { openEls } from "../../src/ingest/layouts/els";
import { FileProblem } from "../../src/ingest/reading/file-problem";
import type { TidyObservation } from "../../src/ingest/tidy-observation";
import { ELS_HEADER } from "./support/folders";

/**
 * One byte of a table goes wrong. The rule for what may be loaded then:
 * - A structural mutation touches what holds the table together: the header, the byte order mark, a quote, a line end, a NUL, or a delimiter
 *   that comes, goes or becomes another byte; or it cuts the file off. After it each figure that loads must be one of the untouched file's in
 *   every fact but the note, which is free text and stands as it stands. The others are refused.
 * - Any other mutation changes what a cell says (a digit for another digit is the plainest case; a delimiter that trades places with the
 *   letter beside it changes two). Nobody can know that it was not meant. Then at most one figure differs, and it must be what its own line
 *   says, cell by cell, read by nothing but split and Number.
 */
const STRUCTURE = new Set([...'",\n\r\0'].map((char) => char.charCodeAt(0)));
const COMMA = 44;
const PUT_IN = [..."\",;\t\n\r\0 -.0123456789exEcp[]'%/£é\u0096\u00ff\u00a0"].map((char) => char.charCodeAt(0) & 255);

/** The same numbers from the same seed, on every machine (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

interface Mutation {
  readonly bytes: Buffer;
  readonly structural: boolean;
  readonly what: string;
}

function mutate(whole: Buffer, pick: (below: number) => number): Mutation {
  const at = pick(whole.length);
  const old = whole[at] ?? 0;
  const put = PUT_IN[pick(PUT_IN.length)] ?? 0;
  const next = whole[at + 1] ?? 10;
  const inHeader = at <= whole.indexOf(10);
  const made = (what: string, middle: readonly number[], taken: number, ...touched: readonly number[]): Mutation => ({
    bytes: Buffer.concat([whole.subarray(0, at), Buffer.from(middle), whole.subarray(at + taken)]),
    structural: inHeader || touched.some((byte) => STRUCTURE.has(byte)),
    what: `${what} at byte ${at}: ${JSON.stringify(String.fromCharCode(...touched))}`,
  });
  switch (pick(9)) {
    case 0:
    case 1:
    case 2:
      return made("replaced", [put], 1, old, put);
    case 3:
    case 4:
      return made("inserted", [put], 0, put);
    case 5:
    case 6:
      return made("taken out", [], 1, old);
    case 7:
      // A delimiter that trades places with a letter leaves as many cells as there were.
      return made("swapped with the next", [next, old], 2, ...[old, next].filter((byte) => byte !== COMMA));
    default:
      return { bytes: whole.subarray(0, at), structural: true, what: `cut off at byte ${at}` };
  }
}

const facts = (row: TidyObservation) => JSON.stringify({ ...row, row: 0, note: null });

/** Whether a figure is what its line says, by the plainest reading of it. */
function saysSo(row: TidyObservation, line: string): boolean {
  const plain = line.replace(/"[^"]*"/g, (quoted) => quoted.slice(1, -1).replaceAll(",", " "));
  const cells = plain.split(",").map((cell) => cell.trim());
  const [area, , , , period, value = "", , , lower = "", upper = ""] = cells;
  const number = (text: string) => (/\d/.test(text) && Number.isFinite(Number(text)) ? Number(text) : null);
  return (
    cells.length === 12 &&
    row.area === area &&
    (row.period === period || !/^\d{4}-\d{2}-\d{2}/.test(period ?? "")) &&
    row.value === number(value) &&
    row.lowerCI95 === number(lower) &&
    row.upperCI95 === number(upper)
  );
}

class Trials {
  readonly counts = { refused: 0, untouched: 0, literal: 0, rowsRefused: 0 };
  readonly wrong: string[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), "outturn-mutations-"));

  async run(whole: Buffer, count: number, seed: number): Promise<void> {
    const originals = new Set((await this.read(whole))?.map(facts));
    expect(originals.size).toBeGreaterThan(10);
    const pick = random(seed);
    for (let trial = 0; trial < count; trial++) {
      const { bytes, structural, what } = mutate(whole, pick);
      const rows = await this.read(bytes);
      if (rows === undefined) {
        this.counts.refused++;
        continue;
      }
      const lines = bytes.toString("latin1").split(/\r\n|\n|\r/);
      const others = rows.filter((row) => !originals.has(facts(row)));
      const bad = others.filter((row) => structural || !saysSo(row, lines[row.row - 1] ?? ""));
      if (bad.length > 0 || (!structural && others.length > 1)) {
        const [first] = [...bad, ...others];
        this.wrong.push(
          `${what}: line ${first?.row} "${lines[(first?.row ?? 1) - 1]}" loaded as ${JSON.stringify(first)}`,
        );
      }
      if (rows.length < originals.size) this.counts.rowsRefused++;
      if (others.length === 0) this.counts.untouched++;
      else this.counts.literal++;
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The figures that a file loads to; undefined where it is refused whole. */
  private async read(bytes: Buffer): Promise<readonly TidyObservation[] | undefined> {
    const file = join(this.folder, "table.csv");
    writeFileSync(file, bytes);
    const kept: TidyObservation[] = [];
    try {
      const { observations } = await openEls(file, { onRefusal: () => undefined });
      for await (const row of observations) kept.push(row);
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      return undefined;
    }
    return keepOnce("table.csv", kept).kept;
  }
}

/** Rows of the publisher's own files, with limits, blanks, marks and notes. */
const SAMPLE = `\uFEFF${ELS_HEADER}\r\n${[
  "E92000001,England,Nation,Adult obesity prevalence,2015-11-16/P1Y,22.6262,Percentage,%,22.42869,22.82922,,",
  "E92000001,England,Nation,Adult obesity prevalence,2016-11-16/P1Y,23.12811,Percentage,%,22.9254,23.33213,,",
  "E92000001,England,Nation,Adult obesity prevalence,2024-11-16/P1Y,26.64292,Percentage,%,26.41749,26.87557,,",
  "E08000003,Manchester,LTLA,Claimant Count,2019-01-01/P1Y,4.2,Percentage,%,,,,",
  "E08000003,Manchester,LTLA,Claimant Count,2020-01-01/P1Y,7.7,Percentage,%,,,p,",
  "E08000025,Birmingham,LTLA,Claimant Count,2025-01-01/P1Y,10.1,Percentage,%,,,,",
  "E06000009,Blackpool,UA,Male healthy life expectancy,2022-01-01/P3Y,50.9,Years,years,47.3,54.4,,",
  "E06000053,Isles of Scilly,UA,Male healthy life expectancy,2022-01-01/P3Y,,Years,years,,,c,",
  "W06000001,Ynys M\u00f4n,UA,Male healthy life expectancy,2022-01-01/P3Y,60.123,Years,years,55,65.2,,Anglesey",
  "K02000001,United Kingdom,Country,Weekly pay,2025-04-30,642.5,Pounds,\u00a3,641.2407,643.7593,,",
  "E06000041,Wokingham,UA,Weekly pay,2025-04-30,811.3,Pounds,\u00a3,701.579788,921.0202119999999,,",
  "E06000052,Cornwall,UA,Emissions,2023-01-01/P1Y,-5.3,Tonnes,t,,,,",
].join("\r\n")}\r\n`;

let trials: Trials;
beforeEach(() => {
  trials = new Trials();
});
afterEach(() => trials.remove());

test("2,000 mutations of a small table: no figure changes its meaning unless its own line says so", async () => {
  await trials.run(Buffer.from(SAMPLE), 2000, 20261122);
  expect(trials.wrong).toEqual([]);
  // Each outcome has been met, so that none of them is proved by its absence.
  expect(Math.min(...Object.values(trials.counts))).toBeGreaterThan(100);
}, 120_000);

const raw = join(process.env.OUTTURN_SHARED ?? resolve(__dirname, "../../../shared"), "data/els/raw");
const names = ["research-and-development-business", "employment-rate-ni", "apprenticeships-ni"];
const real = existsSync(raw) ? test.each(names) : test.skip.each(names);
if (!existsSync(raw)) process.stdout.write("The publisher's own files are not mutated: ../shared is missing.\n");

real(
  "1,000 mutations of the publisher's own %s: the same",
  async (name) => {
    await trials.run(readFileSync(join(raw, name, `${name}.csv`)), 1000, 7);
    expect(trials.wrong).toEqual([]);
    expect(trials.counts.refused + trials.counts.rowsRefused).toBeGreaterThan(100);
  },
  120_000,
);
