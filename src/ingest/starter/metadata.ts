import type { SourceFolder } from "./files";

const FILE = "els/app/json-stat-metadata.json";
const SLUGS = "els/app/slug_changes.csv";

/** What the publisher's metadata says of one indicator: only names, codes, dates and links are taken from it. */
export interface PublishedIndicator {
  readonly slug: string;
  /** As the indicator column of the data set's file has it. */
  readonly code: string;
  readonly dataset: string;
  readonly topic: string;
  readonly subTopic: string;
  readonly confidenceIntervals: boolean;
  readonly experimentalStatistic: boolean;
  readonly source: readonly { readonly name: string; readonly href: string; readonly date: string }[];
  /** ISO 8601 periods, oldest first. */
  readonly periods: readonly string[];
}

interface Collection {
  readonly link: {
    readonly item: readonly {
      readonly extension: Omit<PublishedIndicator, "periods">;
      readonly dimension: { readonly period: { readonly category: { readonly index: Record<string, number> } } };
    }[];
  };
}

/** The indicators of ONS Explore Local Statistics, by their present slug. */
export function publishedIndicators(folder: SourceFolder): ReadonlyMap<string, PublishedIndicator> {
  const content = folder.json<Collection>(FILE, (each) => each.link.item.length);
  return new Map(
    content.link.item.map(({ extension, dimension }) => [
      extension.slug,
      { ...extension, periods: Object.keys(dimension.period.category.index).sort() },
    ]),
  );
}

/** The publisher's present slug for each slug that it once had. */
export function slugChanges(folder: SourceFolder): ReadonlyMap<string, string> {
  return new Map(folder.rows(SLUGS).map((row) => [row.cells.slug_old ?? "", row.cells.slug_new ?? ""]));
}
