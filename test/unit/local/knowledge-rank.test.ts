import { rankKnowledge } from "../../../src/datasources/local/knowledge-rank";
import { indexedWords, questionWords, tokenOf, tokenQuery } from "../../../src/datasources/local/knowledge-words";
import { MODERATION_STATES } from "../../../src/schema/values/enums";
import { movesFrom, needsReason } from "../../../src/schema/values/moderation";

const item = (key: string, title: string, summary: string, freshOn: string, held: string[]) => ({
  key,
  title,
  summary,
  freshOn,
  held: new Set(held),
});

test("more words, then title, then summary, then whole words, then the freshest, then the key", () => {
  const both = ["damp", "mould"];
  const found = rankKnowledge(both, [
    item("old", "x", "x", "2020-01-01", both),
    item("new", "x", "x", "2021-01-01", both),
    item("also-new", "x", "x", "2021-01-01", both),
    item("summary", "x", "damp", "2019-01-01", both),
    item("title-begins", "dampness", "x", "2025-01-01", both),
    item("title", "damp", "x", "2018-01-01", both),
    item("one-word", "damp damp", "damp", "2026-01-01", ["damp"]),
  ]);
  expect(found.map(({ candidate }) => candidate.key)).toEqual([
    "title",
    "title-begins",
    "summary",
    "also-new",
    "new",
    "old",
    "one-word",
  ]);
  expect(rankKnowledge(["a", "b", "c"], [item("k", "a", "", "2020-01-01", ["a"])])).toEqual([]); // fewer than half
  expect(rankKnowledge(["damp"], [item("k", "On damp", "", "2020-01-01", ["damp"])])[0]?.isNamed).toBe(true);
});

test("words of the index are ASCII, no engine's stop words, at least three letters and never too long", () => {
  const words = ["the", "a", "of", "tŷ", "straße", "住宅", "x".repeat(500), "5g"].map((word) => tokenOf(word));
  for (const word of words) expect(word).toMatch(/^zz[a-z0-9]{1,78}$/);
  expect(tokenQuery("abs")).toBe("zzabs*");
  expect(tokenQuery("it")).toBe("zzit");
  expect(indexedWords(["Tŷ, tŷ TY", undefined, "don't"])).toBe("zzty zzdont");
  expect(questionWords("The the OF")).toEqual(["the", "of"]);
  expect(questionWords("a b c d e f g h i j k l m n")).toHaveLength(12);
});

test("every state can be left, nothing leads from rejected or withdrawn to shown, and taking back needs its reason", () => {
  for (const state of MODERATION_STATES) expect(movesFrom(state).length).toBeGreaterThan(0);
  expect(MODERATION_STATES.filter((state) => movesFrom(state).includes("APPROVED"))).toEqual(["DRAFT", "SUBMITTED"]);
  expect(MODERATION_STATES.filter(needsReason)).toEqual(["REJECTED", "WITHDRAWN"]);
});
