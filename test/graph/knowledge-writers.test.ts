import { openStore } from "../../src/datasources/local/store";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import { hubOver, KEY, knowledgeHub } from "./knowledge-hub";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);
const WRITERS = 20;

test.each(STORE_KINDS.filter(has))(
  "many writers at once, through two hubs on one store: every new item has a key of its own, and of many changes of one version one is made (%s store)",
  async (kind) => {
    const hub = await knowledgeHub(kind);
    // As another process would: with connections of its own. A server's are anyway.
    const { store } = hub.own;
    const second =
      kind === "embedded" ? await openStore({ kind: "embedded", file: String(store.db.options.database) }) : store;
    const other = await hubOver({ ...hub.own, store: second });
    const all = (query: (at: number) => string) =>
      Promise.all(
        Array.from({ length: WRITERS }, (_, at) =>
          (at % 2 === 0 ? hub : other).post(`mutation { ${query(at)} }`, {}, KEY),
        ),
      );
    try {
      const made = await all(
        () => 'writeKnowledge(item: { kind: TOOL, visibility: PUBLIC, title: "Same title (invented)" }) { key }',
      );
      const keys = made.map(({ body }) => body.data?.writeKnowledge.key ?? JSON.stringify(body.errors));
      const expected = Array.from({ length: WRITERS }, (_, at) => `same-title-invented${at === 0 ? "" : `-${at + 1}`}`);
      expect(keys.toSorted()).toEqual(expected.toSorted());

      const changed = await all(
        (at) =>
          `writeKnowledge(id: "same-title-invented", expectedVersion: 1, item: { kind: TOOL, visibility: PUBLIC, title: "By writer ${at} (invented)" }) { version title }`,
      );
      const won = changed.filter(({ body }) => body.errors === undefined);
      expect(won.map(({ body }) => body.data.writeKnowledge.version)).toEqual([2]);
      const lost = changed.flatMap(({ body }) => body.errors ?? []);
      expect(new Set(lost.map(({ extensions }) => `${extensions.code} ${extensions.argument}`))).toEqual(
        new Set(["BAD_USER_INPUT expectedVersion"]),
      );
      const { knowledgeItem } = await hub.rule(
        '{ knowledgeItem(id: "same-title-invented") { title history { version } } }',
      );
      expect(knowledgeItem).toEqual({
        title: won[0]?.body.data.writeKnowledge.title,
        history: [{ version: 2 }, { version: 1 }],
      });
    } finally {
      await other.close();
      if (second !== store) await second.db.destroy();
      await hub.close();
    }
  },
  60_000,
);
