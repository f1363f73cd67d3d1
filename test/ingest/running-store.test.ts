import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStore, type StoreLocation } from "../../src/datasources/local/store";
import { ELS_HEADER, figure, folderOf, tidyFiles } from "./support/folders";
import { Product } from "./support/product";
import { engines, type TestStore } from "./support/stores";

const urlOf = (location: StoreLocation) => (location.kind === "embedded" ? location.file : location.url);
const QUERY = `{ area(gssCode: "E08000003") { observation(indicator: "claimant-count", period: { ids: ["2019"] }) { value } } }`;

/** Asks a running hub for the one figure that these tests change. */
async function figureOf(address: string): Promise<number | null> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify({ query: QUERY }) });
  const body = (await response.json()) as { data?: { area: { observation: { value: number | null } } } };
  if (body.data === undefined) throw new Error(JSON.stringify(body));
  return body.data.area.observation.value;
}

describe.each(engines())("`outturn import` into the store of a running hub, $name", (engine) => {
  let product: Product;
  let store: TestStore;
  const folders: { readonly path: string; readonly remove: () => void }[] = [];
  const folder = (files: Readonly<Record<string, string>>) => {
    const made = folderOf(files);
    folders.push(made);
    return made.path;
  };
  const els = (value: string) =>
    `${ELS_HEADER}\nE08000003,Manchester,LTLA,Claimant Count,2019-01-01/P1Y,${value},Percentage,%,,,,\n`;
  beforeAll(() => {
    product = Product.build("running-store");
  });
  afterAll(() => {
    product.remove();
    for (const made of folders.splice(0)) made.remove();
  });
  beforeEach(async () => {
    store = await engine.make();
  });
  afterEach(() => store.remove());

  test("the hub answers with what another process has loaded, without a restart", async () => {
    const url = urlOf(store.location);
    const first = await product.outturn(
      url,
      "import",
      folder(tidyFiles([figure("E08000003", "2019-01-01/P1Y", "4.2")])),
    );
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining("The store has changed.") });
    const hub = product.hub(url);
    try {
      const address = await hub.address();
      expect(await figureOf(address)).toBe(4.2);
      expect(await figureOf(address)).toBe(4.2);
      const file = join(folder({ "claimant-count.csv": els("4.3") }), "claimant-count.csv");
      expect(await product.outturn(url, "import", file)).toMatchObject({ code: 0 });
      // It looks at most once a second. No assertion on the time: the test ends when the figure comes, or at jest's own limit.
      let value = await figureOf(address);
      while (value === 4.2) value = await figureOf(address);
      expect(value).toBe(4.3);
      expect(await hub.end("SIGTERM")).toBe(0);
    } finally {
      await hub.end("SIGKILL");
    }
  });

  test("says how far it is, what it did, and how it ended", async () => {
    const url = urlOf(store.location);
    const whole = folder(tidyFiles([figure("E08000003", "2019-01-01/P1Y", "4.2")]));
    const first = await product.outturn(url, "import", whole);
    expect(first.stderr).toMatch(/^1\/11 releases\.csv$/m);
    expect(first.stderr).toMatch(/^11\/11 observations\/claimant-count\.csv$/m);
    expect(first.stdout).toMatch(/^loaded {2}observations\/claimant-count\.csv: 1 rows read, 1 added$/m);
    const again = await product.outturn(url, "import", whole);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("The store is as it was.") });

    const report = join(whole, "..", `report-${process.pid}.json`);
    const some = folder({
      "claimant-count.csv": `${els("4.4")}na,Nowhere,LTLA,Claimant Count,2019-01-01/P1Y,1,Percentage,%,,,,\n`,
    });
    const half = await product.outturn(url, "import", some, "--report", report);
    expect(half.code).toBe(1);
    expect(half.stdout).toMatch(/row 3, column areacd: found "na"\. This is not an area code\./);
    writeFileSync(report, "");
    const none = await product.outturn(url, "import", folder({ "page.csv": "<!DOCTYPE html><html></html>" }));
    expect(none).toMatchObject({ code: 2, stdout: expect.stringContaining("web page") });
    expect(await product.outturn(url, "import", join(whole, "no-such-file.csv"))).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("There is no such file or folder."),
    });
    expect((await product.outturn(url)).code).toBe(64);
    expect((await product.outturn(url, "import", whole, "--rpeort", "x")).code).toBe(64);
    const wrong = await product.outturn("postgres://localhost/x", "import", whole);
    expect(wrong).toMatchObject({ code: 64, stderr: expect.stringMatching(/^DATABASE_URL must be/) });
  });
});

