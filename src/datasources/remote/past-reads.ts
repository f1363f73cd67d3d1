import { asKnown } from "../core/as-known";
import type { LearntFigures, LearntForm } from "../core/learnt";
import { checkPeriods } from "../core/period-choice";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { answersFor } from "../core/want-breakdown";
import type { RemoteReading } from "./remote-reads";
import { type CodeAnswer, remoteSeries } from "./remote-series";

/**
 * The figures of national services as the hub knew them at an instant. No publisher is asked: what the hub had not learnt by then
 * is blank. In the order area, indicator, breakdown, period; every area and indicator answered.
 */
export async function readPast(
  learnt: LearntFigures | undefined,
  catalogue: p.Catalogue,
  selection: p.ObservationSelection,
  asOf: string,
): Promise<RemoteReading> {
  checkPeriods(selection.period);
  const { indicators, areas } = selection;
  const forms = new Map<string, LearntForm[]>();
  for (const form of (await learnt?.knownAt(indicators, areas, asOf)) ?? []) {
    const series = forms.get(`${form.indicator} ${form.area}`);
    if (series === undefined) forms.set(`${form.indicator} ${form.area}`, [form]);
    else series.push(form);
  }
  const observations = areas.flatMap((area) =>
    indicators.flatMap((indicator) => {
      const answers = [area, ...area.sameGround].flatMap((code) =>
        answersOf(code, indicator, forms.get(`${indicator.id} ${code.id}`) ?? [], selection),
      );
      return remoteSeries(catalogue, { indicator, area }, answers, selection).map((record) => ofThen(record, asOf));
    }),
  );
  const sources = new Set(indicators.flatMap(({ remote }) => remote?.source ?? []));
  const uses = [...sources].map((source) => ({
    source,
    ...({ state: "OK", servedFrom: "SNAPSHOT", upstreamCalls: 0, millis: 0 } as const),
    message: "As the hub knew it at the instant asked for; nothing was asked of the publisher.",
  }));
  return { observations, uses };
}

/** A figure with the release that its publisher's catalogue was at then. */
function ofThen(record: r.ObservationRecord, asOf: string): r.ObservationRecord {
  const { release: _, ...known } = asKnown(record, asOf);
  const release = record.indicator.dataset.releases.find(({ learntAt }) => learntAt <= asOf);
  return record.release === undefined || release === undefined ? known : { ...known, release };
}

/** What one code of an area's ground had, one answer for each instant at which something of it was learnt. */
function answersOf(
  code: r.AreaRecord,
  indicator: r.IndicatorRecord,
  forms: readonly LearntForm[],
  { breakdown }: p.ObservationSelection,
): readonly CodeAnswer[] {
  const dimensions = indicator.remote?.indicator.dimensions ?? [];
  return forms
    .filter(({ cell }) => answersFor(dimensions, breakdown, cell.breakdown))
    .map(({ cell, learntAt }) => ({
      code,
      answer: { cells: [cell], fetchedAt: learntAt, servedFrom: "SNAPSHOT" as const },
    }));
}
