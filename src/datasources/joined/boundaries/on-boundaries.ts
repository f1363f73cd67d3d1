import { AbsentObservation } from "../../core/absence";
import type * as p from "../../core/ports";
import type * as r from "../../core/records";
import type { ReadValues } from "../read-values";
import { byAreaAndIndicator } from "../selection-parts";
import { Composing } from "./composing";
import { keyOn, type Making } from "./derived-figure";
import { stoodOn } from "./ground";
import { Shares } from "./shares";

/**
 * `options.boundaries`: figures on the boundaries of a day. An area that stood then (under any code of its ground) answers with what was
 * published for it; for periods that nobody published it for, with what the hub makes of the areas it was, became or is made of. An area
 * that did not stand on that day is a blank that names those which stand in its place.
 */
export function onBoundaries(catalogue: p.Catalogue, next: ReadValues): ReadValues {
  return async (selection) => {
    const { boundaries, boundaryWeight, asOf, rollUp = false } = selection.options ?? {};
    if (boundaries === undefined || selection.options === undefined) return next(selection);
    const { boundaries: _, boundaryWeight: __, ...options } = selection.options;
    const shares = new Shares(catalogue, boundaryWeight);
    const read: ReadValues = (part) => next({ ...part, options });
    const [standing, fallen] = parted(selection.areas, (area) => stoodOn(area, boundaries));
    const own = standing.length === 0 ? { observations: [], uses: [] } : await read({ ...selection, areas: standing });
    const making = { boundaries, basis: boundaryWeight, asOf, rollUp };
    const composing = new Composing(selection, shares, boundaries, read);
    composing.take(own);
    await composing.gather(standing);
    const made = standing.flatMap((area) =>
      selection.indicators.flatMap((indicator) => {
        const asked = { indicator, area, ...making };
        const published = own.observations.filter((figure) => figure.area === area && figure.indicator === indicator);
        return composing.answer(asked, published);
      }),
    );
    const blanks = fallen.flatMap((area) =>
      selection.indicators.map((indicator) => didNotStand(catalogue, shares, { indicator, area, ...making })),
    );
    return { observations: byAreaAndIndicator([...made, ...blanks], selection), uses: composing.uses };
  };
}

function parted<T>(items: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

const MOST_NAMED = 6;

function didNotStand(catalogue: p.Catalogue, shares: Shares, making: Making): r.ObservationRecord {
  const { indicator, area, boundaries } = making;
  const there = shares.rebased(area, boundaries);
  const instead =
    "parts" in there
      ? `; ask for ${there.parts
          .slice(0, MOST_NAMED)
          .map(({ area: part }) => `${part.name} (${part.code})`)
          .join(", ")}`
      : "";
  const note = `${area.name} (${area.code}) was no area of its own on ${boundaries}${instead}.`;
  const period = indicator.coverage.flatMap(({ latest }) => latest ?? [])[0] ?? dayOf(catalogue, boundaries);
  const none = catalogue.breakdownById(0) ?? { id: 0, code: "", members: [] };
  const blank = new AbsentObservation(making, period, none, { missing: "AREA_DID_NOT_EXIST", note });
  return Object.assign(blank, { key: keyOn(making, blank) });
}

function dayOf(catalogue: p.Catalogue, day: string): r.PeriodRecord {
  const made = { id: day, label: day, type: "SNAPSHOT", start: day, end: day, duration: "P1D" } as const;
  return catalogue.periodByIso(day) ?? made;
}
