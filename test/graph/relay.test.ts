/** What Relay's specifications ask of nodes and connections. */
import { describeOnBothStores, STORE_KINDS } from "../support/stores";
import { type Answer, type Asking, startAsking } from "./ask";

/** One node of every type, reached by a query. */
const ONE_OF_EACH = `{
  area(slug: "trafford") { id comparisonGroups { id } observation(indicator: "claimant-count") { id } }
  council(gssCode: "E08000009") { id }
  indicator(slug: "claimant-count") { id dataset { id source { id } releases { id } } }
  topics { id }
  services(first: 1) { nodes { id } }
  serviceFunctions { id }
}`;
const TYPES = [
  "Area",
  "ComparisonGroup",
  "Council",
  "Dataset",
  "Indicator",
  "Observation",
  "Release",
  "Service",
  "ServiceFunction",
  "Source",
  "Topic",
];
const CONNECTIONS = [
  "areas(select: { type: LTLA }",
  'councils(search: "council"',
  "councils(tier: [UNITARY]",
  "indicators(topic: null",
  'indicators(search: "employment"',
  'services(search: "school"',
  'observations(select: { indicators: ["claimant-count"], areas: { type: RGN } }',
  'observations(select: { indicators: ["claimant-count"], areas: { type: RGN }, orderBy: VALUE, direction: DESC }',
];
const PAGE =
  "{ totalCount edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }";

const idsOfStore = new Map<string, readonly string[]>();

describeOnBothStores("Relay", (store) => {
  let hub: Asking;
  beforeAll(async () => {
    hub = await startAsking(store, { OUTTURN_RESPONSE_CACHE_MB: "0" });
  });
  afterAll(() => hub?.close());

  test("every type of node is found again by its id, and ids tell nothing of the store", async () => {
    const ids = idsIn(await hub.ask(ONE_OF_EACH)).slice(0, 100);
    const { nodes } = await hub.ask("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", { ids });
    expect(nodes.map((node: Answer) => node.id)).toEqual(ids);
    expect([...new Set(nodes.map((node: Answer) => node.__typename))].sort()).toEqual(TYPES);
    for (const [i, id] of ids.entries()) {
      const node = nodes[i];
      expect((await hub.ask("query($id: ID!) { node(id: $id) { __typename id } }", { id })).node).toEqual(node);
      const key = Buffer.from(id, "base64url")
        .toString("utf8")
        .slice(node.__typename.length + 1);
      if (!["Service", "ServiceFunction"].includes(node.__typename)) expect(key).not.toMatch(/^\d+$/); // their numbers are the publisher's
    }
    idsOfStore.set(store.kind, ids);
  });

  test("the same things have the same ids on every store", () => {
    const known = STORE_KINDS.flatMap((kind) => idsOfStore.get(kind) ?? []);
    const own = idsOfStore.get(store.kind) ?? [];
    expect(own.length).toBeGreaterThan(0);
    expect(new Set(known)).toEqual(new Set(own));
  });

  test.each(CONNECTIONS)("%s): pages", async (field) => {
    const page = async (rest: string): Promise<Answer> =>
      Object.values(await hub.ask<Record<string, Answer>>(`{ ${field}, ${rest}) ${PAGE} }`))[0];
    const first = await page("first: 3");
    expect(first.edges.map((edge: Answer) => edge.node)).toEqual(first.nodes);
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0].cursor,
      endCursor: first.edges[2].cursor,
    });
    const second = await page(`first: 2, after: "${first.edges[0].cursor}"`);
    expect(second.nodes).toEqual(first.nodes.slice(1));
    expect(second.pageInfo.hasPreviousPage).toBe(true);
    expect(second.totalCount).toBe(first.totalCount);
    const all = await page("first: 1000");
    expect(all.nodes).toHaveLength(first.totalCount);
    expect(all.pageInfo.hasNextPage).toBe(false);
    expect(all.nodes.slice(0, 3)).toEqual(first.nodes);
    const beyond = await page(`first: 5, after: "${all.pageInfo.endCursor}"`);
    expect([beyond.nodes, beyond.edges]).toEqual([[], []]);
    expect(beyond.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null });
  });

  test("an empty connection", async () => {
    const { areas } = await hub.ask(`{ areas(select: { gssCodes: [] }) ${PAGE} }`);
    const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
    expect(areas).toEqual({ totalCount: 0, edges: [], nodes: [], pageInfo });
  });
});

function idsIn(value: Answer): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === "id" ? [String(inner)] : idsIn(inner)));
}
