import { loadCatalogue } from "../../src/datasources/local/catalogue";
import type { StoreLocation } from "../../src/datasources/local/store";
import type { SyncReport } from "../../src/ingest/catalogue/sync";
import { freshStore, kindsUnderTest } from "../support/stores";
import { childProgram, ended } from "./support/killed";

const program = childProgram("sync-child");

/** Harvests in a process of its own, killed hard as soon as it asks for a page past `pages` of its own. Tells what it asked for. */
async function harvest(location: StoreLocation, pages: number) {
  const child = program.start(location);
  const asked: number[] = [];
  let report: SyncReport | undefined;
  let text = "";
  child.stdout?.on("data", (some: Buffer) => {
    text += some.toString();
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
      const [word = "", ...rest] = text.slice(0, end).split(" ");
      text = text.slice(end + 1);
      if (word === "asked") asked.push(Number(rest[0]));
      else report = JSON.parse(rest.join(" ")) as SyncReport;
      if (asked.length > pages) child.kill("SIGKILL");
    }
  });
  await ended(child);
  return { asked, report };
}

test.each(kindsUnderTest())(
  "a harvest into the %s store that is killed goes on where it was",
  async (kind) => {
    const fresh = await freshStore(kind);
    try {
      let next = 0;
      for (let kills = 0; kills < 3; kills++) {
        const { asked, report } = await harvest(fresh.location, 7);
        expect(report).toBeUndefined();
        expect(asked[0]).toBeLessThanOrEqual(next); // nothing that was not kept is passed over …
        expect(asked[0]).toBeGreaterThanOrEqual(next - 1); // … and at most the page under way is asked for again
        next = (asked.at(-1) ?? 0) + 1;
        const seen = (await loadCatalogue(fresh.store)).indicators.map((indicator) => indicator.slug);
        expect(seen).toEqual(["invented:KNOWN/1"]); // readers see a harvest whole or not at all
      }
      const { asked, report } = await harvest(fresh.location, 100);
      expect(asked[0]).toBeGreaterThanOrEqual(next - 1);
      expect(report).toMatchObject({ state: "DONE", resumed: true, pages: 40, seen: 2000, added: 2000 });
      expect((await loadCatalogue(fresh.store)).indicators).toHaveLength(2001);
    } finally {
      await fresh.drop();
    }
  },
  120_000,
);
