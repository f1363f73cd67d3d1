/** A few hundred operations made from the schema, valid and nearly so: all answered or refused, none a fault of ours. */
import { parse } from "graphql";
import { RESOLVERS } from "../../src/resolvers";
import { buildGraph } from "../../src/schema/build";
import { priceOf } from "../../src/server/cost";
import { describeOnBothStores } from "../support/stores";
import { type Answer, type Asking, startAsking } from "./ask";
import { firstWords, OperationGenerator } from "./operation-generator";

const OPERATIONS = 250;
const SEED = 20_261_122;
/** How far an answer may outgrow its price: lists that the allowance bounds instead are priced at 10, and a city's wards and MSOAs are some 200. */
const MOST_TIMES_THE_PRICE = 22;
const CODES = ["GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT", "QUERY_TOO_COSTLY"];
/** Different at each asking: the time it took, and when a blank that no release told of was learnt. */
const CLOCKS = /"(millis|retrievedAt)":("[^"]*"|\d+)/g;

/** Fields in an answer, those inside lists each time. */
function size(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + size(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + (name === "__typename" ? 0 : 1) + size(inner), 0);
}

describeOnBothStores("made-up operations", (store) => {
  const hubs: Asking[] = [];
  beforeAll(async () => {
    for (const OUTTURN_EXECUTOR of ["jit", "graphql-js"])
      hubs.push(
        await startAsking(store, {
          OUTTURN_EXECUTOR,
          OUTTURN_RESPONSE_CACHE_MB: "0",
          PUBLIC_URL: "https://hub.example.org",
        }),
      );
  });
  afterAll(async () => {
    for (const hub of hubs) await hub.close();
  });

  test(`${OPERATIONS} of them`, async () => {
    const schema = buildGraph(RESOLVERS);
    const words = firstWords();
    const generator = new OperationGenerator(schema, words, SEED);
    const [jit, plain] = hubs as [Asking, Asking];
    let answered = 0;
    for (let i = 0; i < OPERATIONS; i++) {
      const query = generator.next();
      const asked = await plain.post(query);
      const { status, body } = asked;
      expect({ query, status }).toEqual({ query, status: body.data === undefined ? 400 : 200 });
      for (const { extensions } of body.errors ?? [])
        expect({ query, code: CODES.includes(extensions.code) }).toEqual({ query, code: true });
      if (body.data === undefined) continue;
      for (const { extensions } of body.errors ?? [])
        if (extensions.code === "BAD_USER_INPUT")
          expect({ query, argument: typeof extensions.argument }).toEqual({ query, argument: "string" });
      await jit.post(query); // the second asking is the compiled one
      const compiled = await jit.post(query);
      expect(JSON.stringify(compiled).replace(CLOCKS, "")).toBe(JSON.stringify(asked).replace(CLOCKS, ""));
      answered += body.data === null ? 0 : 1;
      gather(body.data, words);
      const document = parse(query);
      const price =
        document.definitions[0]?.kind === "OperationDefinition"
          ? priceOf(schema, document, document.definitions[0], {})
          : undefined;
      expect({ query, withinPrice: size(body.data) <= (price?.cost ?? 0) * MOST_TIMES_THE_PRICE }).toEqual({
        query,
        withinPrice: true,
      });
    }
    expect(answered).toBeGreaterThan(OPERATIONS / 8);
  }, 120_000);
});

function gather(value: Answer, words: ReturnType<typeof firstWords>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner !== "string") gather(inner, words);
    else if (name === "id" && words.ids.length < 200) words.ids.push(inner);
    else if (name.toLowerCase().endsWith("cursor") && words.cursors.length < 200) words.cursors.push(inner);
  }
}
