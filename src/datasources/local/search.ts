import MiniSearch from "minisearch";
import type { Catalogue, Search, SearchHit } from "../core/ports";
import { editDistance, fold } from "./fold";
import { type SearchDocument, searchDocuments } from "./search-documents";
import { SmallAreas } from "./small-areas";
import { suggest } from "./suggestions";

/** Longest text that is looked for: longer ones are cut, because every word of a search is compared with every word known. */
const LONGEST = 200;

const made = new WeakMap<Catalogue, Search>();

/** The search of a catalogue: one for each catalogue, whose index is built at the first question and goes when the catalogue goes. */
export function createSearch(catalogue: Catalogue): Search {
  const standing = made.get(catalogue);
  if (standing !== undefined) return standing;
  const search = new CatalogueSearch(catalogue);
  made.set(catalogue, search);
  return search;
}

/**
 * Builds the index of a catalogue's search a slice at a time, so that requests are answered meanwhile: at once, 12,000 indicators of
 * national services would hold them all up for a second or more. A search that comes before it is done finishes it.
 */
export async function prepareSearch(catalogue: Catalogue): Promise<void> {
  const search = createSearch(catalogue);
  if (!(search instanceof CatalogueSearch)) return;
  while (!search.indexSome(SLICE)) await new Promise((resolve) => setImmediate(resolve));
}

/** Things indexed between two looks at what else there is to do: some 10 milliseconds. */
const SLICE = 150;

class CatalogueSearch implements Search {
  readonly #catalogue: Catalogue;
  #index: MiniSearch<SearchDocument> | undefined;
  #documents: readonly SearchDocument[] = [];
  #indexed = 0;
  #small: SmallAreas | undefined;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  search(text: string, kinds: readonly string[] | undefined, limit: number): readonly SearchHit[] {
    const asked = text.slice(0, LONGEST).trim();
    const folded = fold(asked);
    if (folded === "" || limit < 1) return [];
    const wanted = (kind: string) => kinds === undefined || kinds.includes(kind);
    const hits = new Map<SearchHit["record"], number>();
    const byCode = this.#catalogue.areaByCode(asked.toUpperCase());
    if (byCode !== undefined && wanted("Area")) hits.set(byCode, Number.MAX_SAFE_INTEGER);
    for (const found of this.#ready().search(asked)) {
      const document = this.#documents[Number(found.id)];
      if (document === undefined || !wanted(document.record.nodeType) || hits.has(document.record)) continue;
      const score = found.score * document.weight * closeness(found.queryTerms, found.terms);
      hits.set(document.record, isNamed(document, folded) ? score + 1000 * document.weight : score);
    }
    const ordered = [...hits]
      .map(([record, score]) => ({ record, score }))
      .sort((a, b) => b.score - a.score || tie(a, b));
    const small =
      ordered.length < limit && wanted("Area") ? this.#smallAreas().startingWith(folded, limit - ordered.length) : [];
    return [
      ...ordered.slice(0, limit),
      ...small.filter((area) => !hits.has(area)).map((record) => ({ record, score: 0 })),
    ];
  }

  suggest(kind: "area" | "indicator" | "period" | "council", value: string): readonly string[] {
    return suggest(this.#catalogue, this, kind, value);
  }

  #smallAreas(): SmallAreas {
    this.#small ??= new SmallAreas(this.#catalogue.areas);
    return this.#small;
  }

  /** Indexes so many things more. Answers whether all are in. */
  indexSome(count: number): boolean {
    this.#index ??= this.#begin();
    const until = Math.min(this.#documents.length, this.#indexed + count);
    if (this.#indexed < until) this.#index.addAll(this.#documents.slice(this.#indexed, until));
    this.#indexed = until;
    return until === this.#documents.length;
  }

  #ready(): MiniSearch<SearchDocument> {
    this.indexSome(Number.MAX_SAFE_INTEGER);
    return this.#index ?? this.#begin();
  }

  #begin(): MiniSearch<SearchDocument> {
    this.#documents = searchDocuments(this.#catalogue);
    return new MiniSearch<SearchDocument>({
      fields: ["name", "others", "code", "text"],
      tokenize: (text) => fold(text).split(" "),
      processTerm: (term) => (term === "" ? null : term),
      searchOptions: {
        boost: { name: 4, others: 3, code: 1, text: 0.4 },
        prefix: (term) => term.length > 1,
        // A slip in five letters, two in ten; short words and numbers are taken as they are.
        fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
        combineWith: "OR",
      },
    });
  }
}

/** What each letter of difference leaves of a hit's score: a rare word two slips away must not outdo a common one a slip away. */
const PER_SLIP = 0.3;
const MOST_SLIPS = 3;

/** How well the words asked for match the words found: 1 where each is one of them, or begins one. */
function closeness(asked: readonly string[], found: readonly string[]): number {
  return asked.reduce((score, word) => {
    const slips = found.map((term) => (term.startsWith(word) ? 0 : editDistance(word, term, MOST_SLIPS)));
    return score * PER_SLIP ** Math.min(MOST_SLIPS, ...slips);
  }, 1);
}

function isNamed(document: SearchDocument, folded: string): boolean {
  return fold(document.name) === folded || fold(document.code) === folded;
}

/** Equal scores stand in an order that does not depend on how the index was built. */
function tie(a: SearchHit, b: SearchHit): number {
  return a.record.key < b.record.key ? -1 : 1;
}
