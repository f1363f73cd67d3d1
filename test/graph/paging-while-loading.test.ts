import { loadConfig } from "../../src/config";
import { openStore, type Store } from "../../src/datasources/local/store";
import { createHub, type Hub } from "../../src/hub";
import { importPath } from "../../src/ingest/import";
import { folderOf, tidyFiles } from "../ingest/support/folders";
import { type FreshStore, freshStore, kindsUnderTest } from "../support/stores";
import type { Answer } from "./ask";

/** Invented areas with gaps of ten between their codes, so that others can come to stand before, at and after any of them. */
const SMALL_AREAS = 35_700;
const MIDDLE_AREAS = 2_000;
const FIRST_YEAR = 1950;
const YEARS = 52;
const small = (number: number) => `E01${String(number).padStart(6, "0")}`;
const middle = (number: number) => `E02${String(number).padStart(6, "0")}`;
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

const AREAS = "code,name,name_welsh,area_type,status,start_date,end_date";
const areasFile = (codes: readonly string[]) =>
  `${AREAS}\n${codes.map((code) => `${code},Area ${code},,${code.startsWith("E01") ? "LSOA" : "MSOA"},LIVE,,`).join("\n")}\n`;

/** One data set of the invented figures: the whole of it, which grows. */
class Figures {
  private readonly values = new Map<string, number>();
  constructor(readonly slug: string) {}
  set(area: string, year: number, value: number): void {
    this.values.set(`${area},${year}-01-01/P1Y`, value);
  }
  get size(): number {
    return this.values.size;
  }
  file(): Readonly<Record<string, string>> {
    const header = (tidyFiles([])["observations/claimant-count.csv"] ?? "").split("\n")[0];
    const rows = [...this.values].map(([key, value]) => `${this.slug},${key},,${value},,,,,,,,`);
    return { [`observations/${this.slug}.csv`]: `${header}\n${rows.join("\n")}\n` };
  }
}

/** Everything that the figures refer to, for two data sets of one indicator each. */
function tables(): Readonly<Record<string, string>> {
  const twice = (name: string) => {
    const [header, row = ""] = (tidyFiles([])[name] ?? "").split("\n");
    const other = row.replaceAll("claimant-count", "growing-count").replaceAll("Claimant", "Growing");
    return { [name]: `${header}\n${row}\n${other}\n` };
  };
  const kinds =
    "code,label,gss_prefixes,level,hierarchy\nLSOA,Small area,E01,9,STATISTICAL\nMSOA,Middle area,E02,8,STATISTICAL\n";
  const { "observations/claimant-count.csv": _, ...base } = tidyFiles([]);
  const areas = areasFile([
    ...upTo(SMALL_AREAS).map((at) => small(10 * at)),
    ...upTo(MIDDLE_AREAS).map((at) => middle(10 * at)),
  ]);
  const made = { ...twice("datasets.csv"), ...twice("indicators.csv"), ...twice("releases.csv") };
  return { ...base, ...made, "area_types.csv": kinds, "areas.csv": areas };
}

/** A page as the walks ask for it. */
interface PageSeen {
  readonly keys: readonly string[];
  readonly endCursor: string;
  readonly number: number;
}

