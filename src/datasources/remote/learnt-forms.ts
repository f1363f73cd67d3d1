import type { LearntFigures } from "../core/learnt";
import type * as r from "../core/records";
import type { Form } from "../core/revisions";
import { breakdownOf } from "./remote-observation";

/** Every form that figures of national services had while the hub asked for them, by observation. */
export async function learntForms(
  learnt: LearntFigures | undefined,
  observations: readonly r.ObservationRecord[],
): Promise<ReadonlyMap<r.ObservationRecord, readonly Form[]>> {
  const forms = new Map<string, Form[]>();
  const indicators = [...new Set(observations.map(({ indicator }) => indicator))];
  const areas = [...new Set(observations.map(({ area }) => area))];
  const periods = [...new Set(observations.map(({ period }) => period.id))];
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]));
  for (const { indicator: id, area, cell, learntAt, supersededAt } of (await learnt?.formsOf(
    indicators,
    areas,
    periods,
  )) ?? []) {
    const indicator = byId.get(id);
    if (indicator === undefined) continue;
    const key = `${id} ${area} ${cell.period} ${breakdownOf(indicator, cell).code}`;
    const note = cell.notes?.join(" ");
    const form: Form = {
      place: 0,
      value: cell.value,
      missing: cell.value === null ? (cell.missing ?? "NOT_AVAILABLE") : null,
      ...(note === undefined || note === "" ? {} : { note }),
      learntAt,
      ...(supersededAt === undefined ? {} : { supersededAt }),
    };
    const own = forms.get(key);
    if (own === undefined) forms.set(key, [form]);
    else own.push(form);
  }
  return new Map(
    observations.map((observation) => {
      const { indicator, area, period, breakdownOf: breakdown } = observation;
      const own = [area, ...area.sameGround].flatMap((code, place) =>
        (forms.get(`${indicator.id} ${code.id} ${period.id} ${breakdown.code}`) ?? []).map((form) => ({
          ...form,
          place,
        })),
      );
      return [observation, own];
    }),
  );
}
