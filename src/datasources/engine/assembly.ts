import type { SeriesAnswer } from "../core/engine";
import type { SourceFault, Want } from "../core/source";
import type { Entry } from "./answer-cache";
import { narrow } from "./entries";
import { counted, day } from "./words";

/** What is known of one question in the end. */
export type Answered =
  | { readonly entry: Entry; readonly live: boolean; readonly staleFor?: SourceFault }
  | { readonly fault: SourceFault };

/** One series from the answers to its questions. As old as the oldest of them. */
export function seriesAnswer(want: Want, answers: readonly Answered[]): SeriesAnswer {
  const good = answers.flatMap((answer) => ("entry" in answer ? [answer] : []));
  const fault = answers.map((answer) => ("entry" in answer ? answer.staleFor : answer.fault)).find((each) => each);
  const [first] = good;
  if (first === undefined) return { cells: [], ...(fault === undefined ? {} : { fault }) };
  const cells =
    good.length === 1
      ? narrow(first.entry.cells, want.period)
      : good.flatMap((answer) => narrow(answer.entry.cells, want.period));
  const requestUrl = good.map((answer) => answer.entry.requestUrl).find((each) => each !== undefined);
  return {
    cells,
    servedFrom: good.some((answer) => answer.staleFor !== undefined)
      ? "STALE"
      : good.some((answer) => answer.live)
        ? "LIVE"
        : "CACHED",
    fetchedAt: new Date(Math.min(...good.map((answer) => answer.entry.fetchedAt))).toISOString(),
    ...(requestUrl === undefined ? {} : { requestUrl }),
    ...(fault === undefined ? {} : { fault }),
  };
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
