import { type Publisher, startPublisher } from "../support/publisher-server";
import { askingSource, working } from "./support/asking-source";
import { type CommandLine, commandLine } from "./support/command-line";

let one: Publisher;
let two: Publisher;
let cli: CommandLine;
beforeEach(async () => {
  one = await startPublisher(working);
  two = await startPublisher(working);
  const { catalogue: _, ...figuresOnly } = askingSource("figures-only");
  const needsKey = askingSource("needs-key", {
    key: { variables: ["OUTTURN_NEEDS_KEY_TOKEN"], required: true, about: "Ask for one.", sign: (parts) => parts },
  });
  cli = commandLine([askingSource("first"), askingSource("second"), figuresOnly, needsKey], {
    OUTTURN_FIRST_URL: one.url,
    OUTTURN_SECOND_URL: two.url,
  });
});
afterEach(async () => {
  cli.remove();
  await Promise.all([one.close(), two.close()]);
});

test("harvests all sources over real sockets, says what it did, and does nothing twice", async () => {
  const first = await cli.run("catalogue", "sync");
  expect(first).toMatchObject({ code: 0 });
  expect(first.out).toContain("first: 5 indicators on 2 pages, 4 new, 1 refused.");
  expect(first.out).toContain("refused no space: Its id must have 1 to 120 characters, no space and no bar.");
  expect(first.out).toContain("second: 5 indicators on 2 pages");
  expect(first.out).toMatch(/needs-key: .*\n {4}failed: .*key/i); // told, but of all sources no failure
  expect(one.requests.map((request) => request.query.get("page"))).toEqual(["1", "2"]);

  const again = await cli.run("catalogue", "sync", "first");
  expect(again.out).toBe(
    "first: 5 indicators on 2 pages, 1 refused.\n    refused no space: Its id must have 1 to 120 characters, no space and no bar.\n",
  );

  const status = await cli.run("catalogue", "status");
  expect(status.code).toBe(0);
  expect(status.out).toMatch(/^first +5 +done +\d{4}-\d\d-\d\d/m);
  expect(status.out).toMatch(/^figures-only +0 +no catalogue$/m);
  expect(status.out).toMatch(/^needs-key +1 +failed/m);
});

test("passes over what was harvested since so many hours", async () => {
  await cli.run("catalogue", "sync", "first");
  one.forget();
  const { code, out } = await cli.run("catalogue", "sync", "first", "second", "--older-than=24");
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/^first: passed over, harvested less than 24 hours ago\.\nsecond: 5/),
  });
  expect(one.requests).toEqual([]);
  await cli.run("catalogue", "sync", "first", "--older-than=0");
  expect(one.requests).toHaveLength(2);
});

test("one publisher's failure leaves the others' catalogues, and is gone on from", async () => {
  one.misbehave((_request, response, seen) => {
    if (seen.query.get("page") !== "2") return false;
    response.writeHead(200, { "content-type": "text/html" }).end("<html>Back soon</html>");
    return true;
  });
  const broken = await cli.run("catalogue", "sync", "second", "first");
  expect(broken.code).toBe(1);
  expect(broken.out).toMatch(/first: 2 indicators on 1 page, 2 new\.\n {4}failed: .*not data/);
  expect(broken.out).toContain("second: 5 indicators");

  one.misbehave(undefined);
  one.forget();
  const mended = await cli.run("catalogue", "sync", "first");
  expect(mended.code).toBe(0);
  expect(mended.out).toContain("Went on with a harvest that was broken off.");
  expect(one.requests.map((request) => request.query.get("page"))).toEqual(["2"]);
  one.forget();
  await cli.run("catalogue", "sync", "first", "--restart");
  expect(one.requests).toHaveLength(2);
});

test.each([
  [["catalogue"], "`sync` or `status`"],
  [["catalogue", "sync", "nobody"], "There are: first, second, figures-only, needs-key."],
  [["catalogue", "sync", "--again"], "known: --restart"],
  [["catalogue", "status", "xyz"], "There is no source xyz."],
  [["catalogue", "sync", "--older-than"], "--older-than=24"],
  [["source"], "`check` or `record`"],
  [["source", "record"], "Name the source"],
  [["source", "record", "first", "--to"], "After --to stands the folder"],
  [["nonsense"], "Usage"],
])("wrong words are answered with the right ones: %s", async (words, told) => {
  const { code, err } = await cli.run(...words);
  expect(code).toBe(64);
  expect(err).toContain(told);
});

test("a named source that cannot be harvested is a failure; one without a catalogue is not", async () => {
  expect((await cli.run("catalogue", "sync", "needs-key")).code).toBe(1);
  const none = await cli.run("catalogue", "sync", "figures-only");
  expect(none).toMatchObject({ code: 0, out: "figures-only: publishes no catalogue.\n" });
});
