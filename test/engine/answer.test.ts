import type { Want } from "../../src/datasources/core/source";
import { says, status } from "../support/faults";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { madeFigure } from "../support/publishers/workloads";
import { areas, ask, askOne, engineOver, indicator, inventedSource, want, wellBehaved } from "./invented";
import { KeptInMemory } from "./kept-in-memory";

const TEN = Array.from({ length: 10 }, (_, place) => `E0600000${place}`);
const MINUTE = 60_000;

let publisher: Publisher;
beforeAll(async () => {
  publisher = await startPublisher(wellBehaved);
});
afterAll(() => publisher.close());
beforeEach(() => {
  publisher.misbehave(undefined);
  publisher.forget();
});

/** An engine over the publisher whose clock the test sets. */
function engineAt(variation: Parameters<typeof inventedSource>[0] = {}, deps: Parameters<typeof engineOver>[1] = {}) {
  const clock = { ahead: 0 };
  const made = engineOver([[inventedSource(variation), publisher.url]], {
    now: () => Date.now() + clock.ahead,
    ...deps,
  });
  return { ...made, clock };
}

test("answers live, then from memory, with where it came from", async () => {
  const { engine } = engineAt();
  const first = await askOne(engine);
  expect(first.servedFrom).toBe("LIVE");
  expect(first.cells).toEqual([
    {
      indicator: "jobs",
      area: "E06000001",
      period: "2024-01-01/P1Y",
      value: madeFigure("jobs", "E06000001", "2024-01-01/P1Y"),
    },
  ]);
  expect(first.requestUrl).toMatch(/figures\?indicators=jobs&areas=E06000001&period=/);
  expect(await askOne(engine)).toMatchObject({ servedFrom: "CACHED", cells: first.cells });
  expect(publisher.requests).toHaveLength(1);
  await engine.close();
});

test("a thousand equal questions at once are one request", async () => {
  const { engine } = engineAt();
  const answers = await Promise.all(Array.from({ length: 1000 }, () => askOne(engine)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer.cells))).size).toBe(1);
  expect(answers.every((answer) => answer.cells.length === 1)).toBe(true);
  expect(publisher.requests).toHaveLength(1);
  await engine.close();
});

test.each<[string, readonly Want[], Want, number]>([
  ["fewer areas", [want("jobs", TEN)], want("jobs", TEN.slice(2, 5)), 0],
  ["fewer of the newest", [want("jobs", TEN, { latest: 3 })], want("jobs", TEN, { latest: 2 }), 0],
  ["more of the newest", [want("jobs", TEN, { latest: 2 })], want("jobs", TEN, { latest: 3 }), 1],
  [
    "a shorter time",
    [want("jobs", TEN, { from: "2020-01-01" })],
    want("jobs", TEN, { from: "2022-01-01", to: "2023-12-31" }),
    0,
  ],
  ["a longer time", [want("jobs", TEN, { from: "2022-01-01" })], want("jobs", TEN, { from: "2021-01-01" }), 1],
  ["the newest, of all", [want("jobs", TEN, {})], want("jobs", TEN, { latest: 2 }), 0],
  ["the newest, of a time", [want("jobs", TEN, { to: "2023-12-31" })], want("jobs", TEN, { latest: 1 }), 1],
  [
    "another mix of named periods",
    [want("jobs", TEN, { ids: ["2021-01-01/P1Y", "2022-01-01/P1Y"] }), want("jobs", TEN, { ids: ["2023-01-01/P1Y"] })],
    want("jobs", TEN, { ids: ["2023-01-01/P1Y", "2021-01-01/P1Y"] }),
    0,
  ],
  [
    "named periods, of all",
    [want("jobs", TEN, {})],
    want("jobs", TEN, { ids: ["2023-01-01/P1Y", "2021-01-01/P1Y"] }),
    0,
  ],
  ["another indicator", [want("jobs", TEN)], want("homes", TEN), 1],
])("asked again for %s", async (_name, before, after, requests) => {
  const { engine } = engineAt();
  await ask(engine, before);
  publisher.forget();
  const { series } = await ask(engine, [after]);
  expect(publisher.requests).toHaveLength(requests);
  await engine.close();
  const fresh = engineAt();
  const direct = await ask(fresh.engine, [after]);
  await fresh.engine.close();
  for (const code of after.areas.map((area) => area.code)) {
    const sorted = (answer: typeof series) =>
      answer
        .get(after)
        ?.get(code)
        ?.cells.toSorted((a, b) => a.period.localeCompare(b.period));
    expect(sorted(series)).toEqual(sorted(direct.series));
    expect(sorted(series)).not.toEqual([]);
  }
});

