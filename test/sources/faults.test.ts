import { existsSync } from "node:fs";
import { join } from "node:path";
import { chunks } from "../../src/datasources/core/packing";
import { type Cell, type NationalSource, SourceFault, type Want } from "../../src/datasources/core/source";
import { discoverSources } from "../../src/datasources/engine/discover";
import { KeptInMemory } from "../engine/kept-in-memory";
import { FAULTS, type FaultCase } from "../support/faults";
import { engineOver, keysOf, type SourceStandIn, suppliesOf } from "../support/packing-run";
import { startPublisher } from "../support/publisher-server";

/** How long the caller waits. Each source's own limit on a request is longer: the caller's must hold for every one. */
const DEADLINE = 1_200;
/** Faults at a time: more would only wait for the two cores. */
const SIDE_BY_SIDE = 9;

interface Fixture {
  readonly wants: readonly Want[];
  readonly expected: readonly Cell[];
}

/** Answers that the publisher documents as "no figures": an empty CSV of Nomis, an object without variables of Data Commons. */
const IS_NONE: Readonly<Record<string, string>> = { nomis: "nothing with 200", "data-commons": "__proto__ for a key" };

const sources = discoverSources().filter((source) => source.observe !== undefined);

describe("27 faults of each publisher", () => {
  const slowest: string[] = [];
  afterAll(() => console.info(`Longest wait for an answer, of ${DEADLINE} ms:\n${slowest.join("\n")}`));

  test.each(sources.map((source) => [source.id, source] as const))("%s", async (id, source) => {
    const file = join(__dirname, "../support/publishers", `${id}.ts`);
    expect(existsSync(file)).toBe(true);
    const publisherOf = (await import(file)) as SourceStandIn & { readonly fixture: Fixture };
    let longest = 0;
    for (const some of chunks(FAULTS, SIDE_BY_SIDE)) {
      const results = await Promise.all(some.map((fault) => suffer(source, publisherOf, fault)));
      for (const { name, took, wrong } of results) {
        longest = Math.max(longest, took);
        expect({ source: id, fault: name, wrong }).toEqual({ source: id, fault: name, wrong: [] });
        expect(took).toBeLessThan(DEADLINE + 1_500); // the figure is printed; two busy cores need the slack
      }
    }
    slowest.push(`${id}: ${longest} ms`);
  });
});

/** Asks one small question of a publisher that has one fault. `wrong` says what should not have been. */
async function suffer(
  source: NationalSource,
  publisherOf: SourceStandIn & { readonly fixture: Fixture },
  fault: FaultCase,
) {
  const { wants, expected } = publisherOf.fixture;
  const supplies = suppliesOf(publisherOf);
  const publisher = await startPublisher(publisherOf.standIn());
  publisher.misbehave(fault.make?.());
  const kept = new KeptInMemory();
  const engine = engineOver(source, fault.address ?? publisher.url, Date.now, {
    keys: keysOf(source),
    kept,
    ...(supplies === undefined ? {} : { supplies }),
  });
  const began = performance.now();
  const wrong: string[] = [];
  try {
    const budget = { most: 1000, spent: 0, until: Date.now() + DEADLINE };
    const answer = await engine.answer([{ source: source.id, wants }], budget);
    const took = Math.round(performance.now() - began);
    const cells = wants.flatMap((want) => [...(answer.series.get(want)?.values() ?? [])].flatMap((each) => each.cells));
    const faults = wants.flatMap((want) =>
      [...(answer.series.get(want)?.values() ?? [])].flatMap((each) => each.fault ?? []),
    );
    if (cells.length > 0 && !cells.every((cell) => isOneOf(cell, expected)))
      wrong.push("a figure that the publisher has not");
    const none = fault.name === IS_NONE[source.id];
    if (cells.length === 0 && faults.length === 0 && !none) wrong.push("a fault taken for an absence");
    if (faults.some((each) => !(each instanceof SourceFault) || /127\.0|https?:|[<>{}]/.test(each.message)))
      wrong.push(`words that are not for people: ${faults[0]?.message}`);
    if (cells.length === 0 && !none) {
      const figures = [...kept.entries.values()].filter((entry) => /"cells":\[\{/.test(entry.body));
      if (figures.length > 0) wrong.push("something bad was kept");
    }
    return { name: fault.name, took, wrong };
  } finally {
    await engine.close();
    await publisher.close();
  }
}

function isOneOf(cell: Cell, expected: readonly Cell[]): boolean {
  return expected.some(
    ({ indicator, area, period, value }) =>
      indicator === cell.indicator && area === cell.area && period === cell.period && value === cell.value,
  );
}
