import { STORE_KINDS, storesUnderTest } from "../support/stores";
import type { Answer } from "./ask";
import { hubOver, KEY, type KnowledgeHub, knowledgeHub, MODERATE, publish, WRITE } from "./knowledge-hub";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);
const ITEM = { kind: "GUIDANCE", visibility: "PUBLIC", title: "On damp (invented)", status: "Good practice" };

describe.each(STORE_KINDS.filter(has))("writing knowledge (%s store)", (kind) => {
  let hub: KnowledgeHub;
  beforeAll(async () => {
    hub = await knowledgeHub(kind, ["claimant-count"]);
  });
  afterAll(() => hub?.close());

  const codeOf = ({ body }: { readonly body: Answer }) => body.errors?.[0]?.extensions;

  test("without the key, and with a wrong one, the same refusal that says what to do; nothing is written", async () => {
    const answers = [];
    for (const key of [undefined, "wrong", `${KEY}x`, KEY.slice(1), "", "x".repeat(5000)]) {
      const reply = await hub.post(WRITE, { item: ITEM }, key);
      const { message, extensions } = reply.body.errors[0];
      expect(reply.body.data).toBeNull();
      answers.push(JSON.stringify([reply.status, message, extensions]));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("FORBIDDEN");
    expect(answers[0]).toContain("Authorization: Bearer");
    const aliases = await hub.post(
      `mutation { ${Array.from({ length: 5 }, (_, at) => `a${at}: withdrawKnowledge(id: "x", reason: "y") { key }`).join(" ")} }`,
    );
    expect(aliases.body.errors.map((error: Answer) => error.extensions.code)).toEqual(["FORBIDDEN"]); // the first ends it: data is null
    const moderated = await hub.post(MODERATE, { id: "nothing-of-the-kind", state: "APPROVED" }, "wrong");
    expect(codeOf(moderated)).toEqual({ code: "FORBIDDEN" }); // says nothing of what is there
    expect(await hub.own.store.db.query("SELECT COUNT(*) AS n FROM knowledge")).toEqual([{ n: 0 }]);
  });

  test("a GET never writes, a form cannot, and a batch is refused", async () => {
    const query = encodeURIComponent('mutation { withdrawKnowledge(id: "x", reason: "y") { key } }');
    const headers = { authorization: `Bearer ${KEY}`, "apollo-require-preflight": "1" };
    expect((await fetch(`${hub.address}/graphql?query=${query}`, { headers })).status).toBe(405);
    const form = await fetch(`${hub.address}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "text/plain" },
      body: JSON.stringify({ query: 'mutation { withdrawKnowledge(id: "x", reason: "y") { key } }' }),
    });
    expect(form.status).toBeGreaterThanOrEqual(400);
    const batch = await fetch(`${hub.address}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify([{ query: WRITE, variables: { item: ITEM } }]),
    });
    expect(batch.status).toBe(400);
    expect(await hub.own.store.db.query("SELECT COUNT(*) AS n FROM knowledge")).toEqual([{ n: 0 }]);
  });

  test("a draft is seen by the administrator alone, until it is approved; each step is a version with who, when and why", async () => {
    const { writeKnowledge: made } = await hub.rule(WRITE, { item: { ...ITEM, text: "One" }, reason: "First words" });
    expect(made).toMatchObject({ key: "on-damp-invented", version: 1, state: "DRAFT", text: "One" });
    const ask =
      "query($id: ID!) { knowledgeItem(id: $id) { version text history { version state text changedBy reason } } }";
    expect((await hub.read(ask, { id: made.id })).knowledgeItem).toBeNull();
    await hub.rule(MODERATE, { id: made.id, state: "SUBMITTED" });
    await hub.rule(MODERATE, { id: made.id, state: "APPROVED", reason: "Read by two" });
    await hub.rule(WRITE, { item: { ...ITEM, text: "Two" }, id: made.id, version: 3 });
    const own = (await hub.rule(ask, { id: made.id })).knowledgeItem;
    expect(own.history.map(({ version, state, text, reason }: Answer) => [version, state, text, reason])).toEqual([
      [4, "APPROVED", "Two", null],
      [3, "APPROVED", "One", "Read by two"],
      [2, "SUBMITTED", "One", null],
      [1, "DRAFT", "One", "First words"],
    ]);
    expect(own.history[0].changedBy).toBe("administrator");
    const readers = (await hub.read(ask, { id: made.id })).knowledgeItem;
    expect(readers.text).toBe("Two");
    expect(readers.history.map(({ version }: Answer) => version)).toEqual([4, 3]); // what readers were shown
    const same = await hub.rule(WRITE, { item: { ...ITEM, text: "Two" }, id: made.id, version: 4 });
    expect(same.writeKnowledge.version).toBe(4); // nothing new, no version
  });

  test("a mutation that asks for too much writes nothing", async () => {
    const item = `{ kind: TOOL, visibility: PUBLIC, title: "Too much (invented)" }`;
    const costly = `mutation { writeKnowledge(item: ${item}) { about { ... on Area { knowledge(first: 1000) { nodes { html } } } } } }`;
    expect(codeOf(await hub.post(costly, {}, KEY))).toMatchObject({ code: "QUERY_TOO_COSTLY" });
    const many = Array.from({ length: 31 }, (_, at) => `a${at}: writeKnowledge(item: ${item}) { key }`).join(" ");
    expect(codeOf(await hub.post(`mutation { ${many} }`, {}, KEY))).toMatchObject({
      code: "GRAPHQL_VALIDATION_FAILED",
    });
    const deep = `mutation { writeKnowledge(item: ${item}) { council ${"{ area { councils ".repeat(7)} { name } ${"} }".repeat(7)} } }`;
    expect(codeOf(await hub.post(deep, {}, KEY))).toMatchObject({ code: "GRAPHQL_VALIDATION_FAILED" });
    expect(await hub.own.store.db.query("SELECT COUNT(*) AS n FROM knowledge WHERE title LIKE 'Too much%'")).toEqual([
      { n: 0 },
    ]);
  });

  test("a lost update is refused, and says what stands", async () => {
    const key = await publish(hub, { kind: "METHOD", visibility: "PUBLIC", title: "Lost update (invented)" });
    const item = { kind: "METHOD", visibility: "PUBLIC", title: "Lost update (invented)" };
    const [one, two] = await Promise.all(
      ["Mine", "Yours"].map((summary) => hub.post(WRITE, { item: { ...item, summary }, id: key, version: 2 }, KEY)),
    );
    const outcomes = [one, two].map((reply) => codeOf(reply as Answer)?.argument ?? "written").toSorted();
    expect(outcomes).toEqual(["expectedVersion", "written"]);
    const none = await hub.post(WRITE, { item, id: key }, KEY);
    expect(codeOf(none)).toMatchObject({ code: "BAD_USER_INPUT", argument: "expectedVersion" });
    const turned = await hub.post(WRITE, { item: { ...item, kind: "CASE_STUDY" }, id: key, version: 3 }, KEY);
    expect(codeOf(turned)).toMatchObject({ argument: "item.kind" }); // its id would mean nothing any more
    const renamed = await hub.post(WRITE, { item: { ...item, key: "another" }, id: key, version: 3 }, KEY);
    expect(codeOf(renamed)).toMatchObject({ argument: "item.key" });
    const taken = await hub.post(WRITE, { item: { ...item, key } }, KEY);
    expect(codeOf(taken)).toMatchObject({ argument: "item.key" });
    const { writeKnowledge } = await hub.rule(WRITE, { item });
    expect(writeKnowledge.key).toBe(`${key}-2`);
  });

  test.each([
    ["no title", { title: "" }, "item.title"],
    ["a long title", { title: "x".repeat(301) }, "item.title"],
    ["a title of two lines", { title: "two\nlines" }, "item.title"],
    ["a turned title", { title: "turned \u202e back" }, "item.title"],
    ["a long summary", { summary: "x".repeat(2001) }, "item.summary"],
    ["a long text", { text: "x".repeat(200_001) }, "item.text"],
    ["a NUL", { text: "a\u0000b" }, "item.text"],
    ["a script for an address", { url: "javascript:alert(1)" }, "item.url"],
    ["an address with a password", { url: "https://user:pass@example.org/" }, "item.url"],
    ["an address with a blank", { url: "https://example.org/ x" }, "item.url"],
    ["no key", { key: "Not A Key" }, "item.key"],
    ["an unknown area", { about: { areas: ["E08000009", "E0800000X"] } }, "item.about.areas[1]"],
    ["an unknown indicator", { about: { indicators: ["claimant-coun"] } }, "item.about.indicators[0]"],
    ["SQL for a service", { about: { services: ["49; DROP TABLE knowledge"] } }, "item.about.services[0]"],
    ["an unknown outcome", { about: { outcomes: ["none/of-the-kind"] } }, "item.about.outcomes[0]"],
    ["an unknown council", { council: "local-authority:NOBODY" }, "item.council"],
    [
      "a figure of no time",
      { evidence: [{ indicator: "claimant-count", area: "E08000009", period: "1066" }] },
      "item.evidence[0].period",
    ],
    [
      "a figure of no such breakdown",
      { evidence: [{ indicator: "claimant-count", area: "E08000009", period: "2024", breakdown: "a=b=c|" }] },
      "item.evidence[0].breakdown",
    ],
  ])("what is wrong is refused by its place, with what would be right: %s", async (_name, wrong, argument) => {
    const reply = await hub.post(
      WRITE,
      { item: { kind: "TOOL", visibility: "PUBLIC", title: "Wrong (invented)", ...wrong } },
      KEY,
    );
    expect(codeOf(reply)).toMatchObject({ code: "BAD_USER_INPUT", argument, expected: expect.stringMatching(/./) });
    expect(await hub.own.store.db.query("SELECT COUNT(*) AS n FROM knowledge WHERE title LIKE 'Wrong%'")).toEqual([
      { n: 0 },
    ]);
  });

  test("a slip in a name is answered with the nearest; hostile texts are kept as they are and do nothing", async () => {
    const reply = await hub.post(WRITE, { item: { ...ITEM, about: { indicators: ["claimant-coun"] } } }, KEY);
    expect(codeOf(reply).expected).toContain("claimant-count");
    const title = `=1+1 '"; DROP TABLE knowledge; -- <script>`;
    const key = await publish(hub, { kind: "TOOL", visibility: "PUBLIC", title, text: "<img src=x onerror=alert(1)>" });
    const { knowledgeItem } = await hub.read("query($key: ID!) { knowledgeItem(id: $key) { title html } }", { key });
    expect(knowledgeItem.title).toBe(title);
    expect(knowledgeItem.html).not.toContain("<img");
  });

  test("only the moves of the table are made, and what needs a reason gets one", async () => {
    const key = await publish(hub, { kind: "EVENT", visibility: "PUBLIC", title: "Moves (invented)" });
    expect(codeOf(await hub.post(MODERATE, { id: key, state: "REJECTED", reason: "x" }, KEY))).toMatchObject({
      argument: "state",
      expected: "one of SUBMITTED, WITHDRAWN",
    });
    expect(codeOf(await hub.post(MODERATE, { id: key, state: "WITHDRAWN" }, KEY))).toMatchObject({
      argument: "reason",
    });
    expect(codeOf(await hub.post(MODERATE, { id: key, state: "SUBMITTED", version: 1 }, KEY))).toMatchObject({
      argument: "expectedVersion",
    });
    expect(codeOf(await hub.post(MODERATE, { id: "not-there", state: "APPROVED" }, KEY))).toMatchObject({
      argument: "id",
    });
    const gone = await hub.rule(
      'mutation($key: ID!) { withdrawKnowledge(id: $key, reason: "Out of date") { state version } }',
      { key },
    );
    expect(gone.withdrawKnowledge).toEqual({ state: "WITHDRAWN", version: 3 });
    expect(
      (await hub.read("query($key: ID!) { knowledgeItem(id: $key) { title } }", { key })).knowledgeItem,
    ).toBeNull();
  });

  test("who may not see an item finds it by no path: list, counts, node, search, subjects, improvers, history", async () => {
    const word = "quixotically";
    const about = { areas: ["E08000009"], suppliers: ["mysociety"], indicators: ["claimant-count"], services: ["49"] };
    const secret = {
      kind: "DISCUSSION",
      visibility: "PUBLIC",
      title: `${word} hidden (invented)`,
      text: word,
      council: "local-authority:TRF",
      about,
    };
    const made: { id: string; key: string }[] = [];
    for (const visibility of ["MEMBERS", "GROUP", "ORGANISATION", "PRIVATE"]) {
      const { writeKnowledge } = await hub.rule(WRITE, { item: { ...secret, visibility } });
      await hub.rule(MODERATE, { id: writeKnowledge.key, state: "APPROVED" });
      made.push(writeKnowledge);
    }
    made.push((await hub.rule(WRITE, { item: secret })).writeKnowledge); // public, a draft
    const paths = `query($ids: [ID!]!, $key: ID!) {
      all: knowledge(first: 100) { totalCount nodes { title } }
      drafts: knowledge(state: [DRAFT, SUBMITTED, WITHDRAWN], first: 100) { totalCount pageInfo { hasNextPage endCursor } nodes { title } }
      searched: knowledge(search: "${word}") { totalCount nodes { title } }
      search(text: "${word}") { __typename ... on Discussion { title } }
      nodes(ids: $ids) { id }
      knowledgeItem(id: $key) { title history { title } }
      area(gssCode: "E08000009") { knowledge { totalCount nodes { title } } }
      council(gssCode: "E08000009") { knowledge { totalCount } }
      supplier(id: "mysociety") { reviews { title } }
      indicator(slug: "claimant-count") { knowledge { totalCount } }
      service(lgslId: 49) { knowledge { totalCount } }
      improvers(indicator: "claimant-count", among: { type: UTLA, within: "E92000001" }, from: { on: "2021-06-30" }, first: 200) { knowledge { title } }
    }`;
    const variables = { ids: made.map(({ id }) => id), key: made[0]?.key };
    const everything = await hub.rule(paths, variables);
    const shown = await hub.post(paths, variables);
    expect(shown.text).not.toContain(word);
    const answer = shown.body.data;
    expect(shown.body.errors).toBeUndefined();
    expect(answer.nodes).toEqual([null, null, null, null, null]);
    expect(answer.searched).toEqual({ totalCount: 0, nodes: [] });
    expect(answer.drafts).toEqual({ totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } });
    expect(answer.area.knowledge.totalCount).toBe(0);
    expect(answer.service.knowledge.totalCount).toBe(0);
    expect(everything.all.totalCount).toBe(answer.all.totalCount + 5 + everything.drafts.totalCount - 1);
    expect(everything.searched.totalCount).toBe(5);
    expect(everything.nodes.every((node: Answer) => node !== null)).toBe(true);
    expect(everything.area.knowledge.totalCount).toBe(5);
    expect(everything.supplier.reviews).toHaveLength(5);
    // The same question again as a reader: nothing that was made for the administrator is served.
    expect((await hub.post(paths, variables)).text).toBe(shown.text);
    const wrong = await hub.post(paths, variables, "not-the-key-of-the-tests-at-all");
    expect(wrong.text).toBe(shown.text);
    expect(wrong.headers.get("cache-control")).toBe("no-store");
  });

  test("what another process writes is seen at once, and not in a whole answer that was kept", async () => {
    const other = await hubOver(hub.own);
    try {
      const ask =
        '{ knowledge(search: "elsewhere") { totalCount } search(text: "elsewhere", kinds: ["KnowledgeDocument"]) { __typename } }';
      for (let times = 0; times < 3; times += 1) expect((await hub.read(ask)).knowledge.totalCount).toBe(0);
      await publish(other, { kind: "REPORT", visibility: "PUBLIC", title: "From elsewhere (invented)" });
      expect(await hub.read(ask)).toEqual({
        knowledge: { totalCount: 1 },
        search: [{ __typename: "KnowledgeDocument" }],
      });
    } finally {
      await other.close();
    }
  });

  test("the key shows in no log, no answer and no error", () => {
    expect(hub.logged().length).toBeGreaterThan(1000);
    expect(hub.logged()).not.toContain(KEY);
    expect(hub.logged()).not.toContain(KEY.slice(2));
  });
});
