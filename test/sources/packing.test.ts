import { existsSync } from "node:fs";
import { join } from "node:path";
import { discoverSources } from "../../src/datasources/engine/discover";
import { packingOf, type SourceStandIn } from "../support/packing-run";

const PUBLISHERS = join(__dirname, "../support/publishers");
const withFigures = discoverSources().filter((source) => source.observe !== undefined);

/** More requests than this are left to `npm run bench:packing`: a published rate makes them slow. */
const MOST = 100;

describe("packing: requests made are the least possible, and within the published limits", () => {
  test.each(withFigures.map((source) => [source.id, source] as const))("%s", async (id, source) => {
    const file = join(PUBLISHERS, `${id}.ts`);
    expect(existsSync(file)).toBe(true);
    const figures = await packingOf(source, (await import(file)) as SourceStandIn, MOST);
    expect(figures.length).toBeGreaterThan(0);
    for (const figure of figures) {
      expect({ ...figure, requests: figure.requests }).toMatchObject({
        requests: figure.least + figure.lookups,
        wrong: 0,
      });
      expect(figure.busiest).toBeLessThanOrEqual(1);
    }
  });
});
