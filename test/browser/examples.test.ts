/** The example queries against the hub over HTTP: what a visitor's tab sends. No browser needed. */
import { EXAMPLES } from "../../src/server/pages/index";
import { type RunningHub, startHub } from "./support/start-hub";

interface Answer {
  readonly data?: Record<string, unknown>;
  readonly errors?: readonly { readonly message: string }[];
}

describe("example queries", () => {
  let hub: RunningHub;
  beforeAll(async () => {
    hub = await startHub();
  });
  afterAll(() => hub?.close());

  async function ask(query: string, variables: string): Promise<Answer> {
    const body = JSON.stringify({ query, variables: variables === "" ? {} : JSON.parse(variables) });
    const answer = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    return (await answer.json()) as Answer;
  }

  test.each(EXAMPLES)(
    "$title: runs without an error, and every field at its root has an answer",
    async ({ query, variables }) => {
      const { data, errors } = await ask(query, variables);
      expect(errors).toBeUndefined();
      expect(Object.values(data ?? {}).length).toBeGreaterThan(0);
      for (const answer of Object.values(data ?? {})) {
        expect(answer).not.toBeNull();
        expect(answer).not.toEqual([]);
        expect(answer).not.toMatchObject({ nodes: [] });
      }
    },
  );

  test("an example that does not fit the schema would be seen", async () => {
    expect((await ask("query Wrong { noSuchField }", "")).errors).toHaveLength(1);
  });

  test("there are at least eight, each with its own title and its own operation name for the tab", () => {
    const names = EXAMPLES.map(({ query }) => /^query (\w+)/m.exec(query)?.[1]);
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(8);
    expect(new Set(names).size).toBe(EXAMPLES.length);
    expect(new Set(EXAMPLES.map(({ title }) => title)).size).toBe(EXAMPLES.length);
  });

  test("the unknown codes of the last but one come back as unknown", async () => {
    const example = EXAMPLES.find(({ title }) => title === "What is not known is said");
    const { data } = await ask(example?.query ?? "", example?.variables ?? "");
    expect(data).toMatchObject({
      observations: { unknown: expect.arrayContaining([expect.objectContaining({ suggestions: expect.any(Array) })]) },
    });
  });
});
