import { answers, wordsOf } from "./knowledge-words";

/** An item that holds at least one word of a question, wherever it stands. */
export interface Candidate {
  readonly key: string;
  readonly title: string;
  readonly summary?: string | null;
  /** yyyy-mm-dd */
  readonly freshOn: string;
  /** Words of the question that the engine found in it. */
  readonly held: ReadonlySet<string>;
}

export interface Ranked<C extends Candidate> {
  readonly candidate: C;
  /** Whether the title holds every word of the question. */
  readonly isNamed: boolean;
}

/**
 * The order of what a question found, the same on every engine because no engine's own score goes in: more of the words first; of as
 * many, more of them in the title; then more in the summary; then more that are whole words rather than beginnings, in title and summary;
 * then the freshest; then by key. Items with fewer than half of the words are left out.
 */
export function rankKnowledge<C extends Candidate>(
  words: readonly string[],
  candidates: readonly C[],
): readonly Ranked<C>[] {
  const least = Math.ceil(words.length / 2);
  return candidates
    .filter(({ held }) => held.size >= least)
    .map((candidate) => {
      const title = wordsOf(candidate.title);
      const summary = wordsOf(candidate.summary ?? "");
      const inTitle = words.filter((asked) => title.some((word) => answers(word, asked))).length;
      const inSummary = words.filter((asked) => summary.some((word) => answers(word, asked))).length;
      const whole = words.filter((asked) => title.includes(asked) || summary.includes(asked)).length;
      return { candidate, isNamed: inTitle === words.length, marks: [candidate.held.size, inTitle, inSummary, whole] };
    })
    .sort((a, b) => {
      const at = a.marks.findIndex((mark, place) => mark !== b.marks[place]);
      if (at !== -1) return (b.marks[at] ?? 0) - (a.marks[at] ?? 0);
      return compareFresh(a.candidate, b.candidate);
    })
    .map(({ candidate, isNamed }) => ({ candidate, isNamed }));
}

/** The order of lists that nobody asked words of: the freshest first, then by key. */
export function compareFresh(
  a: { readonly freshOn: string; readonly key: string },
  b: { readonly freshOn: string; readonly key: string },
): number {
  if (a.freshOn !== b.freshOn) return a.freshOn > b.freshOn ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