describe.each(kindsUnderTest())("paging while another process loads, on the %s store", (kind) => {
  let fresh: FreshStore;
  /** The connection of the one who loads: none of the hub's. */
  let loader: Store;
  let hub: Hub | undefined;
  let address = "";
  /** Loads of the orders' test, so that each brings other figures than those before it. */
  let rounds = 0;
  let clock = Date.UTC(2026, 10, 1, 12);
  const steady = new Figures("claimant-count");
  const growing = new Figures("growing-count");

  async function load(files: Readonly<Record<string, string>>): Promise<void> {
    const folder = folderOf(files);
    try {
      const report = await importPath(loader, folder.path);
      const refused = report.files.flatMap((file) => file.refusals);
      if (refused.length > 0 || !report.changed) throw new Error(`Not loaded: ${JSON.stringify(refused[0])}`);
    } finally {
      folder.remove();
      clock += 2000; // the hub looks again at the store's version once a second
      await hub?.catalogues.refresh(); // and answers with what it has while it reads what is new: here the walk waits for it
    }
  }

  async function ask(query: string, variables: Record<string, unknown>): Promise<Answer> {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ query, variables });
    const answer: Answer = await (await fetch(`${address}/graphql`, { method: "POST", headers, body })).json();
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }

  /** All keys in the order in which the pages brought them. `between` runs after each page but the last. */
  async function walk(
    field: "areas" | "observations",
    query: string,
    variables: Record<string, unknown>,
    between: (page: PageSeen) => Promise<void>,
  ): Promise<readonly string[]> {
    const keys: string[] = [];
    for (let after: string | null = null, number = 1; ; number++) {
      const page: Answer = (await ask(query, { ...variables, after }))[field];
      const seen: string[] = page.nodes.map((node: Answer) =>
        field === "areas" ? node.gssCode : `${node.indicator.slug} ${node.area.gssCode} ${node.period.id}`,
      );
      keys.push(...seen);
      if (!page.pageInfo.hasNextPage) return keys;
      after = page.pageInfo.endCursor;
      await between({ keys: seen, endCursor: page.pageInfo.endCursor, number });
    }
  }

  beforeAll(async () => {
    fresh = await freshStore(kind);
    loader = await openStore(fresh.location);
    for (const at of upTo(MIDDLE_AREAS)) {
      for (const year of upTo(YEARS)) steady.set(middle(10 * at), FIRST_YEAR + year, (at * 7 + year * 13) % 1009);
      growing.set(middle(10 * at), FIRST_YEAR + (at % YEARS), at % 211);
    }
    await load({ ...tables(), ...steady.file(), ...growing.file() });
    const config = loadConfig({ LOG_LEVEL: "silent", OUTTURN_RESPONSE_CACHE_MB: "0" });
    hub = await createHub({ config, store: fresh.store, now: () => new Date(clock) });
    address = await hub.app.listen({ port: 0, host: "127.0.0.1" });
  }, 180_000);
  afterAll(async () => {
    await hub?.close();
    await loader?.db.destroy();
    await fresh?.drop();
  });

  test("every area of 35,700 comes exactly once, in order", async () => {
    const query = `query($after: String) { areas(select: { type: LSOA }, first: 1000, after: $after) { nodes { gssCode } pageInfo { hasNextPage endCursor } } }`;
    const before = upTo(SMALL_AREAS).map((at) => small(10 * at));
    const added: string[] = [];
    const keys = await walk("areas", query, {}, async ({ keys: seen, number }) => {
      if (number % 4 !== 0) return;
      const last = Number(seen.at(-1)?.slice(3));
      // Far before the cursor, right before it, right after it, far after it.
      const codes = [last - 5000 + 3, last - 1, last + 1, last + 5000 + 3].map(small);
      added.push(...codes);
      await load({ "areas.csv": areasFile(codes) });
    });
    expect(added.length).toBeGreaterThanOrEqual(30);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(keys.toSorted());
    const came = new Set(keys);
    expect(before.filter((code) => !came.has(code))).toEqual([]);
    // What was added after the cursor is seen as well; what was added before it is not gone back for.
    const strangers = keys.filter((code) => !code.endsWith("0"));
    expect(strangers).toEqual(added.filter((_, at) => at % 4 > 1).toSorted());
  });

  const figures = `query($after: String, $indicators: [String!]!, $from: Date!, $orderBy: ObservationOrder!, $direction: SortDirection!) {
    observations(select: { indicators: $indicators, areas: { type: MSOA }, period: { from: $from }, orderBy: $orderBy, direction: $direction }, first: 1000, after: $after) {
      nodes { value area { gssCode } indicator { slug } period { id } } pageInfo { hasNextPage endCursor } } }`;

  test("every figure of 106,000 comes exactly once by AREA, while loads go on", async () => {
    const before = await walk("observations", figures, everything("AREA"), async () => undefined);
    expect(before.length).toBe(steady.size + growing.size);
    expect(before.length).toBeGreaterThanOrEqual(100_000);
    let underWay: Promise<void> | undefined;
    let loads = 0;
    const keys = await walk("observations", figures, everything("AREA"), async ({ keys: seen, number }) => {
      const [, code = "", period = ""] = (seen.at(-1) ?? "").split(" ");
      const at = Number(code.slice(3));
      const year = Number(period.slice(0, 4));
      if (number === 30) {
        // The large data set again, with one year more for every area; pages are read while it is on its way.
        for (const each of upTo(MIDDLE_AREAS)) steady.set(middle(10 * each), FIRST_YEAR + YEARS, each);
        underWay = load(steady.file());
      } else if (number === 45) await underWay;
      else if (number % 11 === 0) {
        await underWay;
        for (const [area, when] of [
          [at - 500, year], // far before the cursor
          [at, year - 100], // in the cursor's own area, before it
          [at, year + 100], // in the cursor's own area, after it
          [at + 500, year + 100], // far after it
        ] as const)
          growing.set(middle(Math.max(0, area)), when, loads);
        await load(growing.file());
        loads++;
      }
    });
    expect(loads).toBeGreaterThanOrEqual(8);
    expect(new Set(keys).size).toBe(keys.length);
    const came = new Set(keys);
    expect(before.filter((key) => !came.has(key))).toEqual([]);
    expect(came.size).toBeGreaterThan(before.length);
  }, 180_000);

  // The other orders look at every figure for each page, so they walk over fewer: some 14,000 of the last years.
  test.each([
    ["PERIOD", "ASC"],
    ["PERIOD", "DESC"],
    ["VALUE", "ASC"],
    ["VALUE", "DESC"],
  ] as const)(
    "every figure comes exactly once by %s %s, as long as it keeps its place",
    async (orderBy, direction) => {
      const variables = { ...everything(orderBy), direction, from: `${FIRST_YEAR + YEARS - 6}-01-01` };
      const before = await walk("observations", figures, variables, async () => undefined);
      expect(before.length).toBeGreaterThan(10_000);
      let loads = 0;
      const keys = await walk("observations", figures, variables, async ({ number }) => {
        if (number % 3 !== 0) return;
        // New figures of every value and several years: before, at and after wherever the cursor is.
        const offset = 1 + (++rounds % 9);
        for (const at of upTo(40)) growing.set(middle(10 * at + offset), 1996 + rounds + (at % 5), at * 27);
        const codes = upTo(40).map((at) => middle(10 * at + offset));
        await load({ "areas.csv": areasFile(codes), ...growing.file() });
        loads++;
      });
      expect(loads).toBeGreaterThanOrEqual(4);
      expect(new Set(keys).size).toBe(keys.length);
      const came = new Set(keys);
      expect(before.filter((key) => !came.has(key))).toEqual([]);
    },
    180_000,
  );

  test("by VALUE, a figure that is revised while the walk goes on may come twice or not at all; no other does", async () => {
    const variables = { ...everything("VALUE"), indicators: ["growing-count"] };
    const before = await walk("observations", figures, variables, async () => undefined);
    const revised = new Set<string>();
    const keys = await walk("observations", figures, variables, async ({ keys: seen, number }) => {
      if (number !== 1) return;
      for (const [key, value] of [
        [seen[0], 5000],
        [before.findLast((each) => each.includes("/P1Y") && each.includes(" E02")), -5000],
      ] as const) {
        const [, code = "", period = ""] = (key ?? "").split(" ");
        growing.set(code, Number(period.slice(0, 4)), value);
        revised.add(key ?? "");
      }
      await load(growing.file());
    });
    const times = new Map<string, number>();
    for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
    const odd = before.filter((key) => times.get(key) !== 1);
    expect(odd.length).toBeGreaterThan(0);
    expect(odd.filter((key) => !revised.has(key))).toEqual([]);
  });

  function everything(orderBy: string) {
    const indicators = ["claimant-count", "growing-count"];
    return { indicators, from: "1000-01-01", orderBy, direction: "ASC" };
  }
});
