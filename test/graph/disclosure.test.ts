import solver from "javascript-lp-solver";
import { importPath } from "../../src/ingest/import";
import { folderOf } from "../ingest/support/folders";
import { type MadeFigure, madeNumber, madeRows, madeTables, placesOfLsoas } from "../support/made-small-areas";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import { type Answer, type Asking, startAsking } from "./ask";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);
const LEAST = 5;
const [COUNT, RATE, SMALL] = ["made-secret-count", "made-secret-rate", "made-secret-small"];
const WHOLE = "E47000001";
const DISTRICTS = Array.from({ length: 10 }, (_, at) => `E080000${String(at + 1).padStart(2, "0")}`);
const [LAST, YEAR] = ["2024-01-01/P1Y", "2025-01-01/P1Y"];
const QUARTERS = ["01", "04", "07", "10"].map((month) => `2025-${month}-01/P3M`);
const SEXES = ["", "sex=female", "sex=male"];
const PERIODS = [LAST, YEAR, ...QUARTERS];

/** The true counts, that nobody outside may learn. Parts add up to wholes over districts, sexes and quarters. */
function truth(edition = ""): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (key: string, more: number) => counts.set(key, (counts.get(key) ?? 0) + more);
  for (const district of DISTRICTS)
    for (const sex of SEXES.slice(1))
      for (const period of [LAST, ...QUARTERS]) {
        const salt = period === LAST ? "" : edition;
        const draw = madeNumber(`${district} ${sex} ${period} ${salt}`, 0, 9);
        const count = draw < 4 ? draw : madeNumber(`${draw} ${district} ${period} ${sex} ${salt}`, 4, 45);
        for (const area of [district, WHOLE])
          for (const breakdown of ["", sex])
            for (const time of period === LAST ? [LAST] : [period, YEAR]) add(`${area}|${time}|${breakdown}`, count);
      }
  return counts;
}

const TRUE = truth();
const people = (area: string) => madeNumber(`${area} residents`, 1_000, 9_000);

function figures(counts: ReadonlyMap<string, number>): readonly MadeFigure[] {
  return [...counts].flatMap(([key, value]): MadeFigure[] => {
    const [area = "", period = "", breakdown = ""] = key.split("|");
    const own: MadeFigure[] = [{ indicator: COUNT, area, period, breakdown, value }];
    if (period === YEAR && breakdown === "")
      own.push({
        indicator: RATE,
        area,
        period,
        value: (1_000 * value) / people(area),
        numerator: value,
        denominator: people(area),
      });
    return own;
  });
}

