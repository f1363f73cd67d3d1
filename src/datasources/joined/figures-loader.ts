import DataLoader from "dataloader";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { Lists } from "../local/record-shapes";
import type { Figures, ReadValues } from "./read-values";

/** Figures of one area. */
export interface FiguresKey extends p.SeriesRequest {
  readonly area: r.AreaRecord;
  readonly indicators: readonly r.IndicatorRecord[];
}

/** Fields of one operation that ask the same of different areas are one reading. */
export function figuresLoader(read: ReadValues): DataLoader<FiguresKey, Figures> {
  return new DataLoader((keys) => readTogether(read, keys), { cache: false });
}

async function readTogether(read: ReadValues, keys: readonly FiguresKey[]): Promise<Figures[]> {
  const groups = new Map<string, FiguresKey[]>();
  for (const key of keys) {
    const { area: _area, indicators, ...series } = key;
    const like = `${indicators.map((indicator) => indicator.id).join()} ${JSON.stringify(series)}`;
    const group = groups.get(like);
    if (group === undefined) groups.set(like, [key]);
    else group.push(key);
  }
  const answers = new Map<FiguresKey, Figures>();
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const { area: _area, ...asked } = group[0] as FiguresKey;
      const found = new Lists<string, r.ObservationRecord>();
      const { observations, uses } = await read({ ...asked, areas: [...new Set(group.map((key) => key.area))] });
      for (const observation of observations) found.add(observation.area.code, observation);
      for (const key of group) answers.set(key, { observations: found.of(key.area.code), uses });
    }),
  );
  return keys.map((key) => answers.get(key) ?? { observations: [], uses: [] });
}
