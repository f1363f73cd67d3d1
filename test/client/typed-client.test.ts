import { type Asking, startAsking } from "../graph/ask";
import { describeOnBothStores } from "../support/stores";
import { askHub, HubRefused } from "./ask-hub";
import { CouncilProfileDocument, type CouncilProfileQuery } from "./generated/graphql";

/** What an integrator writes: a line for each figure, in which every field has the type that the schema gives it. */
function linesOf(profile: CouncilProfileQuery): readonly string[] {
  const { area } = profile;
  if (area === null) return ["There is no such area."];
  return area.observations.nodes.map((figure) => {
    const number: number | null = figure.value;
    const words = number === null ? `no figure (${figure.missing})` : figure.formatted;
    return `${area.name}, ${figure.indicator.slug}, ${figure.period.label}: ${words}`;
  });
}

/** Never run: each of these lines must not compile, and `tsc -p tsconfig.test.json` fails where one does. */
async function doesNotCompile(address: string): Promise<void> {
  const indicators = ["claimant-count"];
  // @ts-expect-error a variable that the operation needs is left out
  await askHub(address, CouncilProfileDocument, { indicators });
  // @ts-expect-error a variable has another type than the schema gives it
  await askHub(address, CouncilProfileDocument, { code: 8, indicators });
  // @ts-expect-error the operation has no such variable
  await askHub(address, CouncilProfileDocument, { code: "E08000009", indicators, first: 1 });
  const { area } = await askHub(address, CouncilProfileDocument, { code: "E08000009", indicators });
  // @ts-expect-error an unknown code answers null, which has to be looked at first
  area.name;
  // @ts-expect-error the operation does not ask for this field
  area?.gssCode;
  // @ts-expect-error a figure may be blank
  const certain: number | undefined = area?.observations.nodes[0]?.value;
  // @ts-expect-error the schema has no such tier
  if (area?.councils[0]?.tier === "BOROUGH") throw new Error(String(certain));
}

describeOnBothStores("a typed client", (store) => {
  let hub: Asking;
  let address = "";
  beforeAll(async () => {
    hub = await startAsking(store);
    const bound = hub.hub.app.server.address();
    address = typeof bound === "object" && bound !== null ? `http://127.0.0.1:${bound.port}` : "";
  });
  afterAll(() => hub?.close());

  test("runs a generated operation and uses the answer by its types", async () => {
    const indicators = ["claimant-count", "population-count"];
    const profile = await askHub(address, CouncilProfileDocument, { code: "E08000003", indicators });
    expect(profile.area?.councils).toEqual([{ name: "Manchester City Council", tier: "METROPOLITAN" }]);
    expect(linesOf(profile)).toEqual([
      expect.stringMatching(/^Manchester, claimant-count, 20\d\d: \d+\.\d%$/),
      expect.stringMatching(/^Manchester, population-count, .*2024: 589,670/),
    ]);
    expect(profile.area?.observations.unknown).toEqual([]);
  });

  test("hears of a name that means nothing, and of no area as null", async () => {
    const profile = await askHub(address, CouncilProfileDocument, {
      code: "E08000003",
      indicators: ["claimant-cuont"],
    });
    expect(profile.area?.observations.unknown).toEqual([
      { value: "claimant-cuont", suggestions: expect.arrayContaining(["claimant-count"]) },
    ]);
    const none = await askHub(address, CouncilProfileDocument, { code: "E08999999", indicators: [] });
    expect(linesOf(none)).toEqual(["There is no such area."]);
  });

  test("throws what the hub refused", async () => {
    const refused = askHub(address, CouncilProfileDocument, { code: "no code", indicators: [] });
    await expect(refused).rejects.toThrow(HubRefused);
    expect(doesNotCompile).toHaveLength(1);
  });
});
