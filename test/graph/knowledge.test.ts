import type { Logger } from "typeorm";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import type { Answer } from "./ask";
import { KEY, type KnowledgeHub, knowledgeHub, MODERATE, publish, WRITE } from "./knowledge-hub";

const ABSENCE = "persistent-absences-all-pupils";
const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);

/** Counts the statements that reach the database. */
class Statements implements Logger {
  seen: string[] = [];
  logQuery(query: string): void {
    this.seen.push(query);
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

describe.each(STORE_KINDS.filter(has))("knowledge on the graph (%s store)", (kind) => {
  let hub: KnowledgeHub;
  beforeAll(async () => {
    hub = await knowledgeHub(kind, [ABSENCE]);
  });
  afterAll(() => hub?.close());

  test("an item is found from everything that it is about, as its type, with safe HTML", async () => {
    const key = await publish(hub, {
      kind: "CASE_STUDY",
      visibility: "PUBLIC",
      title: "Walking buses (invented for this test)",
      summary: "Children walk to school together.",
      text: "# What we did\n\n[more](https://example.org/x) <script>alert(1)</script> [bad](javascript:alert(1))",
      url: "https://example.org/walking-buses",
      publishedOn: "2025-03-01",
      author: "Test Council",
      council: "local-authority:TRF",
      about: {
        areas: ["E08000003"],
        indicators: [ABSENCE],
        services: ["49"],
        outcomes: [],
        datasets: ["persistent-absences-for-all-pupils"],
        suppliers: ["mysociety"],
      },
      evidence: [{ indicator: ABSENCE, area: "E08000003", period: "2023/24" }],
    });
    expect(key).toBe("walking-buses-invented-for-this-test");
    const answer = await hub.read(
      `query($key: ID!, $absence: String!) {
        knowledgeItem(id: $key) { __typename id key title text html kind publishedOn author visibility state version council { name }
          about { __typename ... on Area { gssCode } ... on Indicator { slug } ... on Service { lgslId } ... on Supplier { slug } }
          aboutMissing evidenceMissing evidence { value period { label } area { gssCode } current { id value } } }
        area(gssCode: "E08000003") { knowledge { totalCount nodes { key } } councils { knowledge { nodes { key } } } }
        trafford: area(gssCode: "E08000009") { knowledge { nodes { key } } }
        council(id: "local-authority:TRF") { knowledge(kind: [CASE_STUDY]) { nodes { key } none: __typename } }
        none: council(id: "local-authority:TRF") { knowledge(kind: [GUIDANCE]) { totalCount } }
        indicator(slug: $absence) { knowledge { nodes { key ... on CaseStudy { council { name } } } } }
        service(lgslId: 49) { knowledge { nodes { key } } }
      }`,
      { key, absence: ABSENCE },
    );
    const item = answer.knowledgeItem;
    expect(item).toMatchObject({
      __typename: "CaseStudy",
      publishedOn: "2025-03-01",
      visibility: "PUBLIC",
      state: "APPROVED",
      version: 2,
      council: { name: expect.stringMatching(/Trafford/) },
      aboutMissing: 0,
      evidenceMissing: 0,
    });
    expect(item.about).toEqual([
      { __typename: "Area", gssCode: "E08000003" },
      { __typename: "Indicator", slug: ABSENCE },
      { __typename: "Service", lgslId: 49 },
      { __typename: "Dataset" },
      { __typename: "Supplier", slug: "mysociety" },
    ]);
    expect(item.text).toContain("<script>"); // as it was written
    expect(item.html).toContain("<h1>What we did</h1>");
    expect(item.html).toContain('<a href="https://example.org/x" rel="nofollow noopener">more</a>');
    expect(item.html).not.toMatch(/<script|href="javascript/);
    const [figure] = await hub.own.store.db.query(
      `SELECT o.value AS value FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN area a ON a.id = o.area_id
       JOIN period p ON p.id = o.period_id WHERE i.slug = '${ABSENCE}' AND a.code = 'E08000003' AND p.label = '2023/24' AND o.superseded_at IS NULL`,
    );
    expect(item.evidence).toEqual([
      {
        value: figure.value,
        period: { label: "2023/24" },
        area: { gssCode: "E08000003" },
        current: { id: expect.any(String), value: figure.value },
      },
    ]);
    const found = [{ key }];
    expect(answer.area).toEqual({
      knowledge: { totalCount: 1, nodes: found },
      councils: [{ knowledge: { nodes: found } }],
    });
    expect(answer.trafford.knowledge.nodes).toEqual(found); // by the council whose it is
    expect(answer.council.knowledge.nodes).toEqual(found);
    expect(answer.none.knowledge.totalCount).toBe(0);
    expect(answer.indicator.knowledge.nodes[0].council.name).toMatch(/Trafford/);
    expect(answer.service.knowledge.nodes).toEqual(found);
    const again = await hub.read("query($id: ID!) { node(id: $id) { ... on CaseStudy { key } } }", { id: item.id });
    expect(again.node).toEqual({ key });
  });

  test("evidence stays what it was when a figure is revised, and says what it is now; what the hub no longer has is counted", async () => {
    const { db } = hub.own.store;
    const where = `indicator_id = (SELECT id FROM indicator WHERE slug = '${ABSENCE}') AND area_id = (SELECT id FROM area WHERE code = 'E08000009')
      AND period_id = (SELECT id FROM period WHERE iso = '2023-08-01/P1Y')`;
    const [before] = await db.query(
      `SELECT value, release_id FROM observation WHERE ${where} AND superseded_at IS NULL`,
    );
    const item = {
      kind: "REPORT",
      visibility: "PUBLIC",
      title: "Pinned (invented)",
      about: { indicators: [ABSENCE], suppliers: ["mysociety"] },
      evidence: [{ indicator: ABSENCE, area: "E08000009", period: "2023/24" }],
    };
    const key = await publish(hub, item);
    // A revision by hand: a new release, learnt later, with another figure.
    const [{ dataset }] = await db.query(`SELECT dataset_id AS dataset FROM indicator WHERE slug = '${ABSENCE}'`);
    const [{ last }] = await db.query("SELECT MAX(id) AS last FROM dataset_release");
    const later = new Date().toISOString().replace("T", " ").replace("Z", "");
    await db.query(
      `INSERT INTO dataset_release (id, dataset_id, title, version, type, status, learnt_at, content_hash, rows_read, rows_kept, rows_refused)
       VALUES (${last + 1}, ${dataset}, 'Revised (test)', 'revised-test', 'MINOR', 'PUBLISHED', '${later}', 'x', 1, 1, 0)`,
    );
    await db.query(`UPDATE observation SET superseded_at = '${later}' WHERE ${where} AND superseded_at IS NULL`);
    await db.query(
      `INSERT INTO observation (indicator_id, area_id, period_id, breakdown_id, release_id, value, status_mask, learnt_at)
       SELECT indicator_id, area_id, period_id, breakdown_id, ${last + 1}, 99.5, status_mask, '${later}' FROM observation WHERE ${where} AND release_id = ${before.release_id}`,
    );
    await db.query(`UPDATE dataset SET version = version + 1 WHERE id = ${dataset}`);
    await db.query("UPDATE store_version SET version = version + 1");
    const ask = `query($key: ID!) { knowledgeItem(id: $key) { evidence { value current { value } } aboutMissing about { __typename } } }`;
    let answer: Answer;
    for (let tries = 0; tries < 40; tries += 1) {
      answer = (await hub.read(ask, { key })).knowledgeItem;
      if (answer.evidence[0]?.current.value === 99.5) break;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    expect(answer.evidence).toEqual([{ value: before.value, current: { value: 99.5 } }]);
    // The next version keeps the instant that the figure was pinned to.
    const { knowledgeItem } = await hub.rule("query($key: ID!) { knowledgeItem(id: $key) { version } }", { key });
    await hub.rule(WRITE, {
      item: { ...item, summary: "Now with a summary." },
      id: key,
      version: knowledgeItem.version,
    });
    expect((await hub.read(ask, { key })).knowledgeItem.evidence[0].value).toBe(before.value);
    // A subject that is withdrawn afterwards.
    await db.query(
      `UPDATE knowledge_subject SET node_key = 'gone' WHERE node_type = 'Supplier' AND item_id = (SELECT id FROM knowledge WHERE item_key = '${key}')`,
    );
    expect((await hub.read(ask, { key })).knowledgeItem).toMatchObject({
      aboutMissing: 1,
      about: [{ __typename: "Indicator" }],
    });
  });

  test("question 6: who improved most on persistent absence from a similar start, and what did they do: one query", async () => {
    const question = `query($absence: String!) {
      improvers(indicator: $absence, among: { type: UTLA, within: "E92000001" }, from: { ids: ["2021/22"] }, to: { ids: ["2024/25"] }, similarStartTo: "E08000009", first: 5) {
        area { gssCode name } rank improvement knowledge(kind: [CASE_STUDY, GUIDANCE]) { __typename key title } } }`;
    const before = await hub.read(question, { absence: ABSENCE });
    const [first, second] = before.improvers;
    expect(before.improvers.length).toBeGreaterThan(1);
    expect(first.knowledge).toEqual([]);
    const about = (areas: string[], more: object = {}) => ({ about: { areas, ...more } });
    const other = await publish(hub, {
      kind: "CASE_STUDY",
      visibility: "PUBLIC",
      title: "Libraries (invented)",
      publishedOn: "2026-05-01",
      ...about([first.area.gssCode, second.area.gssCode]),
    });
    const theirs = await publish(hub, {
      kind: "CASE_STUDY",
      visibility: "PUBLIC",
      title: "Attendance mentors (invented)",
      publishedOn: "2025-01-01",
      ...about([first.area.gssCode], { indicators: [ABSENCE] }),
    });
    await publish(hub, {
      kind: "EVENT",
      visibility: "PUBLIC",
      title: "A meeting (invented)",
      ...about([first.area.gssCode]),
    });
    const { improvers } = await hub.read(question, { absence: ABSENCE });
    expect(improvers.map(({ area, rank }: Answer) => ({ area, rank }))).toEqual(
      before.improvers.map(({ area, rank }: Answer) => ({ area, rank })),
    );
    expect(improvers[0].knowledge.map((item: Answer) => item.key)).toEqual([theirs, other]); // about the indicator too: first
    expect(improvers[1].knowledge.map((item: Answer) => item.key)).toContain(other);
    expect(improvers[1].knowledge.map((item: Answer) => item.key)).not.toContain(theirs);
  });

  test("lists of thirty areas cost no statement an area", async () => {
    const statements = new Statements();
    hub.own.store.db.setOptions({ logging: ["query"], logger: statements });
    const ask = `{ areas(select: { type: LTLA, within: "E92000001" }, first: 30) { nodes {
      knowledge(first: 3) { totalCount nodes { key html about { __typename } evidence { value } history { version } } } } } }`;
    await hub.read(ask);
    statements.seen = [];
    await hub.read(ask);
    const ours = statements.seen.filter((sql) => /knowledge/.test(sql));
    expect(ours.length).toBeLessThanOrEqual(6);
    expect(statements.seen.length).toBeLessThanOrEqual(10);
  });

  test("pages: no item twice, none left out, also while items are written", async () => {
    for (let at = 0; at < 7; at += 1)
      await publish(hub, {
        kind: "TOOL",
        visibility: "PUBLIC",
        title: `Tool ${at} (invented)`,
        publishedOn: `2024-01-0${(at % 3) + 1}`,
      });
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 10; pages += 1) {
      const answer: Answer = await hub.read(
        "query($after: String) { knowledge(kind: [TOOL], first: 2, after: $after) { totalCount nodes { key __typename } pageInfo { hasNextPage endCursor } } }",
        { after },
      );
      expect(answer.knowledge.nodes[0].__typename).toBe("KnowledgeDocument");
      seen.push(...answer.knowledge.nodes.map((node: Answer) => node.key));
      after = answer.knowledge.pageInfo.endCursor;
      if (pages === 1)
        await publish(hub, {
          kind: "TOOL",
          visibility: "PUBLIC",
          title: "Newest (invented)",
          publishedOn: "2026-01-01",
        });
      if (!answer.knowledge.pageInfo.hasNextPage) break;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    const wrong = await hub.post('{ knowledge(after: "x", first: 3) { totalCount } }');
    expect(wrong.body.errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "after" });
    const large = await hub.post("{ knowledge(first: 1000) { nodes { text } } }");
    expect(large.body.errors[0].extensions.code).toBe("QUERY_TOO_COSTLY");
  });

  test("reviews of a supplier are discussions about it", async () => {
    const key = await publish(hub, {
      kind: "DISCUSSION",
      visibility: "PUBLIC",
      title: "Who uses it? (invented)",
      group: "A forum",
      about: { suppliers: ["mysociety"] },
    });
    const { supplier } = await hub.read('{ supplier(id: "mysociety") { reviews { key group } } }');
    expect(supplier.reviews).toEqual([{ key, group: "A forum" }]);
    const withdrawn = await hub.post(
      'mutation { withdrawKnowledge(id: "who-uses-it-invented", reason: "A test") { state } }',
      {},
      KEY,
    );
    expect(withdrawn.body.data.withdrawKnowledge.state).toBe("WITHDRAWN");
    expect((await hub.read('{ supplier(id: "mysociety") { reviews { key } } }')).supplier.reviews).toEqual([]);
    await hub.rule(MODERATE, { id: key, state: "DRAFT" });
  });
});
