import { LRUCache } from "lru-cache";
import type { AreaSupplies, KeptStore, SupplyTerms } from "../core/engine";
import type * as r from "../core/records";
import { type AreaBoundary, type AreaRef, SourceFault } from "../core/source";
import { type Catalogues, withCatalogue } from "../local/catalogue-cache";
import type { LocalObservations } from "../local/observations";

export interface AreaSuppliesDeps {
  readonly catalogues: Catalogues;
  readonly observations: LocalObservations;
  readonly kept: KeptStore;
  /** Asks for boundaries that are not at hand, all in one go; areas that there is none for are left out. */
  readonly askBoundaries: (areas: readonly AreaRef[], terms: SupplyTerms) => Promise<readonly AreaBoundary[]>;
  readonly now: () => number;
}

/** The indicator of usual residents, mid-year estimates of the ONS: in the starter set and in every `els` harvest. */
const POPULATION = "population-count";
/** Boundaries change on a few days a year, and then under a new code or with a new vintage. */
const KEEP_MS = 120 * 24 * 3600 * 1000;
const IN_MEMORY = 400;
const KEY = "boundary|";

/** What some sources need of each area: boundaries kept in the store once fetched, populations from the hub's own figures. */
export function createAreaSupplies(deps: AreaSuppliesDeps): AreaSupplies {
  const held = new LRUCache<string, AreaBoundary>({ max: IN_MEMORY });

  async function fromStore(codes: readonly string[]): Promise<void> {
    if (codes.length === 0) return;
    for (const entry of await deps.kept.read(codes.map((code) => KEY + code)))
      held.set(entry.key.slice(KEY.length), JSON.parse(entry.body) as AreaBoundary);
  }

  async function fromPublisher(codes: readonly string[], terms: SupplyTerms): Promise<void> {
    const catalogue = await deps.catalogues.current();
    const areas = codes.flatMap((code) => {
      const area = catalogue.areaByCode(code);
      return area === undefined ? [] : [{ code, kind: area.areaType.code, name: area.name }];
    });
    if (areas.length === 0) return;
    const found = await deps.askBoundaries(areas, terms);
    for (const boundary of found) held.set(boundary.code, boundary);
    const fetchedAt = deps.now();
    await deps.kept.write(
      found.map((boundary) => ({
        key: KEY + boundary.code,
        source: "open-geography",
        body: JSON.stringify(boundary),
        fetchedAt,
        keepUntil: fetchedAt + KEEP_MS,
      })),
    );
  }

  return {
    async boundaries(codes, terms) {
      const answer = new Map<string, AreaBoundary>();
      const take = () => {
        for (const code of codes) {
          const boundary = held.get(code);
          if (boundary !== undefined) answer.set(code, boundary);
        }
        return codes.filter((code) => !answer.has(code));
      };
      const notHeld = take();
      if (notHeld.length === 0) return answer;
      await fromStore(notHeld).catch(() => undefined); // without the store the publisher is asked
      const missing = take();
      if (missing.length > 0) {
        try {
          await fromPublisher(missing, terms);
        } catch (error) {
          // Areas whose boundaries are at hand are answered all the same.
          if (!(error instanceof SourceFault) || terms.onFault === undefined) throw error;
          terms.onFault(missing, error);
        }
      }
      take();
      return answer;
    },

    async populations(codes) {
      const byCode = new Map<string, ReadonlyMap<number, number>>();
      await withCatalogue(deps.catalogues, async (catalogue) => {
        const indicator = catalogue.indicatorBySlug(POPULATION);
        if (indicator === undefined) return;
        const areas = codes.flatMap((code) => catalogue.areaByCode(code) ?? []);
        const selection = { indicators: [indicator], areas, period: { from: "1800-01-01" }, breakdown: [] };
        const figures = await deps.observations.read(catalogue, selection);
        for (const [code, years] of byArea(figures)) byCode.set(code, years);
      });
      return byCode;
    },
  };
}

function byArea(figures: readonly r.ObservationRecord[]): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const areas = new Map<string, Map<number, number>>();
  for (const { area, period, value } of figures) {
    if (value === null) continue;
    const years = areas.get(area.code) ?? new Map<number, number>();
    areas.set(area.code, years.set(Number(period.end.slice(0, 4)), value));
  }
  return areas;
}
