import { describeOnBothStores } from "../support/stores";
import { type Answer, type Asking, startAsking } from "./ask";

describeOnBothStores("paging", (store) => {
  let hub: Asking;
  beforeAll(async () => {
    hub = await startAsking(store, { OUTTURN_RESPONSE_CACHE_MB: "0" });
  });
  afterAll(() => hub?.close());

  async function walk(
    field: string,
    query: string,
    variables: Record<string, unknown>,
  ): Promise<{ keys: string[]; total: number }> {
    const keys: string[] = [];
    let total = -1;
    for (let after: string | null = null; ; ) {
      const page: Answer = (await hub.ask(query, { ...variables, after }))[field];
      if (total === -1) total = page.totalCount ?? -1;
      keys.push(...page.nodes.map((node: Answer) => node.id ?? node.gssCode));
      if (!page.pageInfo.hasNextPage) return { keys, total };
      after = page.pageInfo.endCursor;
    }
  }

  test("over every LSOA: none lost, none repeated", async () => {
    const { keys, total } = await walk(
      "areas",
      `query($after: String) { areas(select: { type: LSOA }, on: "2024-12-31", first: 1000, after: $after) { totalCount nodes { gssCode } pageInfo { hasNextPage endCursor } } }`,
      {},
    );
    expect(total).toBe(35_672);
    expect(keys).toHaveLength(total);
    expect(new Set(keys).size).toBe(total);
  });

  test.each(["AREA", "VALUE", "PERIOD"])(
    "over every figure of an indicator by %s, either way round",
    async (orderBy) => {
      const query = `query($after: String, $direction: SortDirection!, $orderBy: ObservationOrder!) { observations(select: { indicators: ["claimant-count"], areas: { type: LTLA }, period: { from: "2001-01-01" }, orderBy: $orderBy, direction: $direction }, first: 1000, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;
      const up = await walk("observations", query, { orderBy, direction: "ASC" });
      const down = await walk("observations", query, { orderBy, direction: "DESC" });
      expect(up.keys).toHaveLength(up.total);
      expect(new Set(up.keys).size).toBe(up.total);
      expect(new Set(down.keys)).toEqual(new Set(up.keys));
    },
  );
});
