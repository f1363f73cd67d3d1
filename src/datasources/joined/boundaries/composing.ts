import { wayOfAdding } from "../../../statistics/adding-up";
import { AbsentObservation } from "../../core/absence";
import type { SourceUse } from "../../core/engine";
import type * as p from "../../core/ports";
import type * as r from "../../core/records";
import { Lists } from "../../local/record-shapes";
import type { Figures, ReadValues } from "../read-values";
import { type Cover, type Covers, coversOf, type Way } from "./covers";
import { derivedFigure, keyOn, type Leaf, type Making } from "./derived-figure";
import { type Part, rougher, type Shares, through } from "./shares";

/** How many changes one after the other are followed: three reorganisations since codes began. */
const MOST_ROUNDS = 3;

/** Puts figures together for areas on a day's boundaries. Reads what it needs for all areas and indicators together, a round at a time. */
export class Composing {
  readonly #selection: p.ObservationSelection;
  readonly #shares: Shares;
  readonly #day: string;
  readonly #read: ReadValues;
  /** Figures that a publisher told, by indicator, area, breakdown and period. */
  readonly #told = new Map<string, r.ObservationRecord>();
  /** Series (indicator and area) with a told figure. */
  readonly #series = new Set<string>();
  /** Periods of told figures by indicator and breakdown. */
  readonly #periods = new Map<string, Map<string, r.ObservationRecord>>();
  readonly #asked = new Set<r.AreaRecord>();
  readonly #covers = new Map<string, Covers>();
  readonly #uses: SourceUse[] = [];

  constructor(selection: p.ObservationSelection, shares: Shares, day: string, read: ReadValues) {
    this.#selection = selection;
    this.#shares = shares;
    this.#day = day;
    this.#read = read;
  }

  get uses(): readonly SourceUse[] {
    return this.#uses;
  }

  /** Keeps what was read; blanks that nobody published are not kept. */
  take({ observations, uses }: Figures): void {
    this.#uses.push(...uses);
    for (const figure of observations) {
      if (!isTold(figure)) continue;
      const { indicator, area, breakdownOf, period } = figure;
      this.#told.set(keyOf(indicator, area, breakdownOf.code, period.id), figure);
      this.#series.add(seriesOf(indicator, area));
      const series = this.#periods.get(indicator.slug) ?? new Map<string, r.ObservationRecord>();
      this.#periods.set(indicator.slug, series.set(`${breakdownOf.code} ${period.id}`, figure));
    }
  }