describe.each(STORE_KINDS.filter(has))("withheld figures cannot be worked out (%s store)", (kind) => {
  let own: OwnStore;
  let hub: Asking;
  let lsoas: readonly string[];
  const small = (code: string) => madeNumber(`${code} small`, 0, 30);

  beforeAll(async () => {
    own = (await ownStarter(kind, [])) as OwnStore;
    const places = (await placesOfLsoas(own)).filter(({ inside }) => inside === "E08000003");
    lsoas = places.map(({ area }) => area).sort();
    const files = {
      ...madeTables([
        [COUNT, "people", "COUNT", 1],
        [RATE, "per 1000", "CRUDE_RATE", 0],
        [SMALL, "people", "COUNT", 1],
      ]),
      "dimensions.csv": "code,label\nsex,Sex\n",
      "dimension_members.csv": "dimension,code,label,is_total,sequence\nsex,female,Female,0,1\nsex,male,Male,0,2\n",
      "disclosure_policies.csv": `dataset,minimum_count,rounding_base,minimum_group,reason\nmade-small-areas,${LEAST},,3,Made up.\n`,
    };
    const load = async (counts: ReadonlyMap<string, number>, day: string) => {
      const rows = [
        ...figures(counts),
        ...lsoas.map((area) => ({ indicator: SMALL, area, period: YEAR, value: small(area) })),
      ];
      const folder = folderOf({ ...files, "observations/made-small-areas.csv": madeRows(rows) });
      const report = await importPath(own.store, folder.path, { clock: () => new Date(`${day}T12:00:00Z`) });
      folder.remove();
      expect(report.files.flatMap((file) => file.refusals)).toEqual([]);
    };
    await load(truth("before"), "2026-09-01");
    await load(TRUE, "2026-10-01");
    const { store } = own;
    hub = await startAsking({ kind, location: { kind: "embedded", file: "" }, open: async () => store });
  }, 240_000);
  afterAll(async () => {
    await hub?.hub.close();
    await own?.drop();
  });

  const FIELDS =
    "id area { gssCode } period { id } breakdown { code } value missing count numerator denominator lowerCI95 notes";
  const FILTER = `breakdown: [{ dimension: "sex", members: ["female", "male"] }]`;
  const AREAS = JSON.stringify([WHOLE, ...DISTRICTS]);
  const read = async (indicator: string, more = ""): Promise<Answer[]> => {
    const one = (breakdown: string) =>
      `observations(select: { indicators: ["${indicator}"], areas: { gssCodes: ${AREAS} }, period: { ids: ${JSON.stringify(PERIODS)} }${breakdown}${more} }, first: 1000) { nodes { ${FIELDS} } }`;
    const all = await hub.ask(`{ totals: ${one("")} bySex: ${one(`, ${FILTER}`)} }`);
    const sexes = all.bySex.nodes.filter((node: Answer) => node.breakdown.length > 0);
    return [...all.totals.nodes, ...sexes];
  };
  const keyOf = ({ area, period, breakdown }: Answer) =>
    `${area.gssCode}|${period.id}|${breakdown.map(({ code }: Answer) => `sex=${code}`).join()}`;

  test("small counts are blank, with the reason; zeros and large ones stand unless they would give one away", async () => {
    const shown = await read(COUNT);
    expect(new Set(shown.map(keyOf))).toEqual(new Set(TRUE.keys()));
    let [small, covers] = [0, 0];
    for (const node of shown) {
      const count = TRUE.get(keyOf(node)) ?? Number.NaN;
      if (node.value !== null) {
        expect(node.value).toBe(count);
        expect(count === 0 || count >= LEAST).toBe(true);
        continue;
      }
      expect(node).toMatchObject({ missing: "CONFIDENTIAL", count: null, numerator: null, denominator: null });
      expect(node.notes).toEqual([expect.stringMatching(/Withheld by the rules of this data set.*below 5.*Made up\./)]);
      if (count < LEAST) small += 1;
      else covers += 1;
      expect(count).not.toBe(0);
    }
    process.stdout.write(
      `Disclosure (${kind}): of ${shown.length} counts ${small} small ones are withheld and ${covers} others.\n`,
    );
    expect(small).toBeGreaterThan(10);
  });

  test("sums over districts, sexes and quarters leave every withheld count more room than the rule asks for", async () => {
    const shown = new Map((await read(COUNT)).map((node) => [keyOf(node), node.value as number | null]));
    // The rate of a year tells its numerator.
    for (const node of await read(RATE)) {
      if (node.value === null) continue;
      const told = Math.round((node.value * people(node.area.gssCode)) / 1_000);
      expect(shown.get(keyOf(node))).toBe(told);
    }
    const widths = bounds(shown);
    expect(widths.size).toBeGreaterThan(20);
    const narrow = [...widths.values()].map(({ low, high }) => high - low).sort((a, b) => a - b);
    process.stdout.write(
      `Disclosure (${kind}): ${narrow.length} withheld counts; the bounds that can be worked out are ${narrow[0]?.toFixed(1)} to ${narrow.at(-1)?.toFixed(1)} wide, half of them over ${narrow[narrow.length >> 1]?.toFixed(1)}.\n`,
    );
    // The same attack on a table that withholds the small ones alone, to show that it is one.
    const naive = bounds(new Map([...TRUE].map(([key, count]) => [key, count > 0 && count < LEAST ? null : count])));
    const found = [...naive].filter(
      ([key, { low, high }]) => high - low < 1e-6 && Math.abs(low - (TRUE.get(key) ?? 0)) < 1e-6,
    );
    process.stdout.write(
      `Disclosure (${kind}): without covers it would find ${found.length} of ${naive.size} exactly.\n`,
    );
    expect(found.length).toBeGreaterThan(5);
    for (const [key, { low, high }] of widths) {
      const count = TRUE.get(key) ?? Number.NaN;
      expect(low - 1e-6 <= count && count <= high + 1e-6).toBe(true);
      expect(high - low).toBeGreaterThan(LEAST - 1 - 1e-6);
    }
  });

  test("statistics of any group, with and without an area, are those of the figures shown and of no others", async () => {
    const shown = (await read(COUNT)).filter((node) => node.area.gssCode !== WHOLE);
    const groups = [
      DISTRICTS,
      ...DISTRICTS.map((out) => DISTRICTS.filter((code) => code !== out)),
      DISTRICTS.slice(0, 4),
      DISTRICTS.slice(6),
    ];
    for (const members of groups) {
      const compared = (includeSelf: boolean) =>
        `comparison(with: { members: ${JSON.stringify(members)}, includeSelf: ${includeSelf} }) { rank rankOf statistics { count missing mean median minimum maximum total whyNoTotal weightedMean standardDeviation percentile(p: 10) cuts } }`;
      const answer = await hub.ask(
        `{ observations(select: { indicators: ["${COUNT}"], areas: { gssCodes: ${JSON.stringify(DISTRICTS)} }, period: { ids: ${JSON.stringify(PERIODS)} } }, first: 100) { nodes { ${FIELDS} with: ${compared(true)} without: ${compared(false)} } } }`,
      );
      for (const node of answer.observations.nodes as Answer[]) {
        const self = node.area.gssCode;
        const without = members.filter((code) => code !== self);
        for (const [areas, { statistics }] of [
          [[...without, self], node.with],
          [without, node.without],
        ] as const) {
          const values = shown
            .filter((each) => each.period.id === node.period.id && each.breakdown.length === 0)
            .flatMap((each) => (areas.includes(each.area.gssCode) ? (each.value ?? []) : []));
          const { count, missing, mean, minimum, maximum, total, median } = statistics;
          expect([count, count + missing]).toEqual([values.length, areas.length]);
          if (values.length < 3) expect([mean, median, minimum, maximum, total]).toEqual(new Array(5).fill(null));
          else {
            expect(mean * count).toBeCloseTo(sum(values), 6);
            expect([minimum, maximum]).toEqual([Math.min(...values), Math.max(...values)]);
            expect(total).toBe(values.length < areas.length ? null : sum(values));
          }
        }
      }
    }
  });

  test("changes, formulas, earlier states and revisions tell nothing that is withheld", async () => {
    const answer = await hub.ask(`{
      now: observations(select: { indicators: ["${COUNT}"], areas: { gssCodes: ${AREAS} }, period: { ids: ["${YEAR}"] } }, first: 1000) { nodes { ${FIELDS}
        change { difference percentage from { value } } revisions { value } } }
      then: observations(select: { indicators: ["${COUNT}"], areas: { gssCodes: ${AREAS} }, period: { ids: ${JSON.stringify(PERIODS)} }, options: { asOf: "2026-09-15T00:00:00Z" } }, first: 1000) { nodes { ${FIELDS} } }
      formula: calculate(formula: "{${COUNT}} * 2", label: "Twice", areas: { gssCodes: ${AREAS} }, period: { ids: ["${YEAR}"] }) { nodes { area { gssCode } value } }
    }`);
    const shown = new Map((await read(COUNT)).map((node) => [keyOf(node), node.value]));
    const before = truth("before");
    for (const node of answer.now.nodes as Answer[]) {
      const from = shown.get(keyOf(node).replace(YEAR, QUARTERS[3] ?? "")) ?? null;
      if (node.value === null || node.change?.from.value === null) expect(node.change?.difference ?? null).toBe(null);
      if (node.change !== null && node.change !== undefined)
        expect([shown.get(keyOf(node).replace(YEAR, LAST)), from]).toContain(node.change.from.value);
      for (const { value } of node.revisions as Answer[]) expect([null, node.value]).toContain(value);
    }
    let unmoved = 0;
    for (const node of answer.then.nodes as Answer[]) {
      if (node.value === null) continue;
      unmoved += 1; // what stood then and stands still
      expect(before.get(keyOf(node))).toBe(node.value);
      expect(shown.get(keyOf(node))).toBe(node.value);
    }
    process.stdout.write(
      `Disclosure (${kind}): ${unmoved} of ${answer.then.nodes.length} earlier counts are shown, all of which stand still.\n`,
    );
    for (const { area, value } of answer.formula.nodes as Answer[]) {
      const count = shown.get(`${area.gssCode}|${YEAR}|`) ?? null;
      expect(value).toBe(count === null ? null : 2 * count);
    }
  });

  test("a sum of small areas is withheld where one of them is, and its inputs show no more than they do alone", async () => {
    const rolled = await hub.ask(
      `{ observations(select: { indicators: ["${SMALL}"], areas: { type: WD, within: "E08000003" }, options: { rollUp: true } }, first: 100) { nodes { area { gssCode } value missing provenance { inputCount inputs(first: 50) { area { gssCode } value missing } } } } }`,
    );
    const alone = await hub.ask(
      `{ observations(select: { indicators: ["${SMALL}"], areas: { gssCodes: ${JSON.stringify(lsoas)} } }, first: 1000) { nodes { area { gssCode } value missing } } }`,
    );
    const shown = new Map<string, number | null>(
      alone.observations.nodes.map((node: Answer) => [node.area.gssCode, node.value]),
    );
    for (const code of lsoas) expect(shown.get(code)).toBe(small(code) > 0 && small(code) < LEAST ? null : small(code));
    let withheld = 0;
    for (const { value, missing, provenance } of rolled.observations.nodes as Answer[]) {
      const inputs = provenance.inputs as Answer[];
      for (const input of inputs) expect(input.value).toBe(shown.get(input.area.gssCode));
      const known = inputs.every((input) => input.value !== null);
      expect(value).toBe(known ? inputs.reduce((sum, input) => sum + input.value, 0) : null);
      if (!known) expect(missing).toBe("CONFIDENTIAL");
      if (!known) withheld += 1;
    }
    expect(withheld).toBeGreaterThan(5);
    expect(withheld).toBeLessThan(rolled.observations.nodes.length + 1);
  });

  test("the rules are told, and they take hold of a store that runs", async () => {
    const { indicator } = await hub.ask(
      `{ indicator(slug: "${COUNT}") { dataset { disclosure { minimumCount roundingBase minimumGroup reason } } } }`,
    );
    expect(indicator.dataset.disclosure).toEqual({
      minimumCount: 5,
      roundingBase: null,
      minimumGroup: 3,
      reason: "Made up.",
    });
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

interface Solution {
  readonly feasible: boolean;
  readonly bounded?: boolean;
  readonly result: number;
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** What an attacker can work out: the least and the most that each blank can be, by linear programming over every sum that must hold. */
function bounds(shown: ReadonlyMap<string, number | null>): ReadonlyMap<string, Bounds> {
  const sums: { whole: string; parts: string[] }[] = [];
  for (const period of PERIODS)
    for (const sex of SEXES)
      sums.push({ whole: `${WHOLE}|${period}|${sex}`, parts: DISTRICTS.map((code) => `${code}|${period}|${sex}`) });
  for (const area of [WHOLE, ...DISTRICTS]) {
    for (const period of PERIODS)
      sums.push({ whole: `${area}|${period}|`, parts: SEXES.slice(1).map((sex) => `${area}|${period}|${sex}`) });
    for (const sex of SEXES)
      sums.push({ whole: `${area}|${YEAR}|${sex}`, parts: QUARTERS.map((quarter) => `${area}|${quarter}|${sex}`) });
  }
  const hidden = [...shown].filter(([, value]) => value === null).map(([key]) => key);
  const constraints: Record<string, { equal?: number; min?: number }> = {};
  const columns = new Map<string, Record<string, number>>(hidden.map((key) => [key, { [`at least ${key}`]: 1 }]));
  for (const key of hidden) constraints[`at least ${key}`] = { min: 1 }; // a count withheld is known not to be 0
  sums.forEach(({ whole, parts }, at) => {
    let known = 0;
    let open = false;
    for (const [key, sign] of [[whole, -1] as const, ...parts.map((part) => [part, 1] as const)]) {
      const value = shown.get(key);
      const column = columns.get(key);
      if (column === undefined) known += sign * (value ?? Number.NaN);
      else {
        column[`sum ${at}`] = sign;
        open = true;
      }
    }
    if (open) constraints[`sum ${at}`] = { equal: -known };
    else expect(known).toBe(0);
  });
  const found = new Map<string, Bounds>();
  for (const key of hidden) {
    const solve = (opType: "min" | "max") => {
      const variables = Object.fromEntries(
        [...columns].map(([name, column]) => [name, name === key ? { ...column, goal: 1 } : { ...column }]),
      );
      const solution = solver.Solve({ optimize: "goal", opType, constraints, variables }) as Solution;
      if (!solution.feasible) throw new Error("The sums contradict each other.");
      return solution.bounded === false ? Number.POSITIVE_INFINITY : solution.result;
    };
    found.set(key, { low: solve("min"), high: solve("max") });
  }
  return found;
}
