/** The pages as the server writes them: escaping, gaps, encodings, faults. No browser needed. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { acceptedEncoding } from "../../src/server/pages/assets";
import { axisTicks, unbrokenRuns } from "../../src/server/pages/chart-scale";
import { longDate } from "../../src/server/pages/front";
import { html, jsonBlock } from "../../src/server/pages/html";
import { type PagesDeps, registerPages } from "../../src/server/pages/index";
import { type RawAnswer, rawRequest } from "./support/raw-request";

const SCRIPT = "const answer = 42;\n".repeat(50);

describe("pages", () => {
  let folder: string;
  const apps: FastifyInstance[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "outturn-pages-"));
    const manifest = {
      script: "playground-A.js",
      style: "playground-A.css",
      site: "site-A.css",
      parts: ["part-A.js"],
      workers: { editor: "worker-editor-A.js", json: "worker-json-A.js", graphql: "worker-graphql-A.js" },
    };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    writeFileSync(join(folder, "playground-A.js"), SCRIPT);
    writeFileSync(join(folder, "playground-A.js.br"), brotliCompressSync(SCRIPT));
    writeFileSync(join(folder, "playground-A.js.gz"), gzipSync(SCRIPT));
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    rmSync(folder, { recursive: true });
  });

  // A real port: Fastify's inject() loads an ES module that jest cannot require on Node 20.
  async function hubWith(
    deps: Partial<PagesDeps> = {},
  ): Promise<(path: string, headers?: Record<string, string>, method?: string) => Promise<RawAnswer>> {
    const app = Fastify();
    apps.push(app);
    await registerPages(app, {
      contents: async () => ({
        areas: 0,
        councils: 361,
        indicators: 75,
        observations: 1_234_567,
        sources: 5,
        asOf: "2026-06-26",
        store: "embedded",
      }),
      chart: async () => undefined,
      publicUrl: "http://hub.example/graph/",
      playgroundDir: folder,
      ...deps,
    });
    const address = await app.listen({ host: "127.0.0.1", port: 0 });
    return (path, headers, method) => rawRequest(address, path, headers, method);
  }

  test("values are escaped, in text, attributes and JSON blocks", () => {
    expect(html`<a title="${`"'<&>`}">${[html`<b>`, "</b>"]}</a>`.text).toBe(
      '<a title="&quot;&#39;&lt;&amp;&gt;"><b>&lt;/b&gt;</a>',
    );
    expect(jsonBlock("x", { text: "</script><!--" }).text).not.toMatch(/<\/script><!--/);
    expect(html`${0}${""}${undefined}`.text).toBe("0");
  });

  test("the front page shows live counts (0 too), the date in words, and places its links under the public address", async () => {
    const ask = await hubWith();
    const { body } = await ask("/");
    expect(body).toContain("<dt>Figures</dt><dd>1,234,567</dd>");
    expect(body).toContain("<dt>Areas</dt><dd>0</dd>");
    expect(body).toContain("26 June 2026");
    expect(body).toContain('href="/graph/schema.graphql"');
    expect(body).toContain("http://hub.example/graph/graphql");
    expect(body).not.toContain("<figure>");
    expect(body).toContain("{&quot;query&quot;:&quot;{ area(gssCode: \\&quot;E08000003\\&quot;) {");
    expect(longDate("unknown")).toBe("unknown");
  });

  test("a chart leaves a gap where a figure is missing, and the table says why; lines are matched by period", async () => {
    const ask = await hubWith({
      chart: async () => ({
        title: "A <title>",
        measure: "Per cent",
        suffix: "%",
        series: [
          {
            name: "One",
            points: [
              { period: "2019", value: 4, formatted: "4%" },
              { period: "2020", value: null, formatted: "not collected" },
              { period: "2021", value: 0, formatted: "0%" },
            ],
          },
          { name: "Two", points: [{ period: "2021", value: 2, formatted: "2%" }] },
        ],
        citation: "Source.",
      }),
    });
    const { body } = await ask("/");
    const [first, second] = [...body.matchAll(/<path class="line line-\d" d="(M[\d.]+ [\d.]+[^H"]*)"/g)].map(
      ([, path]) => path,
    );
    expect(first?.match(/M/g)).toHaveLength(2);
    expect(first).not.toContain("L");
    expect(second).toMatch(/^M592\.0 /);
    expect(body).toContain("A &lt;title&gt;");
    expect(body.replace(/\s+/g, " ")).toContain(
      '<th scope="row">2020</th><td class="number">not collected</td><td class="number">not available</td>',
    );
  });

  test("a chart that cannot be drawn is left out, and the page stands", async () => {
    const ask = await hubWith({ chart: () => Promise.reject(new Error("no figures")) });
    const { status, body } = await ask("/");
    expect(status).toBe(200);
    expect(body).not.toMatch(/<figure>|no figures/);
  });

  test("axes start at 0, in round steps, above the highest value", () => {
    expect(axisTicks(8.2)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(axisTicks(0.3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(axisTicks(69_281_437)).toEqual([0, 2e7, 4e7, 6e7, 8e7]);
    expect(axisTicks(0)).toEqual([0, 1]);
    expect(unbrokenRuns([undefined, { x: 1, y: 0 }, undefined])).toEqual([[{ x: 1, y: 0 }]]);
  });

  test.each([
    ["gzip, deflate, br", "br"],
    ["gzip;q=1.0, br;q=0", "gzip"],
    ["br;q=0.0", undefined],
    [undefined, undefined],
    ["identity", undefined],
    ["BR", "br"],
  ])("of %s the encoding is %s", (header, encoding) => {
    expect(acceptedEncoding(header)).toBe(encoding);
  });

  test("files come compressed to who takes it, for a year, and nothing outside the folder is reached", async () => {
    const ask = await hubWith();
    const plain = await ask("/assets/playground-A.js");
    const br = await ask("/assets/playground-A.js", { "accept-encoding": "br" });
    expect(plain.body).toBe(SCRIPT);
    expect(br.headers["content-encoding"]).toBe("br");
    expect(br.bytes.equals(brotliCompressSync(SCRIPT))).toBe(true);
    expect(br.headers.vary).toBe("accept-encoding");
    expect(br.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    for (const path of ["/assets/manifest.json", "/assets/..%2Fmanifest.json", "/assets/toString"]) {
      expect((await ask(path)).status).toBe(404);
    }
  });

  test("a fault in a page is a page with a reference, and shows nothing of the inside", async () => {
    const ask = await hubWith({
      contents: async () => {
        throw new Error("SELECT secret FROM mysql://root@db");
      },
    });
    const answer = await ask("/");
    expect(answer.status).toBe(500);
    expect(answer.body).toContain("Sorry, there is a problem");
    expect(answer.body).toMatch(/reference: <code>req-/);
    expect(answer.body).not.toMatch(/SELECT|mysql/);
  });

  test("an unknown address is a page for people and JSON for programs", async () => {
    const ask = await hubWith();
    const page = await ask("/nowhere?x=1", { accept: "text/html,*/*" });
    const json = await ask("/nowhere", { accept: "application/json" }, "POST");
    expect([page.status, json.status]).toEqual([404, 404]);
    expect(page.body).toContain("<code>/nowhere</code>");
    expect(JSON.parse(json.body).errors[0].message).toContain("http://hub.example/graph/graphql");
  });

  test("without a build the playground says what to run, and the front page still stands", async () => {
    const ask = await hubWith({ playgroundDir: join(folder, "missing") });
    const playground = await ask("/playground");
    expect(playground.status).toBe(503);
    expect(playground.body).toContain("npm run build");
    expect((await ask("/")).status).toBe(200);
  });

  test("pages forbid all that they do not need", async () => {
    const ask = await hubWith();
    const [front, playground] = await Promise.all([ask("/"), ask("/playground")]);
    expect(front.headers["content-security-policy"]).not.toMatch(/script-src|unsafe/);
    expect(playground.headers["content-security-policy"]).toContain("script-src 'self';");
    expect(playground.headers["content-security-policy"]).not.toMatch(/unsafe-eval|blob:|https?:/);
  });
});
