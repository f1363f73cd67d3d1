/** Loaders of one request, as DataLoader's own guide has them: one for each table, entities from TypeORM's repositories. */
import DataLoader from "dataloader";
import { type DataSource, In, type ObjectLiteral, type Repository } from "typeorm";
import { Indicator } from "../../src/entities/indicator.entity";
import { Observation } from "../../src/entities/observation.entity";
import { Period } from "../../src/entities/period.entity";
import { Dataset, Source } from "../../src/entities/publication.entity";

export interface StockContext {
  readonly db: DataSource;
  readonly observations: (slugs: readonly string[]) => DataLoader<number, Observation[]>;
  readonly indicators: DataLoader<number, Indicator | undefined>;
  readonly periods: DataLoader<number, Period | undefined>;
  readonly datasets: DataLoader<number, Dataset | undefined>;
  readonly sources: DataLoader<number, Source | undefined>;
}

export function stockContext(db: DataSource): StockContext {
  const bySlugs = new Map<string, DataLoader<number, Observation[]>>();
  return {
    db,
    observations: (slugs) => {
      const key = slugs.join();
      const known = bySlugs.get(key);
      if (known !== undefined) return known;
      const loader = new DataLoader<number, Observation[]>((areas) => latest(db, slugs, areas));
      bySlugs.set(key, loader);
      return loader;
    },
    indicators: byId(db.getRepository(Indicator)),
    periods: byId(db.getRepository(Period)),
    datasets: byId(db.getRepository(Dataset)),
    sources: byId(db.getRepository(Source)),
  };
}

function byId<T extends ObjectLiteral & { id: number }>(repository: Repository<T>): DataLoader<number, T | undefined> {
  return new DataLoader(async (ids) => {
    const rows = await repository
      .createQueryBuilder("row")
      .where("row.id IN (:...ids)", { ids: [...ids] })
      .getMany();
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id));
  });
}

/** Latest figure of each series by groupwise maximum: entities, a list for each area in the order of the slugs. */
async function latest(db: DataSource, slugs: readonly string[], areas: readonly number[]): Promise<Observation[][]> {
  const indicators = await db.getRepository(Indicator).findBy({ slug: In([...slugs]) });
  const ids = indicators.map((indicator) => indicator.id);
  const rows = await db
    .getRepository(Observation)
    .createQueryBuilder("o")
    .innerJoin(Period, "p", "p.id = o.period_id")
    .innerJoin(
      (query) =>
        query
          .select("n.indicator_id", "indicator_id")
          .addSelect("n.area_id", "area_id")
          .addSelect("MAX(q.end_date)", "newest")
          .from(Observation, "n")
          .innerJoin(Period, "q", "q.id = n.period_id")
          .where(
            "n.area_id IN (:...areas) AND n.indicator_id IN (:...ids) AND n.breakdown_id = 0 AND n.superseded_at IS NULL",
          )
          .groupBy("n.indicator_id")
          .addGroupBy("n.area_id"),
      "latest",
      "latest.indicator_id = o.indicator_id AND latest.area_id = o.area_id AND latest.newest = p.end_date",
    )
    .where(
      "o.area_id IN (:...areas) AND o.indicator_id IN (:...ids) AND o.breakdown_id = 0 AND o.superseded_at IS NULL",
    )
    .setParameters({ areas: [...areas], ids })
    .getMany();
  const place = new Map(indicators.map((indicator) => [indicator.id, slugs.indexOf(indicator.slug)]));
  const byArea = new Map<number, Observation[]>();
  for (const row of rows) byArea.set(row.areaId, [...(byArea.get(row.areaId) ?? []), row]);
  const inOrder = (a: Observation, b: Observation): number =>
    (place.get(a.indicatorId) ?? 0) - (place.get(b.indicatorId) ?? 0);
  return areas.map((area) => (byArea.get(area) ?? []).sort(inOrder));
}
