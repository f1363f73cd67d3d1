import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judged } from "../../src/cli/source-check";
import type { Cell, NationalSource, Want } from "../../src/datasources/core/source";
import { invented } from "../ingest/support/invented-source";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { askingSource, working } from "./support/asking-source";
import { type CommandLine, commandLine } from "./support/command-line";

const SECRET = "s3cr3t-of-mine";
let publisher: Publisher;
let sources: readonly NationalSource[];
let cli: CommandLine;
beforeEach(async () => {
  publisher = await startPublisher(working);
  const keyed = askingSource("keyed", {
    key: {
      variables: ["OUTTURN_KEYED_TOKEN"],
      required: true,
      about: "Ask for one.",
      sign: ({ url, headers }, keys) => {
        const signed = new URL(url);
        signed.searchParams.set("token", keys.OUTTURN_KEYED_TOKEN ?? "");
        return { url: signed.href, headers };
      },
    },
  });
  sources = [askingSource("plain"), keyed, askingSource("away"), askingSource("off")];
  cli = commandLine(sources, {
    OUTTURN_PLAIN_URL: publisher.url,
    OUTTURN_KEYED_URL: publisher.url,
    OUTTURN_AWAY_URL: "http://127.0.0.1:9/",
    OUTTURN_OFF: "off",
  });
});
afterEach(async () => {
  cli.remove();
  await publisher.close();
});

test("check tells services that answer as they did from those that do not", async () => {
  const well = await cli.run("source", "check");
  expect(well.out.split("\n").map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
    ["plain", "ok"],
    ["keyed", "no key"],
    ["away", "unreachable"],
    ["off", "off"],
    [""],
  ]);
  expect(well.out).toContain("1 values, the newest for 2025");
  expect(well.code).toBe(2);
  expect((await cli.run("source", "check", "plain", "keyed")).code).toBe(0);
});

test.each([
  [
    "a page in place of data",
    { status: 200, headers: { "content-type": "text/html" }, body: "<html></html>" },
    /not data/,
  ],
  ["nothing but blanks", { status: 200, body: [{ area: "E08000009", value: null }] }, /0 values came; at least 1/],
  ["another area", { status: 200, body: [{ area: "E08000003", value: 1 }] }, /not asked for/],
  ["an address that is gone", { status: 404, body: "not found" }, /./],
])("check calls it drift: %s", async (_what, answer, about) => {
  publisher.misbehave((_request, response, seen) => {
    if (seen.path !== "figures") return false;
    const { status, body } = answer;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
    return true;
  });
  const { code, out } = await cli.run("source", "check", "plain");
  expect(out).toMatch(/^plain {2}drift {2}/);
  expect(out).toMatch(about);
  expect(code).toBe(1);
});

test("record saves what was said, without the key, whoever says it", async () => {
  publisher.misbehave((_request, response, seen) => {
    if (seen.path !== "figures") return false;
    const body = [{ area: "E08000009", value: 1, self: `https://example.org/?token=${seen.query.get("token")}` }];
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    return true;
  });
  const folder = join(cli.folder, "recorded");
  const holder = commandLine(sources, { OUTTURN_KEYED_URL: publisher.url, OUTTURN_KEYED_TOKEN: SECRET });
  const { code, out } = await holder.run("source", "record", "keyed", "--to", folder);
  expect(code).toBe(0);
  expect(out).toContain("3 bodies of keyed recorded.");
  expect(publisher.requests.every((request) => request.query.get("token") === SECRET)).toBe(true);
  const files = readdirSync(folder).toSorted();
  expect(files).toEqual(["01-codes.json", "02-figures.json", "03-catalogue.json", "index.json"]);
  const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
  expect(index[1]).toEqual({
    file: "02-figures.json",
    kind: "recorded",
    method: "GET",
    url: `${publisher.url}figures?areas=E08000009&of=1`,
    status: 200,
    contentType: "application/json",
    recorded: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    licence: "OGL-UK-3.0",
    shows: "Part of the sample query.",
  });
  for (const file of files) expect(readFileSync(join(folder, file), "utf8")).not.toContain(SECRET);
  expect(readFileSync(join(folder, "02-figures.json"), "utf8")).toContain("token=KEY");

  expect((await holder.run("source", "record", "keyed", "--query", "--to", folder)).out).toContain("2 bodies");
  holder.remove();
  expect(readdirSync(folder)).toHaveLength(3); // what the first recording left is gone
});

test("a recording that breaks off keeps what came, and says so", async () => {
  const folder = join(cli.folder, "recorded");
  publisher.misbehave((request, _response, seen) => {
    if (seen.path === "figures") request.socket.destroy();
    return seen.path === "figures";
  });
  const { code, err } = await cli.run("source", "record", "plain", "--to", folder);
  expect(code).toBe(1);
  expect(err).toMatch(/^plain: /);
  expect(readdirSync(folder)).toContain("01-codes.json");
});

const want: Want = {
  indicator: invented("KNOWN"),
  areas: [{ code: "E08000009", kind: "MD", name: "Trafford" }],
  period: { latest: 1 },
  breakdown: [],
};
const cell: Cell = { indicator: "KNOWN", area: "E08000009", period: "2025-01-01/P1Y", value: 0 };
test.each<[string, readonly Cell[], string]>([
  ["0 is a value", [cell], "ok"],
  ["a period that is none", [{ ...cell, period: "2025" }], "drift"],
  ["a blank without a reason", [cell, { ...cell, value: null }], "drift"],
  ["a value with a reason for none", [{ ...cell, missing: "CONFIDENTIAL" }], "drift"],
  ["another indicator", [{ ...cell, indicator: "OTHER" }], "drift"],
  ["nothing", [], "drift"],
  ["a figure that was not asked for and is declared", [cell, { ...cell, indicator: "RATE" }], "ok"],
  ["nothing but that", [{ ...cell, indicator: "RATE" }], "drift"],
])("a sample is judged: %s", (_what, cells, verdict) => {
  const sample = { indicator: "KNOWN", areas: want.areas, period: want.period, atLeast: 1 };
  expect(judged(cells, want, sample, [{ ...want, indicator: invented("RATE") }]).verdict).toBe(verdict);
});