test("only what is not at hand is asked for, in one request for all wants", async () => {
  const { engine } = engineAt();
  await ask(engine, [want("jobs", TEN.slice(0, 4))]);
  publisher.forget();
  const answer = await ask(engine, [want("jobs", TEN), want("homes", TEN)]);
  expect(publisher.requests).toHaveLength(1);
  expect([...answer.series.values()].every((byArea) => byArea.size === 10)).toBe(true);
  expect(answer.uses).toMatchObject([{ source: "invented", state: "OK", servedFrom: "LIVE", upstreamCalls: 1 }]);
  await engine.close();
});

test("what the publisher has not is kept as such; a fault never is", async () => {
  const { engine } = engineAt();
  publisher.misbehave(says('{"cells":[]}'));
  const none = await askOne(engine);
  expect(none).toMatchObject({ cells: [], servedFrom: "LIVE" });
  expect(none.fault).toBeUndefined();
  publisher.misbehave(says('{"error":"x"}'));
  expect((await askOne(engine, "invented", "E06000002")).fault?.code).toBe("BAD_SHAPE");
  publisher.misbehave(undefined);
  expect(await askOne(engine)).toMatchObject({ cells: [], servedFrom: "CACHED" });
  expect(await askOne(engine, "invented", "E06000002")).toMatchObject({ servedFrom: "LIVE" });
  await engine.close();
});

test("fresh, then served and fetched again behind, then only for when the publisher fails", async () => {
  const { engine, clock } = engineAt();
  await askOne(engine);
  clock.ahead = 5 * MINUTE;
  expect(await askOne(engine)).toMatchObject({ servedFrom: "CACHED" });
  await until(() => publisher.requests.length === 2);
  await until(
    async () =>
      (await askOne(engine)).fetchedAt?.slice(0, 16) === new Date(Date.now() + clock.ahead).toISOString().slice(0, 16),
  );
  expect(publisher.requests).toHaveLength(2);
  clock.ahead += 60 * MINUTE;
  publisher.misbehave(status(500));
  const stale = await ask(engine, [want("jobs", TEN.slice(1, 3))]);
  expect(stale.uses[0]?.message).toMatch(/failed \(status 500\)/);
  const use = (await ask(engine, [want("jobs", ["E06000001"])])).uses[0];
  expect(use?.servedFrom).toBe("STALE");
  expect(use?.message).toMatch(/failed \(status 500\)\. Served from the copy of \d+ \w+ 20\d\d\.$/);
  clock.ahead += 2 * 86_400_000;
  expect(await askOne(engine)).toMatchObject({ cells: [] });
  await engine.close();
});

