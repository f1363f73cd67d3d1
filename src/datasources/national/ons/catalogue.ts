import { asText, unexpected } from "../../core/decode";
import { chunks } from "../../core/packing";
import { fetchAll, fetchOne, lookup, type Plan } from "../../core/plan";
import { type CataloguePage, type RemoteIndicator, SourceFault } from "../../core/source";
import { dimensionsOf, get, itemsIn, latestVersion, optionsOf } from "./cmd";
import { censusIndicator, type DescribedDataset, indicatorsOfDataset } from "./indicators";

const HOUR = 3_600_000;
/** Data sets of one page: those that are no census table need some five requests each. */
const DATASETS = 20;
/** Classifications of one page, and of one request for their categories. */
const CLASSIFICATIONS = 60;
const AT_ONCE = 30;

/**
 * One page of the service's indicators: first the data sets (cursor `cmd:<offset>`), then every population of the census with its
 * classifications (`census:<population>:<offset>`). Tables of the census among the data sets are left to the second part.
 */
export function* onsCatalogue(cursor: string | undefined): Plan<CataloguePage> {
  const at = /^(cmd|census)(?::(\d{1,3}))?:(\d{1,6})$/.exec(cursor ?? "cmd:0");
  if (at === null) throw new Error("A cursor of ONS indicators could not be read.");
  return at[1] === "cmd" ? yield* datasets(Number(at[3])) : yield* classifications(Number(at[2] ?? 0), Number(at[3]));
}

function* datasets(offset: number): Plan<CataloguePage> {
  const { rows, total } = itemsIn(yield* fetchOne(get("datasets", { limit: DATASETS, offset })));
  if (rows.length === 0 && offset < total) throw unexpected("its list of data sets is cut short");
  const tables = rows
    .filter((row) => !/^(TS|RM|ST)\d+[A-Z]?$/i.test(asText(row.id, "a data set's id")))
    .flatMap((entry) => {
      const version = versionOrNone(entry);
      return version === undefined ? [] : [{ entry, ...version }];
    });
  const indicators: RemoteIndicator[] = [];
  for (const table of tables) {
    const described = yield* describedOrNone(table);
    if (described !== undefined) indicators.push(...indicatorsOfDataset(described));
  }
  const done = offset + rows.length;
  return { indicators, next: done < total ? `cmd:${done}` : "census:0:0" };
}

/** A data set without a published version (of the kind `static`, which has no observations) is none of ours. */
function versionOrNone(entry: Readonly<Record<string, unknown>>): ReturnType<typeof latestVersion> | undefined {
  try {
    return latestVersion(entry);
  } catch (error) {
    if (error instanceof SourceFault) return undefined;
    throw error;
  }
}

/** Undefined for a data set that was taken away since the list was made, or whose dimensions are not served. */
function* describedOrNone(
  table: Omit<DescribedDataset, "dimensions"> & { readonly edition: string },
): Plan<DescribedDataset | undefined> {
  try {
    const [names = []] = yield* dimensionsOf([table]);
    const lists = yield* optionsOf(names.map((dimension) => ({ ...table, dimension })));
    return { ...table, dimensions: names.map((name, place) => ({ name, options: lists[place] ?? [] })) };
  } catch (error) {
    if (error instanceof SourceFault && error.code === "REFUSED") return undefined;
    throw error;
  }
}

interface Population {
  readonly name: string;
  readonly label: string;
}

function* populations(): Plan<readonly Population[]> {
  return yield* lookup("populations", 24 * HOUR, function* () {
    const { rows } = itemsIn(yield* fetchOne(get("population-types", { limit: 500 })));
    return rows
      .filter((row) => row.type === "microdata")
      .map((row) => ({
        name: asText(row.name, "a population's name"),
        label: asText(row.label, "a population's label"),
      }));
  });
}

function* classifications(place: number, offset: number): Plan<CataloguePage> {
  const all = yield* populations();
  const population = all[place];
  if (population === undefined) return { indicators: [] };
  const root = `population-types/${population.name}`;
  const { rows, total } = itemsIn(yield* fetchOne(get(`${root}/dimensions`, { limit: CLASSIFICATIONS, offset })));
  if (rows.length === 0 && offset < total) throw unexpected("its list of classifications is cut short");
  const descriptions = new Map(rows.map((row) => [asText(row.id, "a classification's id"), row.description]));
  const answers = yield* fetchAll(
    chunks([...descriptions.keys()], AT_ONCE).map((ids) =>
      get(`${root}/dimension-categories`, { dims: ids.join(","), limit: AT_ONCE }),
    ),
  );
  const indicators = answers.flatMap((answer) =>
    itemsIn(answer).rows.map((row) => {
      const description = descriptions.get(asText(row.id, "a classification's id"));
      return censusIndicator(population, row, typeof description === "string" ? description.trim() : undefined);
    }),
  );
  if (indicators.length !== descriptions.size) throw unexpected("it does not describe every classification");
  const done = offset + rows.length;
  const next = done < total ? `census:${place}:${done}` : place + 1 < all.length ? `census:${place + 1}:0` : undefined;
  return { indicators, ...(next === undefined ? {} : { next }) };
}