  /** Reads the figures of all that the areas could be put together from: what was, what came after, what lies in them. */
  async gather(areas: readonly r.AreaRecord[]): Promise<void> {
    const indicators = this.#selection.indicators;
    for (const area of areas) this.#asked.add(area);
    let frontier = areas
      .filter((area) => indicators.some((indicator) => this.#isWanting(indicator, area)))
      .map((area) => ({ area, way: undefined as Way | undefined }));
    for (let round = 0; round < MOST_ROUNDS && frontier.length > 0; round += 1) {
      const further = frontier.flatMap(({ area, way }) =>
        this.#coversOf(area, way)
          .covers.filter((cover) => indicators.some((indicator) => mayUse(cover, indicator)))
          .flatMap((cover) => cover.parts.map((part) => ({ area: part.area, way: cover.way }))),
      );
      const fresh = further.filter(({ area }) => !this.#asked.has(area));
      for (const { area } of fresh) this.#asked.add(area);
      const wanted = [...new Set(fresh.map(({ area }) => area))];
      if (wanted.length > 0) this.take(await this.#read({ ...this.#selection, indicators, areas: wanted }));
      frontier = further.filter(({ area }) => indicators.some((each) => !this.#series.has(seriesOf(each, area))));
    }
    await this.#level(areas);
  }

  /** The figures of one area and indicator: published ones as they are, then those that can be made, as many periods as are asked for. */
  answer(making: Making, published: readonly r.ObservationRecord[]): readonly r.ObservationRecord[] {
    const told = published.filter(isTold);
    if (!this.#isWanting(making.indicator, making.area)) return published;
    const made = this.#made(making);
    const figures = [...told, ...made].toSorted(inTime);
    if (figures.length === 0) return published.slice(0, 1).map((blank) => this.#whyNone(making, blank));
    return newest(figures, this.#latest);
  }

  /** With `latest`, parts may have different newest periods: those that some part has are asked of all. */
  async #level(areas: readonly r.AreaRecord[]): Promise<void> {
    const most = this.#latest;
    if (most === undefined) return;
    const ids = new Set<string>();
    for (const area of areas)
      for (const indicator of this.#selection.indicators) {
        if (!this.#isWanting(indicator, area)) continue;
        for (const figure of this.#periods.get(indicator.slug)?.values() ?? [])
          if (this.#leaves(indicator, area, figure, undefined, 0) === undefined) ids.add(figure.period.id);
      }
    if (ids.size === 0) return;
    this.take(await this.#read({ ...this.#selection, areas: [...this.#asked], period: { ids: [...ids] } }));
  }

  #made(making: Making): readonly r.ObservationRecord[] {
    const { indicator, area } = making;
    return [...(this.#periods.get(indicator.slug)?.values() ?? [])].flatMap((like) => {
      if (this.#told.has(keyOf(indicator, area, like.breakdownOf.code, like.period.id))) return [];
      const leaves = this.#leaves(indicator, area, like, undefined, 0);
      return leaves === undefined ? [] : [derivedFigure(making, leaves)];
    });
  }

  /** The told figures that make up an area's for the breakdown and period of `like`; undefined where some are wanting. Exact ways come first. */
  #leaves(
    indicator: r.IndicatorRecord,
    area: r.AreaRecord,
    like: r.ObservationRecord,
    way: Way | undefined,
    depth: number,
  ): readonly Leaf[] | undefined {
    const own = this.#told.get(keyOf(indicator, area, like.breakdownOf.code, like.period.id));
    if (own !== undefined) return [{ figure: own, part: { area, weight: 1, fit: "EXACT", basis: "EXACT" } }];
    if (depth === MOST_ROUNDS) return undefined;
    let roughest: readonly Leaf[] | undefined;
    for (const cover of this.#coversOf(area, way).covers) {
      const leaves = mayUse(cover, indicator) ? this.#covered(cover, indicator, like, depth) : undefined;
      if (leaves === undefined) continue;
      if (leaves.every(({ part }) => part.fit === "EXACT")) return leaves;
      roughest ??= leaves;
    }
    return roughest;
  }

  #covered(
    cover: Cover,
    indicator: r.IndicatorRecord,
    like: r.ObservationRecord,
    depth: number,
  ): readonly Leaf[] | undefined {
    const leaves = new Map<r.ObservationRecord, Leaf>();
    for (const part of cover.parts) {
      const beneath = this.#leaves(indicator, part.area, like, cover.way, depth + 1);
      if (beneath === undefined) return undefined;
      for (const leaf of beneath) {
        const joint: Part = { ...through(part, leaf.part), area: leaf.part.area };
        const before = leaves.get(leaf.figure);
        const sum =
          before === undefined ? joint : { ...rougher(before.part, joint), weight: before.part.weight + joint.weight };
        leaves.set(leaf.figure, { figure: leaf.figure, part: sum });
      }
    }
    return [...leaves.values()];
  }

  #whyNone(making: Making, blank: r.ObservationRecord): r.ObservationRecord {
    const { covers, why } = this.#coversOf(making.area, undefined);
    if (covers.length === 0 && why.length === 0) return blank;
    const chosen = wayOfAdding(making.indicator);
    const several = covers.some(({ parts }) => parts.length > 1);
    const refused = several && chosen.way === "NONE";
    const isWanting = covers.length > 0 && chosen.way !== "NONE";
    const reasons = [
      ...(isWanting ? [] : blank.notes),
      ...(refused ? [chosen.why] : []),
      ...why,
      ...(isWanting ? [`No period has a figure for every part: ${partsOf(covers)}.`] : []),
    ];
    const unfilled = isWanting ? "NOT_AVAILABLE" : (blank.missing ?? "NOT_AVAILABLE");
    const missing = refused ? "NOT_COLLECTED_AT_THIS_GEOGRAPHY" : unfilled;
    const told = new AbsentObservation(making, blank.period, blank.breakdownOf, { missing, note: reasons.join(" ") });
    return Object.assign(told, { key: keyOn(making, blank) });
  }

  /** Whether figures are looked for beyond those that were published for the area itself. */
  #isWanting(indicator: r.IndicatorRecord, area: r.AreaRecord): boolean {
    const { ids } = this.#selection.period;
    const most = this.#latest ?? ids?.length;
    const told = [...(this.#periods.get(indicator.slug)?.values() ?? [])].filter(({ breakdownOf, period }) =>
      this.#told.has(keyOf(indicator, area, breakdownOf.code, period.id)),
    );
    return most === undefined || told.length < most;
  }

  /** How many of the latest periods are asked for; undefined where periods are named by their dates. */
  get #latest(): number | undefined {
    const { latest, on, from, to, ids, type } = this.#selection.period;
    const anyTime = [on, from, to, ids, type].every((each) => each === undefined);
    return anyTime ? (latest ?? 1) : undefined;
  }

  #coversOf(area: r.AreaRecord, way: Way | undefined): Covers {
    const key = `${area.code} ${way ?? ""}`;
    const found = this.#covers.get(key) ?? coversOf(area, this.#day, this.#shares, way);
    this.#covers.set(key, found);
    return found;
  }
}

/** What cannot be added can still be taken whole, from one area that is the same ground. */
function mayUse({ parts }: Cover, indicator: r.IndicatorRecord): boolean {
  return wayOfAdding(indicator).way !== "NONE" || (parts.length === 1 && parts[0]?.weight === 1);
}

/** Whether a publisher told it: a figure, or a blank that stands in a release or an answer. Services that cannot be reached tell nothing but that. */
function isTold({ value, release, missing }: r.ObservationRecord): boolean {
  return value !== null || release !== undefined || missing === "SOURCE_UNAVAILABLE" || missing === "CONFIDENTIAL";
}

function keyOf(indicator: r.IndicatorRecord, area: r.AreaRecord, breakdown: string, period: string): string {
  return `${indicator.slug}|${area.code}|${period}|${breakdown}`;
}

function seriesOf(indicator: r.IndicatorRecord, area: r.AreaRecord): string {
  return `${indicator.slug}|${area.code}`;
}

function inTime(a: r.ObservationRecord, b: r.ObservationRecord): number {
  const pairs = [
    [a.breakdownOf.code, b.breakdownOf.code],
    [a.period.end, b.period.end],
    [a.period.start, b.period.start],
    [a.period.id, b.period.id],
  ] as const;
  return pairs.map(([left, right]) => order(left, right)).find((sign) => sign !== 0) ?? 0;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The newest so many of each breakdown. */
function newest(figures: readonly r.ObservationRecord[], most: number | undefined): readonly r.ObservationRecord[] {
  if (most === undefined) return figures;
  const byBreakdown = new Lists<string, r.ObservationRecord>();
  for (const figure of figures) byBreakdown.add(figure.breakdownOf.code, figure);
  return [...new Set(figures.map(({ breakdownOf }) => breakdownOf.code))].flatMap((code) =>
    byBreakdown.of(code).slice(-most),
  );
}

const MOST_NAMED = 6;

function partsOf(covers: readonly Cover[]): string {
  const parts = covers[0]?.parts ?? [];
  const names = parts.slice(0, MOST_NAMED).map(({ area }) => `${area.name} (${area.code})`);
  return `${names.join(", ")}${parts.length > MOST_NAMED ? ` and ${parts.length - MOST_NAMED} more` : ""}`;
}