/** Eight data sets of 3,000 figures each, with a manifest: what data/starter holds, small. */
function starter(): Readonly<Record<string, string>> {
  const base = { ...tidyFiles([]) };
  const header = (base["observations/claimant-count.csv"] ?? "").trim();
  delete (base as Record<string, string>)["observations/claimant-count.csv"];
  const slugs = ["a", "b", "c", "d", "e", "f", "g", "h"].map((letter) => `count-${letter}`);
  const files: Record<string, string> = { ...base };
  for (const name of ["datasets.csv", "indicators.csv"]) {
    const [head, row = ""] = (base[name] ?? "").split("\n");
    const rows = slugs.map((slug) => row.replaceAll("claimant-count", slug).replaceAll("Claimant", slug));
    files[name] = `${[head, ...rows].join("\n")}\n`;
  }
  files["releases.csv"] =
    `${(base["releases.csv"] ?? "").split("\n")[0]}\n${slugs.map((slug) => `${slug},1,${slug},MINOR,PUBLISHED,,\n`).join("")}`;
  for (const slug of slugs) {
    const rows = ["E08000003", "E08000025", "E08000016"].flatMap((area) =>
      Array.from({ length: 1000 }, (_, at) => `${slug},${area},${1000 + at}-01-01/P1Y,,${at},,,,,,,,`),
    );
    files[`observations/${slug}.csv`] = `${header}\n${rows.join("\n")}\n`;
  }
  const described = Object.entries(files).map(([name, body]) => [
    name.replace(/\.csv$/, ""),
    { rows: body.trim().split("\n").length - 1, sha256: createHash("sha256").update(body).digest("hex") },
  ]);
  files["manifest.json"] = JSON.stringify({
    layout: "outturn-tidy-1",
    title: "t",
    builtAt: "2026-01-01",
    files: Object.fromEntries(described),
  });
  return files;
}

describe.each(engines())("the first start on a new store, $name", (engine) => {
  let product: Product;
  beforeAll(() => {
    product = Product.build("first-load", starter());
  });
  afterAll(() => product.remove());

  test.each([
    ["as it begins", /Loading figures: 0 %/, 0],
    ["a third of the way", /Loading figures: [3-6]0 %/, 0],
    ["most of the way", /Loading figures: [7-9]0 %/, 2],
    ["at the end", /Loading figures: 100 %/, 0],
  ])("killed %s leaves a store that the next start completes", async (_when, words, wait) => {
    const made = await engine.make();
    const url = urlOf(made.location);
    try {
      const broken = product.hub(url);
      await broken.says(words);
      await new Promise((later) => setTimeout(later, wait));
      await broken.end("SIGKILL");
      const hub = product.hub(url);
      try {
        await hub.address();
        const store = await openStore(made.location);
        const [row]: readonly Record<string, unknown>[] = await store.db.query(
          `SELECT COUNT(*) AS figures, COUNT(DISTINCT indicator_id) AS indicators, SUM(value) AS total,
             (SELECT COUNT(*) FROM dataset WHERE version = 1) AS datasets, (SELECT COUNT(*) FROM dataset_release WHERE rows_kept > 0) AS releases FROM observation WHERE superseded_at IS NULL`,
        );
        await store.db.destroy();
        expect(row).toEqual({ figures: 24_000, indicators: 8, total: 24 * 499_500, datasets: 8, releases: 8 });
      } finally {
        await hub.end("SIGKILL");
      }
    } finally {
      await made.remove();
    }
  });
});
