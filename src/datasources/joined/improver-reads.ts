import { CallerError } from "../../schema/values/caller-error";
import { improversAmong } from "../../statistics/improvers";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import type * as st from "../core/statistics-ports";
import { changeFrom } from "../local/changes";
import { intervalOf } from "./group-reads";
import { newestPeriod, type OnePeriod } from "./one-period";
import type { ReadValues } from "./read-values";

/** Who improved most from the newest period that `from` finds to the newest that `to` finds, the most first; or why nobody did. */
export async function improvement(read: ReadValues, request: st.ImproversRequest): Promise<st.ImprovementRecord> {
  const { indicator, breakdown, similarStartTo: like } = request;
  const areas = like === undefined || request.areas.includes(like) ? request.areas : [...request.areas, like];
  const asked = { indicators: [indicator], areas, breakdown };
  const [starts, ends] = await Promise.all([
    read({ ...asked, period: request.from }),
    read({ ...asked, period: request.to }),
  ]);
  const [start, end] = [starts, ends].map(({ observations }) => told(newestPeriod(observations, "breakdown")));
  const nobody = { indicator, improvers: [], compared: 0, similarStart: null, leftOut: [] };
  const periods = {
    ...(start === undefined ? {} : { start: start.period }),
    ...(end === undefined ? {} : { end: end.period }),
  };
  if (start === undefined || end === undefined) {
    const lacking = start === undefined ? "the start" : "the end";
    return { ...nobody, ...periods, why: `No area that was asked for has a figure at ${lacking}.` };
  }
  if (start.period.start >= end.period.start) {
    const said = `\`from\` means ${start.period.label} and \`to\` means ${end.period.label}.`;
    throw new CallerError(said, "from", "a period before the one that `to` means");
  }
  const between = await seriesBetween(read, asked, start, end);
  const changes = new Map(
    areas.flatMap((area) => {
      const [from, to] = [start.byArea.get(area.code), end.byArea.get(area.code)];
      return from === undefined || to === undefined
        ? []
        : [[area.code, { from, to, change: changeFrom(from, to, between.get(area.code) ?? []) }] as const];
    }),
  );
  const found = improversAmong(
    areas.map(({ code }) => {
      const { from, to, change } = changes.get(code) ?? {};
      return { key: code, start: intervalOf(from), end: intervalOf(to), notComparable: change?.why ?? null };
    }),
    indicator.polarity,
    like?.code,
  );
  const byCode = new Map(request.areas.map((area) => [area.code, area]));
  const improvers = found.improvers.flatMap(({ key, rank, improvement: much }): st.ImproverRecord[] => {
    const [area, moved] = [byCode.get(key), changes.get(key)];
    if (area === undefined || moved === undefined) return [];
    const { from, to, change } = moved;
    return [{ area, rank, start: from, end: to, improvement: much, change, compared: found.compared }];
  });
  const nothing = improvers.length === 0 ? `None of the ${found.compared} areas compared improved.` : null;
  return {
    indicator,
    ...periods,
    improvers,
    compared: found.compared,
    similarStart: found.similarStart,
    leftOut: byReason(found.leftOut, byCode),
    why: found.why ?? nothing,
  };
}

/** A period in which nobody has a value tells nothing. */
function told(found: OnePeriod | undefined): OnePeriod | undefined {
  const anybody = found !== undefined && [...found.byArea.values()].some(({ value }) => value !== null);
  return anybody ? found : undefined;
}

function byReason(
  leftOut: readonly { readonly key: string; readonly why: string }[],
  byCode: ReadonlyMap<string, r.AreaRecord>,
): st.ImprovementRecord["leftOut"] {
  const reasons = new Map<string, r.AreaRecord[]>();
  for (const { key, why } of leftOut) {
    const area = byCode.get(key);
    if (area !== undefined) reasons.set(why, [...(reasons.get(why) ?? []), area]);
  }
  return [...reasons]
    .map(([reason, areas]) => ({ reason, areas }))
    .sort((a, b) => b.areas.length - a.areas.length || (a.reason < b.reason ? -1 : 1));
}

/** All figures from the start to the end, by area: a break in the series may be marked on one in between. */
async function seriesBetween(
  read: ReadValues,
  asked: Omit<p.ObservationSelection, "period">,
  start: OnePeriod,
  end: OnePeriod,
): Promise<ReadonlyMap<string, readonly r.ObservationRecord[]>> {
  const { observations } = await read({ ...asked, period: { from: start.period.start, to: end.period.start } });
  const series = new Map<string, r.ObservationRecord[]>();
  for (const observation of observations) {
    const own = series.get(observation.area.code);
    if (own === undefined) series.set(observation.area.code, [observation]);
    else own.push(observation);
  }
  return series;
}
