import { type Answer, fetchOne, type Plan, pause } from "../../core/plan";
import { SourceFault } from "../../core/source";
import { noticeOf } from "../../formats/sdmx-xml";

/** How long the hub waits for a table that Eurostat makes ready, in steps: half a minute in all. */
const WAITS: readonly number[] = [2_000, 4_000, 6_000, 8_000, 10_000];

/**
 * The answer that holds figures, at once or after a while: what is in place of them (a queue, a fault, "no results") is read and asked
 * after. Undefined where the service says that there are none. Throws TIMEOUT where they are not ready in time, REFUSED, BAD_SHAPE.
 */
export function* settled(first: Answer): Plan<Answer | undefined> {
  const waits = [...WAITS];
  let answer = first;
  let isReady = false;
  for (;;) {
    const text = answer.text.trimStart();
    if (!text.startsWith("<")) {
      if (answer.status === 404 && /no ?(?:records|results)/i.test(text)) return undefined;
      if (answer.status === 413) throw tooBig();
      if (answer.status >= 400) throw refused();
      // The JSON form of "being made ready" has no queue to ask after.
      if (/^\{\s*"warning"/.test(text)) throw notReady();
      return answer;
    }
    const notice = noticeOf(answer);
    if (notice.kind === "nothing") return undefined;
    if (notice.kind === "too-big") throw tooBig();
    if (notice.kind === "fault") throw refused();
    const asked = { accept: first.request.accept, base: "async", handles: [404, 413] };
    if (notice.kind === "ready") {
      if (isReady) throw notReady();
      isReady = true;
      answer = yield* fetchOne({ ...asked, path: `async/data/${notice.id}` });
      continue;
    }
    const wait = waits.shift();
    if (wait === undefined || notice.id === undefined) throw notReady();
    yield* pause(wait);
    answer = yield* fetchOne({ ...asked, path: `async/status/${notice.id}` });
  }
}

function notReady(): SourceFault {
  return new SourceFault("TIMEOUT", "Eurostat is still making this table ready; ask again in some minutes.", 300_000);
}

function tooBig(): SourceFault {
  return new SourceFault("REFUSED", "The service does not give so large a table in one question.");
}

function refused(): SourceFault {
  return new SourceFault("REFUSED", "The service refused the question.");
}
