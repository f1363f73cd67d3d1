import { fold } from "./fold";

/**
 * What stands before every word in the index. With it no word is too short for InnoDB to keep (innodb_ft_min_token_size, 3 where nobody
 * set it) and none is one of its stop words ("about", "of", "the"), which SQLite keeps: both engines hold the same words. InnoDB's longest
 * word has 84 characters.
 */
const MARK = "zz";
const LONGEST_TOKEN = 80;
/** From so many letters on a word asked for also finds words that begin with it. */
const SHORTEST_BEGINNING = 3;
/** Words of a question that count: the longest question has 200 characters. */
const MOST_WORDS = 12;

/** The words of a text in the form in which they are compared: small letters without accents, so that Ŵ is w. */
export function wordsOf(text: string): readonly string[] {
  return fold(text)
    .split(" ")
    .filter((word) => word !== "");
}

/** The different words of a question, in their order. */
export function questionWords(text: string): readonly string[] {
  return [...new Set(wordsOf(text))].slice(0, MOST_WORDS);
}

/** A word as the index has it: ASCII letters and digits alone, which every tokenizer keeps together. */
export function tokenOf(word: string): string {
  const plain = [...word].map((letter) =>
    /[a-z0-9]/.test(letter) ? letter : `u${letter.codePointAt(0)?.toString(16) ?? ""}`,
  );
  return `${MARK}${plain.join("")}`.slice(0, LONGEST_TOKEN);
}

/** What the index holds of an item: each of its words once. */
export function indexedWords(texts: readonly (string | undefined)[]): string {
  return [...new Set(texts.flatMap((text) => (text === undefined ? [] : wordsOf(text).map(tokenOf))))].join(" ");
}

/** Whether a word of a text answers to a word of a question: it is that word, or begins with it. */
export function answers(word: string, asked: string): boolean {
  return word === asked || (asked.length >= SHORTEST_BEGINNING && word.startsWith(asked));
}

/** The question for one word in the index, which both engines write alike. */
export function tokenQuery(asked: string): string {
  return asked.length >= SHORTEST_BEGINNING ? `${tokenOf(asked)}*` : tokenOf(asked);
}