test("a failed fetch behind an answer is not tried again at every question", async () => {
  const { engine, clock } = engineAt();
  await askOne(engine);
  clock.ahead = 5 * MINUTE;
  publisher.misbehave(says("<html>"));
  for (let times = 0; times < 10; times++) {
    expect(await askOne(engine)).toMatchObject({ servedFrom: "CACHED" });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(publisher.requests).toHaveLength(2);
  await engine.close();
});

test("a process that starts finds what others kept; a store that fails costs only speed", async () => {
  const kept = new KeptInMemory();
  const one = engineAt({}, { kept });
  await askOne(one.engine);
  await one.engine.close();
  const two = engineAt({}, { kept });
  expect(await askOne(two.engine)).toMatchObject({ servedFrom: "CACHED" });
  expect(two.engine.health("invented").lastSuccess).toBeDefined();
  await two.engine.close();
  expect(publisher.requests).toHaveLength(1);
  const broken = {
    read: () => Promise.reject(new Error("gone")),
    write: () => Promise.reject(new Error("gone")),
    prune: async () => 0,
  };
  const three = engineAt({}, { kept: broken });
  expect(await askOne(three.engine)).toMatchObject({ servedFrom: "LIVE" });
  await three.engine.close();
  expect(three.logged.join()).toMatch(/could not be read.*could not be written/s);
});

test("clocks that are set make nothing expire early or stay for ever", async () => {
  const kept = new KeptInMemory();
  const wall = { ahead: 0 };
  const deps = { kept, now: () => Date.now() + wall.ahead, steady: () => performance.now() };
  const running = engineAt({}, deps);
  await askOne(running.engine);
  for (const step of [2 * 86_400_000, -2 * 86_400_000]) {
    wall.ahead = step;
    expect(await askOne(running.engine)).toMatchObject({ servedFrom: "CACHED" });
  }
  await running.engine.close();
  expect(publisher.requests).toHaveLength(1);
  // Two days back: what the store holds lies in the future. Served, and fetched again behind.
  const restarted = engineAt({}, deps);
  expect(await askOne(restarted.engine)).toMatchObject({ servedFrom: "CACHED" });
  await until(() => publisher.requests.length === 2);
  await restarted.engine.close();
});

test("callers who stop waiting are told so; the figures come for those who ask again", async () => {
  const { engine } = engineAt();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  publisher.misbehave(async () => {
    await held;
    return false;
  });
  const one = want("jobs", ["E06000001"]);
  const early = await ask(engine, [one], "invented", 150);
  expect(early.series.get(one)?.get("E06000001")?.fault).toMatchObject({
    code: "TIMEOUT",
    message: expect.stringMatching(/ask again in a moment/),
  });
  release();
  await until(async () => (await askOne(engine)).servedFrom === "CACHED");
  expect(publisher.requests).toHaveLength(1);
  await engine.close();
});

test("areas and nations that a source has nothing for are answered without asking it", async () => {
  const { engine } = engineAt();
  const outside: Want = {
    ...want("jobs", []),
    areas: [...areas("S12000033"), { code: "E05000001", kind: "WD", name: "" }],
  };
  const narrower: Want = { ...want("jobs", ["E06000001"]), indicator: { ...indicator("jobs"), areaTypes: ["CTRY"] } };
  const answer = await ask(engine, [outside, narrower]);
  for (const byArea of answer.series.values())
    for (const series of byArea.values()) expect(series).toEqual({ cells: [] });
  expect(answer.series.get(outside)?.size).toBe(2);
  expect(answer.uses[0]?.message).toBe(
    "3 series are of areas that Invented Statistics does not publish them for, and not asked for.",
  );
  expect(publisher.requests).toHaveLength(0);
  await engine.close();
});

test("a part that failed is a fault of its own series; what else was answered in full is kept too", async () => {
  const { cell, source } = partly();
  const { engine } = engineOver([[source, publisher.url]]);
  const one = want("jobs", ["E06000001", "E06000002"]);
  const { series } = await ask(engine, [one]);
  expect(series.get(one)?.get("E06000001")).toMatchObject({ servedFrom: "LIVE", cells: [cell("E06000001")] });
  expect(series.get(one)?.get("E06000002")).toMatchObject({ cells: [], fault: { code: "REFUSED" } });
  expect(await askOne(engine, "invented", "E06000003")).toMatchObject({
    servedFrom: "CACHED",
    cells: [cell("E06000003")],
  });
  await engine.close();

  function partly() {
    const { SourceFault } = jest.requireActual<typeof import("../../src/datasources/core/source")>(
      "../../src/datasources/core/source",
    );
    const cell = (area: string) => ({ indicator: "jobs", area, period: "2024-01-01/P1Y", value: 1 });
    return {
      cell,
      source: inventedSource({
        // biome-ignore lint/correctness/useYield: a plan may answer without asking anything
        *observe() {
          return {
            cells: ["E06000001", "E06000002", "E06000003"].map(cell),
            failed: [{ fault: new SourceFault("REFUSED", "It said no."), areas: ["E06000002"] }],
            also: [want("jobs", ["E06000003"])],
          };
        },
      }),
    };
  }
});

test.each([
  ["a figure that is no number", { value: Number.NaN }],
  ["a gap without a reason", { value: null }],
  ["a figure with a reason for a gap", { value: 1, missing: "CONFIDENTIAL" }],
  ["a limit without end", { value: 1, upper: Number.POSITIVE_INFINITY }],
  ["a period that cannot be read", { value: 1, period: "last year" }],
  ["an area that was not asked for", { value: 1, area: "E06000009" }],
  ["an indicator that was not asked for", { value: 1, indicator: "homes" }],
  ["two figures for one thing", { value: 2 }],
])("the whole answer is refused for %s", async (_name, part) => {
  const kept = new KeptInMemory();
  const good = { indicator: "jobs", area: "E06000001", period: "2024-01-01/P1Y", value: 1 };
  const source = inventedSource({
    // biome-ignore lint/correctness/useYield: a plan may answer without asking anything
    *observe() {
      return { cells: [good, { ...good, ...part }] as never };
    },
  });
  const { engine, logged } = engineOver([[source, publisher.url]], { kept });
  expect(await askOne(engine)).toMatchObject({ cells: [], fault: { code: "BAD_SHAPE" } });
  expect(engine.health("invented")).toMatchObject({
    state: "CHANGED_SCHEMA",
    message: expect.stringMatching(/could not be read/),
  });
  expect(kept.entries.size).toBe(0);
  expect(logged.join()).toMatch(/could not be read/);
  await engine.close();
});

test("a source that is off, or lacks the key that it needs, says so and is not asked", async () => {
  const key = {
    variables: ["OUTTURN_INVENTED_KEY"],
    required: true,
    about: "ask them",
    sign: (request: never) => request,
  };
  const { engine } = engineAt({ key });
  expect(await askOne(engine)).toMatchObject({
    cells: [],
    fault: { code: "MISCONFIGURED", message: expect.stringMatching(/OUTTURN_INVENTED_KEY/) },
  });
  expect(engine.source("invented")).toBeUndefined();
  expect(engine.health("invented")).toMatchObject({ state: "DOWN", message: expect.stringMatching(/needs a key/) });
  await engine.close();
  const off = engineAt({}, { settings: new Map([["invented", { on: false, bases: {}, keys: {} }]]) });
  expect((await ask(off.engine, [want("jobs", TEN)])).uses).toMatchObject([
    { state: "DOWN", message: "Invented Statistics is switched off in this hub." },
  ]);
  expect(off.engine.sources).toEqual([]);
  await expect(off.engine.run("invented", function* () {} as never)).rejects.toMatchObject({ code: "OFF" });
  await off.engine.close();
  expect(publisher.requests).toHaveLength(0);
});

test("areas come with the boundary that a source needs; those without one are not asked for", async () => {
  const seen: unknown[] = [];
  const source = inventedSource({
    needs: ["boundary"],
    *observe(wants) {
      seen.push(...wants.flatMap((each) => each.areas.map(({ code, boundary }) => [code, boundary?.code])));
      return { cells: [] };
    },
  });
  const boundaries = async (codes: readonly string[]) =>
    new Map(codes.filter((code) => code !== "E06000002").map((code) => [code, { code, polygons: [] }]));
  const { engine } = engineOver([[source, publisher.url]], {
    supplies: { boundaries, populations: async () => new Map() },
  });
  const one = want("jobs", ["E06000001", "E06000002"]);
  const { series } = await ask(engine, [one]);
  expect(seen).toEqual([["E06000001", "E06000001"]]);
  expect(series.get(one)?.get("E06000002")).toMatchObject({ cells: [] });
  await engine.close();
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
