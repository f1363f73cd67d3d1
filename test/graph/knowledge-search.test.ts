import { STORE_KINDS, storesUnderTest } from "../support/stores";
import type { Answer } from "./ask";
import { type KnowledgeHub, knowledgeHub, publish } from "./knowledge-hub";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);

/** Invented. Stop words, short words, Welsh letters, endings, numbers: what engines treat each in their own way. */
const CORPUS: readonly { title: string; summary?: string; text?: string; publishedOn: string }[] = [
  { title: "Ŵyl y Tŷ Gwyn", summary: "Digwyddiad yn Ynys Môn", publishedOn: "2025-01-01" },
  { title: "The who, what and why of it", summary: "About the of and", publishedOn: "2025-01-02" },
  { title: "IT for all", text: "An A to Z of IT in GP practices", publishedOn: "2025-01-03" },
  { title: "Attendance in schools", summary: "Persistent absence fell", publishedOn: "2024-05-01" },
  { title: "Breakfast clubs", summary: "Attendance and hunger", text: "Persistent absence", publishedOn: "2024-06-01" },
  { title: "Persistent absence", text: "Attendance officers visit homes", publishedOn: "2023-06-01" },
  { title: "Homes for the homeless", text: "Housing first in 2024/25", publishedOn: "2022-06-01" },
  { title: "Housing First", summary: "homelessness", text: "homes", publishedOn: "2021-06-01" },
  { title: "O'Brien's guide: don't panic", text: "café naïve façade", publishedOn: "2020-06-01" },
  { title: "Zero-hours work", text: "re-use, recycling & e-bikes", publishedOn: "2020-07-01" },
  { title: "Straße und Łódź", text: "住宅 政策 жильё", publishedOn: "2020-08-01" },
  { title: "Bins", summary: "bin bins binned", text: "bin ".repeat(2000), publishedOn: "2020-09-01" },
  { title: "Bin collection", text: "one word", publishedOn: "2019-09-01" },
  { title: "COVID-19 and 5G", text: "3 of 4 councils; £12.50", publishedOn: "2019-10-01" },
];

const QUESTIONS = [
  ["wyl", ["Ŵyl y Tŷ Gwyn"]],
  ["TŶ", ["Ŵyl y Tŷ Gwyn"]],
  ["mon", ["Ŵyl y Tŷ Gwyn"]],
  ["the", ["The who, what and why of it", "Homes for the homeless"]],
  ["of", ["The who, what and why of it", "COVID-19 and 5G", "IT for all"].sort()],
  ["it", ["The who, what and why of it", "IT for all"].sort()],
  ["a", ["IT for all"]],
  ["attendance", ["Attendance in schools", "Breakfast clubs", "Persistent absence"]],
  ["persistent absence", ["Persistent absence", "Attendance in schools", "Breakfast clubs"]],
  ["absence persistent", ["Persistent absence", "Attendance in schools", "Breakfast clubs"]],
  ["persist", ["Persistent absence", "Attendance in schools", "Breakfast clubs"]],
  ["homeless", ["Homes for the homeless", "Housing First"]],
  ["home", ["Homes for the homeless", "Housing First", "Persistent absence"].sort()],
  ["ho", []],
  ["obrien", ["O'Brien's guide: don't panic"]],
  ["o’brien’s", ["O'Brien's guide: don't panic"]],
  ["CAFÉ", ["O'Brien's guide: don't panic"]],
  ["facade", ["O'Brien's guide: don't panic"]],
  ["zero hours", ["Zero-hours work"]],
  ["re-use", ["Zero-hours work"]],
  ["lodz", []],
  ["łódź", ["Straße und Łódź"]],
  ["住宅", ["Straße und Łódź"]],
  ["ЖИЛЬЁ", ["Straße und Łódź"]],
  ["bin", ["Bin collection", "Bins"]],
  ["covid 19", ["COVID-19 and 5G"]],
  ["5g", ["COVID-19 and 5G"]],
  ["12.50", ["COVID-19 and 5G"]],
  ['" OR NEAR(*) AND NOT -+~<>() words:', []],
  ["nothing of the kind", ["The who, what and why of it"]], // half of the words at least,
  ["homes for homeless people", ["Homes for the homeless", "Housing First"]],
  ["", []],
] as const;

