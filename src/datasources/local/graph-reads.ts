import DataLoader from "dataloader";
import type * as v from "../../schema/values/enums";
import { observationPage, pageOfAll } from "../core/observation-pages";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { type Catalogues, withCatalogue } from "./catalogue-cache";
import { Changes } from "./changes";
import type { Comparisons, OperationComparisons } from "./comparison";
import { GroupChoices } from "./group-choices";
import { groupsOf } from "./groups";
import type { LocalCatalogue } from "./local-catalogue";
import type { LocalObservations } from "./observations";
import { Lists } from "./record-shapes";
import { listedGroup, relatives, selectAreas, selectGroup } from "./selection";

/** What all operations share. */
export interface GraphReadsDeps {
  readonly catalogues: Catalogues;
  readonly observations: LocalObservations;
  readonly comparisons: Comparisons;
  readonly searchOf: (catalogue: p.Catalogue) => p.Search;
  readonly now: () => Date;
}

interface FiguresKey {
  readonly area: r.AreaRecord;
  readonly indicators: readonly r.IndicatorRecord[];
  readonly series: p.SeriesRequest;
}

/** The reads of one operation, over the hub's own tables. */
export async function createGraphReads(deps: GraphReadsDeps): Promise<p.GraphReads> {
  return new LocalGraphReads(deps, await deps.catalogues.current());
}

class LocalGraphReads implements p.GraphReads {
  readonly catalogue: LocalCatalogue;
  readonly #deps: GraphReadsDeps;
  readonly #figures: DataLoader<FiguresKey, readonly r.ObservationRecord[], FiguresKey>;
  readonly #changes: Changes;
  readonly #groups = new GroupChoices();
  readonly #comparisons: OperationComparisons;

  constructor(deps: GraphReadsDeps, catalogue: LocalCatalogue) {
    this.#deps = deps;
    this.catalogue = catalogue;
    this.#figures = new DataLoader((keys) => this.#readFigures(keys), { cache: false });
    this.#changes = new Changes((observation) => deps.observations.series(this.catalogue, observation));
    this.#comparisons = deps.comparisons.over(catalogue);
  }

  get search(): p.Search {
    return this.#deps.searchOf(this.catalogue);
  }

  get today(): string {
    return this.catalogue.today();
  }

  selectAreas(specification: p.AreaSpecification, argument: string): p.AreaChoice {
    return selectAreas(this.catalogue, this.search, specification, argument);
  }

  selectGroup(specification: p.GroupSpecification, argument: string): p.GroupChoice {
    return this.#groups.of(specification, () =>
      selectGroup(this.catalogue, this.search, specification, argument, (members) =>
        this.#groups.listed(members, () => listedGroup(this.catalogue, this.search, members, argument)),
      ),
    );
  }

  groupsOf(
    area: r.AreaRecord,
    kinds: readonly v.ComparisonGroupKind[] | undefined,
  ): readonly r.ComparisonGroupRecord[] {
    return groupsOf(area, kinds);
  }

  relatives(
    area: r.AreaRecord,
    direction: "up" | "down",
    types: readonly v.AreaTypeCode[] | undefined,
    on: string | undefined,
  ): readonly r.AreaRecord[] {
    return relatives(this.catalogue, area, direction, types, on);
  }

  observations(request: p.ObservationRequest): Promise<p.ObservationPage> {
    const { indicators, period, breakdown } = request;
    const read = (areas: readonly r.AreaRecord[]) => this.#read({ indicators, areas, period, breakdown });
    return observationPage(
      request,
      read,
      (observations) => this.#changes.differences(observations),
      () => this.#deps.now().getTime(),
    );
  }

  figuresOf(
    area: r.AreaRecord,
    indicators: readonly r.IndicatorRecord[],
    series: p.SeriesRequest,
  ): Promise<readonly r.ObservationRecord[]> {
    return this.#figures.load({ area, indicators, series });
  }

  async observationsOf(area: r.AreaRecord, request: p.AreaObservationRequest): Promise<p.ObservationPage> {
    const { indicators, period, breakdown, onlyPublished } = request;
    const started = this.#deps.now().getTime();
    const figures = await this.figuresOf(area, indicators, { period, breakdown });
    const kept = onlyPublished ? figures.filter((figure) => figure.release !== undefined) : figures;
    return pageOfAll(kept, request, this.#deps.now().getTime() - started);
  }

  learntAt({ release, indicator }: r.ObservationRecord): string {
    return release?.learntAt ?? indicator.dataset.releases[0]?.learntAt ?? this.#deps.now().toISOString();
  }

  observationByKey(key: string): Promise<r.ObservationRecord | undefined> {
    return this.#retrying((catalogue) => this.#deps.observations.observationByKey(catalogue, key));
  }

  change(
    observation: r.ObservationRecord,
    from: v.ComparePeriod,
    period: p.PeriodSelection | undefined,
  ): Promise<p.ChangeRecord | undefined> {
    return this.#changes.of(observation, from, period);
  }

  compare(
    observation: r.ObservationRecord,
    group: r.ComparisonGroupRecord,
  ): p.ComparisonRecord | Promise<p.ComparisonRecord> {
    return this.#comparisons.compare(observation, group);
  }

  /** Fields of one operation that ask the same of different areas are one reading. */
  async #readFigures(keys: readonly FiguresKey[]): Promise<(readonly r.ObservationRecord[])[]> {
    const groups = new Map<string, FiguresKey[]>();
    for (const key of keys) {
      const like = `${key.indicators.map((indicator) => indicator.id).join()} ${JSON.stringify(key.series)}`;
      const group = groups.get(like);
      if (group === undefined) groups.set(like, [key]);
      else group.push(key);
    }
    const answers = new Map<FiguresKey, readonly r.ObservationRecord[]>();
    await Promise.all(
      [...groups.values()].map(async (group) => {
        const { indicators, series } = group[0] as FiguresKey;
        const areas = [...new Set(group.map((key) => key.area))];
        const found = new Lists<string, r.ObservationRecord>();
        for (const observation of await this.#read({ indicators, areas, ...series }))
          found.add(observation.area.code, observation);
        for (const key of group) answers.set(key, found.of(key.area.code));
      }),
    );
    return keys.map((key) => answers.get(key) ?? []);
  }

  #read(selection: p.ObservationSelection): Promise<readonly r.ObservationRecord[]> {
    return this.#retrying((catalogue) =>
      this.#deps.observations.read(catalogue, rebound(selection, catalogue, this.catalogue)),
    );
  }

  /** Reads again from a newer catalogue where the store has moved since this operation began. */
  #retrying<T>(read: (catalogue: p.Catalogue) => Promise<T>): Promise<T> {
    return withCatalogue(this.#deps.catalogues, read, this.catalogue);
  }
}

/** The same selection in the records of another catalogue. What that one no longer has is left out. */
function rebound(selection: p.ObservationSelection, catalogue: p.Catalogue, own: p.Catalogue): p.ObservationSelection {
  if (catalogue === own) return selection;
  return {
    ...selection,
    indicators: selection.indicators.flatMap((indicator) => catalogue.indicatorBySlug(indicator.slug) ?? []),
    areas: selection.areas.flatMap((area) => catalogue.areaByCode(area.code) ?? []),
  };
}
