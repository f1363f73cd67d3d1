import type { Engine } from "../datasources/core/engine";
import {
  type Cell,
  type NationalSource,
  type Sample,
  SourceFault,
  type SourceFaultCode,
  type Want,
} from "../datasources/core/source";
import { readIsoPeriod } from "../schema/values/period";
import { openLiveEngine, sampleWant } from "./live-sample";
import { type Command, flagsIn, namedSources, table } from "./parts";

/** How a live service answers what it must be able to answer. */
export interface Checked {
  readonly source: string;
  readonly verdict: "ok" | "drift" | "unreachable" | "no key" | "off";
  readonly about: string;
}

/** Faults that say that a service answers otherwise than it did, rather than not at all. */
const DRIFT: readonly SourceFaultCode[] = ["BAD_SHAPE", "TOO_LARGE", "REFUSED"];
/** For one source, with all its polling. */
const PATIENCE_MS = 120_000;
const POSTCODE = "M32 0TH";

/** `outturn source check [source...]`: 1 where an answer has changed, 2 where none has but some could not be had. */
export const sourceCheck: Command = async (args, parts) => {
  const { words } = flagsIn(args, []);
  const wanted = namedSources(parts.sources(), words);
  const live = await openLiveEngine(parts);
  try {
    const checked: Checked[] = [];
    for (const source of wanted) checked.push(await check(live.engine, source));
    parts.out.write(table(checked.map(({ source, verdict, about }) => [source, verdict, about])));
    if (checked.some(({ verdict }) => verdict === "drift")) return 1;
    return checked.some(({ verdict }) => verdict === "unreachable") ? 2 : 0;
  } finally {
    await live.close();
  }
};

/** Asks one live service for its sample, or, of a source without figures, for a postcode or its first page of areas. */
export async function check(engine: Engine, source: NationalSource): Promise<Checked> {
  try {
    const about = await asked(engine, source);
    return { source: source.id, ...about };
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return { source: source.id, ...verdictOn(error) };
  }
}

type Verdict = Omit<Checked, "source">;

function verdictOn({ code, message }: SourceFault): Verdict {
  if (code === "OFF") return { verdict: "off", about: message };
  if (code === "MISCONFIGURED") return { verdict: "no key", about: message };
  return { verdict: DRIFT.includes(code) ? "drift" : "unreachable", about: message };
}

async function asked(engine: Engine, source: NationalSource): Promise<Verdict> {
  const { sample, observe, postcodes, areas } = source;
  const limit = { deadlineMs: PATIENCE_MS };
  if (sample !== undefined && observe !== undefined) {
    const want = await sampleWant(engine, source);
    if (want === undefined) return { verdict: "ok", about: "it has no figures" };
    const { cells, failed = [], also } = await engine.run(source.id, () => observe.call(source, [want]), limit);
    const [first] = failed;
    return first === undefined ? judged(cells, want, sample, also) : verdictOn(first.fault);
  }
  if (postcodes !== undefined) {
    const [answer] = await engine.run(source.id, () => postcodes.call(source, [POSTCODE]), limit);
    const found = answer?.found?.areas.length ?? 0;
    return found > 0
      ? { verdict: "ok", about: `${POSTCODE} lies in ${found} areas` }
      : { verdict: "drift", about: `it does not know the postcode ${POSTCODE}` };
  }
  if (areas !== undefined) {
    const page = await engine.run(source.id, () => areas.call(source, undefined), limit);
    return page.areas.length > 0
      ? { verdict: "ok", about: `${page.areas.length} areas on the first page` }
      : { verdict: "drift", about: "its first page has no area" };
  }
  return { verdict: "ok", about: "it declares no sample" };
}

/** Whether the cells are what the sample must bring: enough values, and nothing that was neither asked for nor declared (`also`). */
export function judged(cells: readonly Cell[], want: Want, sample: Sample, also: readonly Want[] = []): Verdict {
  const among = ({ indicator, area }: Cell, wants: readonly Want[]) =>
    wants.some((each) => each.indicator.upstreamId === indicator && each.areas.some(({ code }) => code === area));
  const stranger = cells.find((cell) => !among(cell, [want, ...also]));
  if (stranger !== undefined)
    return {
      verdict: "drift",
      about: `a figure of ${stranger.indicator} for ${stranger.area} came, which was not asked for`,
    };
  const unread = cells.find((cell) => readIsoPeriod(cell.period) === undefined);
  if (unread !== undefined) return { verdict: "drift", about: `a period cannot be read: ${unread.period}` };
  const wrong = cells.find((cell) => (cell.value === null) !== (cell.missing !== undefined));
  if (wrong !== undefined)
    return { verdict: "drift", about: `the figure for ${wrong.area} has a value and a reason for none, or neither` };
  const values = cells.filter((cell) => cell.value !== null && among(cell, [want]));
  if (values.length < sample.atLeast)
    return { verdict: "drift", about: `${values.length} values came; at least ${sample.atLeast} are expected` };
  const newest = values
    .map((cell) => readIsoPeriod(cell.period))
    .sort((a, b) => ((a?.end ?? "") < (b?.end ?? "") ? 1 : -1))[0];
  return { verdict: "ok", about: `${values.length} values, the newest for ${newest?.label ?? "no period"}` };
}