const answers = new Map<string, unknown>();

describe.each(STORE_KINDS.filter(has))("searching knowledge (%s store)", (kind) => {
  let hub: KnowledgeHub;
  beforeAll(async () => {
    hub = await knowledgeHub(kind);
    for (const item of CORPUS) await publish(hub, { kind: "REPORT", visibility: "PUBLIC", ...item });
  }, 60_000);
  afterAll(() => hub?.close());

  const ask = async (text: string): Promise<string[]> => {
    const { knowledge } = await hub.read(
      "query($text: String!) { knowledge(search: $text, first: 50) { totalCount nodes { title } } }",
      { text },
    );
    expect(knowledge.totalCount).toBe(knowledge.nodes.length);
    return knowledge.nodes.map((node: Answer) => node.title);
  };

  test.each(QUESTIONS)("“%s” finds the same on every store", async (text, expected) => {
    const found = await ask(text);
    expect(found.toSorted()).toEqual([...expected].toSorted());
    const before = answers.get(text) ?? found;
    answers.set(text, before);
    expect(found).toEqual(before); // in the same order as on the other store
  });

  test("the order: more words, then title before summary before text, then whole words, then the freshest", async () => {
    expect(await ask("persistent absence")).toEqual(["Persistent absence", "Attendance in schools", "Breakfast clubs"]);
    expect(await ask("attendance")).toEqual(["Attendance in schools", "Breakfast clubs", "Persistent absence"]);
    expect(await ask("bin")).toEqual(["Bins", "Bin collection"]); // both in the title; of these only "Bins" has it in the summary too
    expect(await ask("homeless housing")).toEqual(["Housing First", "Homes for the homeless"]);
  });

  test("a search among all things has items by turns with things, each kind of node asked for", async () => {
    const { search, only } = await hub.read(
      `{ search(text: "persistent absence", first: 6) { __typename ... on KnowledgeDocument { title } ... on Indicator { name } }
         only: search(text: "persistent absence", kinds: ["KnowledgeDocument", "CaseStudy"]) { ... on KnowledgeDocument { title } } }`,
    );
    expect(only).toEqual([
      { title: "Persistent absence" },
      { title: "Attendance in schools" },
      { title: "Breakfast clubs" },
    ]);
    expect(search[0]).toEqual({ __typename: "KnowledgeDocument", title: "Persistent absence" }); // its title holds every word
    expect(search.map((hit: Answer) => hit.__typename)).toContain("Indicator");
    const wrong = await hub.post('{ search(text: "x", kinds: ["Knowledge"]) { __typename } }');
    expect(wrong.body.errors[0].extensions.argument).toBe("kinds");
  });

  test("pages of a search follow each other", async () => {
    const first = await hub.read(
      '{ knowledge(search: "of the it", first: 2) { totalCount nodes { title } pageInfo { endCursor hasNextPage } } }',
    );
    const all = await ask("of the it");
    const second = await hub.read(
      'query($after: String) { knowledge(search: "of the it", first: 2, after: $after) { nodes { title } pageInfo { hasPreviousPage } } }',
      { after: first.knowledge.pageInfo.endCursor },
    );
    expect([...first.knowledge.nodes, ...second.knowledge.nodes].map((node: Answer) => node.title)).toEqual(
      all.slice(0, 4),
    );
  });

  test("what an item no longer says finds it no more", async () => {
    const key = await publish(hub, {
      kind: "TOOL",
      visibility: "PUBLIC",
      title: "Unmistakable (invented)",
      text: "peculiarly",
    });
    expect(await ask("peculiarly")).toEqual(["Unmistakable (invented)"]);
    await hub.rule(
      "mutation($item: KnowledgeInput!, $key: ID) { writeKnowledge(item: $item, id: $key, expectedVersion: 2) { key } }",
      { item: { kind: "TOOL", visibility: "PUBLIC", title: "Unmistakable (invented)", text: "otherwise" }, key },
    );
    expect(await ask("peculiarly")).toEqual([]);
    expect(await ask("otherwise")).toEqual(["Unmistakable (invented)"]);
  });
});
