import type { TidyObservation } from "../tidy-observation";
import { DEPRIVATION_DATASET, type DraftDataset, datasetOf } from "./datasets";
import type { PublishedIndicator } from "./metadata";
import { type Figures, localIdentifier } from "./observations";
import { wordings } from "./wording";
import type { Wording } from "./wording/wording";

/** An indicator with its data set, topics, identifiers and what its figures show. */
export interface DraftIndicator {
  readonly words: Wording;
  readonly dataset: string;
  readonly topics: readonly string[];
  readonly identifiers: readonly string[];
  readonly hasLimits: boolean;
}

/** A topic of the publisher's two levels. */
export interface DraftTopic {
  readonly slug: string;
  readonly label: string;
  readonly parent: string | null;
}

const slugged = (label: string): string => label.replaceAll(" ", "-");
const titled = (label: string): string => label.charAt(0).toUpperCase() + label.slice(1);

/** Women and men: in the publisher's metadata these are codes of the population file, not indicators. */
const UNLISTED: Readonly<Record<string, string>> = {
  "population-count-female": "Population count - Female",
  "population-count-male": "Population count - Male",
};

/**
 * Every indicator that has figures, with our words for it; throws when one has none, so that none is published unexplained. Words for an
 * indicator without figures throw too. Answers the data sets and topics that the indicators need.
 */
export function indicators(figures: Figures, published: ReadonlyMap<string, PublishedIndicator>) {
  const worded = new Map(wordings());
  const drafts: DraftIndicator[] = [];
  const datasets: DraftDataset[] = [];
  const topics = new Map<string, DraftTopic>([
    ["deprivation", { slug: "deprivation", label: "Deprivation", parent: null }],
  ]);
  for (const [dataset, rows] of [...figures].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const words: Wording[] = [];
    const of: PublishedIndicator[] = [];
    for (const slug of [...new Set(rows.map((each) => each.indicator))].sort()) {
      const wording = worded.get(slug);
      if (wording === undefined) throw new Error(`The indicator ${slug} has figures and no words of ours.`);
      worded.delete(slug);
      words.push(wording);
      const unlisted = UNLISTED[slug];
      const known = published.get(unlisted === undefined ? slug : "population-count");
      if (known !== undefined) of.push(known);
      const names = known === undefined ? ["deprivation"] : topicsOf(known, topics);
      drafts.push({
        words: wording,
        dataset,
        topics: names,
        identifiers:
          known === undefined
            ? []
            : [`ELS_INDICATOR=${slug}`, `LOCAL=${localIdentifier(dataset, unlisted ?? known.code)}`],
        hasLimits: hasLimits(rows, slug),
      });
    }
    datasets.push(dataset === DEPRIVATION_DATASET.slug ? DEPRIVATION_DATASET : datasetOf(dataset, of, words));
  }
  for (const slug of worded.keys()) throw new Error(`The indicator ${slug} is worded and has no figures.`);
  return { indicators: drafts, datasets, topics: [...topics.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1)) };
}

function hasLimits(rows: readonly TidyObservation[], slug: string): boolean {
  return rows.some((each) => each.indicator === slug && each.lowerCI95 !== null);
}

function topicsOf(known: PublishedIndicator, topics: Map<string, DraftTopic>): string[] {
  const parent = slugged(known.topic);
  topics.set(parent, { slug: parent, label: titled(known.topic), parent: null });
  const child = slugged(known.subTopic);
  if (child === parent) return [parent];
  topics.set(child, { slug: child, label: titled(known.subTopic), parent });
  return [parent, child];
}
