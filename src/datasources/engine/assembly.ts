import type { SeriesAnswer } from "../core/engine";
import type { SourceFault, Want } from "../core/source";
import type { Entry } from "./answer-cache";
import { narrow, type Question } from "./entries";
import { counted, day } from "./words";

/** What is known of one question in the end. */
export type Answered =
  | { readonly entry: Entry; readonly live: boolean; readonly staleFor?: SourceFault }
  | { readonly fault: SourceFault };

/** A question with its answer. */
export interface AnsweredQuestion {
  readonly question: Question;
  readonly answered: Answered;
}

/** One series from the answers to its questions. As old as the oldest of them. */
export function seriesAnswer(want: Want, answers: readonly AnsweredQuestion[]): SeriesAnswer {
  const [only] = answers;
  if (only !== undefined && answers.length === 1 && "entry" in only.answered) return fromOne(want, only.answered);
  const good = answers.flatMap(({ question, answered }) => ("entry" in answered ? [{ question, ...answered }] : []));
  const fault = answers
    .map(({ answered }) => ("entry" in answered ? answered.staleFor : answered.fault))
    .find((each) => each !== undefined);
  if (good.length === 0) return { cells: [], ...(fault === undefined ? {} : { fault }) };
  // An entry may hold more than its question's periods: a whole series answers each of several named periods.
  const cells = good.flatMap(({ question, entry }) =>
    narrow(entry.cells, answers.length === 1 ? want.period : question.period),
  );
  const requestUrl = good.map(({ entry }) => entry.requestUrl).find((each) => each !== undefined);
  return {
    cells,
    servedFrom: good.some((each) => each.staleFor !== undefined)
      ? "STALE"
      : good.some((each) => each.live)
        ? "LIVE"
        : "CACHED",
    fetchedAt: new Date(Math.min(...good.map(({ entry }) => entry.fetchedAt))).toISOString(),
    ...(requestUrl === undefined ? {} : { requestUrl }),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** Most series are one entry: a page of them is made of hundreds. */
function fromOne(want: Want, { entry, live, staleFor }: Extract<Answered, { entry: Entry }>): SeriesAnswer {
  return {
    cells: narrow(entry.cells, want.period),
    servedFrom: staleFor !== undefined ? "STALE" : live ? "LIVE" : "CACHED",
    fetchedAt: instantOf(entry.fetchedAt),
    ...(entry.requestUrl === undefined ? {} : { requestUrl: entry.requestUrl }),
    ...(staleFor === undefined ? {} : { fault: staleFor }),
  };
}

let latest = { millis: Number.NaN, text: "" };

/** ISO 8601. Entries of one request were fetched at one instant: the text is made once. */
function instantOf(millis: number): string {
  if (latest.millis !== millis) latest = { millis, text: new Date(millis).toISOString() };
  return latest.text;
}

/** What a person should know of one source's part in an answer. Undefined where there is nothing to say. */
export function useMessage(
  name: string,
  answers: readonly SeriesAnswer[],
  outside: number,
  notes: readonly string[],
): string | undefined {
  const sentences = [...new Set(answers.flatMap((answer) => answer.fault?.message ?? []))].slice(0, 2);
  const stale = answers.filter((answer) => answer.servedFrom === "STALE");
  const oldest = stale
    .map((answer) => Date.parse(answer.fetchedAt ?? ""))
    .sort((a, b) => a - b)
    .at(0);
  if (oldest !== undefined) {
    const all =
      stale.length === answers.length ? "Served" : `${counted(stale.length, "series")} of ${answers.length} served`;
    sentences.push(`${all} from the copy of ${day(oldest)}.`);
  }
  if (outside > 0) {
    const are = outside === 1 ? "is" : "are";
    sentences.push(
      `${counted(outside, "series")} ${are} of areas that ${name} does not publish them for, and not asked for.`,
    );
  }
  sentences.push(...new Set(notes));
  return sentences.length === 0 ? undefined : sentences.join(" ");
}
