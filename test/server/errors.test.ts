/** What a client learns of an error: its own faults in full, ours as an id that the log has too. */

import { SQL_FAULT } from "./support/probe-schema";
import { ask, type Started, start } from "./support/start";

interface Body {
  readonly errors: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
  readonly data?: unknown;
  readonly extensions?: unknown;
}

describe.each(["jit", "graphql-js"] as const)("errors, %s", (executor) => {
  let hub: Started;
  beforeAll(async () => {
    hub = await start({ config: { executor } });
  });
  afterAll(() => hub.app.close());

  async function errorsOf(
    query: string,
    headers?: Record<string, string>,
  ): Promise<Body & { text: string; id: string }> {
    const { text, headers: got } = await ask(hub, { query }, headers);
    return { ...(JSON.parse(text) as Body), text, id: got.get("x-request-id") ?? "" };
  }

  test.each(["fault", "refused", "strangeCode", "throwsText", "wrongLeaf { colour }", "missingName { name }"])(
    "%s is masked, and the log has the original under the request's id",
    async (field) => {
      for (const _ of [1, 2]) {
        const { errors, data, id, text } = await errorsOf(`{ ${field} hello }`);
        expect(errors).toHaveLength(1);
        expect(errors[0]?.message).toBe(`Something went wrong on our side. Quote ${id} when you report it.`);
        expect(errors[0]?.extensions).toEqual({ code: "INTERNAL_SERVER_ERROR", id });
        expect(data).toMatchObject({ hello: "hello world" });
        expect(text).not.toMatch(/select|hunter2|ECONNREFUSED|3311|no such colour|non-nullable|"stack/);
        const lines = hub.log.filter((line) => line.id === id && line.msg === "masked error");
        expect(lines).toHaveLength(1);
        expect(JSON.stringify(lines[0])).toMatch(/hunter2|ECONNREFUSED|no such colour|non-nullable/);
      }
    },
  );

  test("a thousand faults of one query are a few lines of the log", async () => {
    const ids = Array.from({ length: 400 }, () => '"1"').join(",");
    const { errors, id } = await errorsOf(`{ things(ids: [${ids}]) { loosePlaces { id } } }`);
    expect(errors).toHaveLength(400);
    expect(hub.log.filter((line) => line.id === id && line.level === 50)).toHaveLength(6);
  });

  test("an error of the caller keeps its words, the argument and what would be right", async () => {
    const { errors, data } = await errorsOf("{ places(first: 101) { totalCount } }");
    expect(errors).toEqual([
      {
        message: "first is 101.",
        locations: [{ line: 1, column: 3 }],
        path: ["places"],
        extensions: { code: "BAD_USER_INPUT", argument: "first", expected: "a whole number from 1 to 100" },
      },
    ]);
    expect(data).toBeNull();
  });

  test("an error with a known code keeps known extensions only", async () => {
    const { errors } = await errorsOf("{ coded }");
    expect(errors[0]).toMatchObject({ message: "no" });
    expect(errors[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", argument: "x" });
  });

  test("an answer without errors has data and nothing beside it", async () => {
    expect(Object.keys(JSON.parse((await ask(hub, { query: "{ hello }" })).text) as Body)).toEqual(["data"]);
  });

  test("unknown fields bring no list of the known ones", async () => {
    expect((await errorsOf("{ helo }")).text).not.toContain("hello");
  });

  test("a context that cannot be made is a masked 500", async () => {
    const broken = await start({
      config: { executor },
      context: () => {
        throw new Error(SQL_FAULT);
      },
    });
    try {
      const { status, text } = await ask(broken, { query: "{ hello }" });
      expect(status).toBe(500);
      expect(text).toContain("Something went wrong on our side");
      expect(text).not.toContain("hunter2");
      expect(JSON.stringify(broken.log)).toContain("hunter2");
    } finally {
      await broken.app.close();
    }
  });
});
