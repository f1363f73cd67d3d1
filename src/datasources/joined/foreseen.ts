import type { PlannedCalls } from "../core/engine";
import type * as p from "../core/ports";
import { remoteSeries } from "../remote/remote-series";
import { chained, type ReadValues, type ValueStep } from "./read-values";
import { split } from "./selection-parts";

const NOTHING = { observations: [], uses: [] };

/**
 * What reading a selection would ask of publishers, without asking: the same steps are gone through, with blanks in place of publishers'
 * figures. What an option reads only where figures lack (smaller areas that `rollUp` adds up, areas that stood on other boundaries) counts
 * as asked for: it is the most that can come. Of the hub's own figures only those are read that an option needs, such as populations.
 * `choosing` are the steps that may choose other indicators than those asked for. One entry a source that the store knows.
 */
export async function foreseen(
  catalogue: p.Catalogue,
  { choosing, steps }: { readonly choosing: readonly ValueStep[]; readonly steps: readonly ValueStep[] },
  readLocal: ReadValues,
  forecast: (selection: p.ObservationSelection) => Promise<readonly PlannedCalls[]>,
  selection: p.ObservationSelection,
): Promise<p.UpstreamPlanRecord["sources"]> {
  const asked: p.ObservationSelection[] = [];
  const look: ReadValues = async (part) => {
    const { local, remote } = split(part.indicators);
    const own = local.length === 0 ? NOTHING : await readLocal({ ...part, indicators: local });
    if (remote.length > 0) asked.push({ ...part, indicators: remote });
    const blanks = part.areas.flatMap((area) =>
      remote.flatMap((indicator) => remoteSeries(catalogue, { indicator, area }, [], part)),
    );
    return { observations: [...own.observations, ...blanks], uses: [] };
  };
  await chained(catalogue, [...choosing, ofPublishers, ...steps], look)(selection);
  const planned = new Map<string, PlannedCalls>();
  for (const part of asked)
    for (const one of await forecast(part)) {
      const before = planned.get(one.source);
      planned.set(one.source, before === undefined ? one : both(before, one));
    }
  return [...planned.values()].flatMap(({ source, calls, series, atHand }) => {
    const record = catalogue.sourceOfService(source);
    return record === undefined ? [] : [{ source: record, upstreamCalls: calls, series, atHand }];
  });
}

/** The hub's own indicators are not foreseen: nothing is asked of anybody for them. */
const ofPublishers: ValueStep = (_catalogue, next) => async (selection) => {
  const { remote } = split(selection.indicators);
  return remote.length === 0 ? NOTHING : next({ ...selection, indicators: remote });
};

function both(a: PlannedCalls, b: PlannedCalls): PlannedCalls {
  return {
    source: a.source,
    calls: a.calls + b.calls,
    series: a.series + b.series,
    atHand: a.atHand + b.atHand,
    ...(a.open === undefined && b.open === undefined ? {} : { open: true }),
  };
}
