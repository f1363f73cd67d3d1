import type { Catalogue, Search } from "../core/ports";
import { editDistance, fold } from "./fold";
import { SMALL } from "./small-areas";

const MOST = 5;
/** Longest value that is compared: nothing that exists is longer, and comparing costs the product of the lengths. */
const LONGEST = 160;

/**
 * At most five codes or slugs nearest to one that names nothing. What looks like a code is compared with codes, other words with
 * names. Nothing is suggested where nothing is near.
 */
export function suggest(
  catalogue: Catalogue,
  search: Pick<Search, "search">,
  kind: "area" | "indicator" | "period" | "council",
  value: string,
): readonly string[] {
  const asked = value.slice(0, LONGEST).trim();
  if (asked === "") return [];
  if (kind === "period")
    return nearest(
      asked,
      catalogue.periods.map((period) => ({ key: period.id, written: [period.id, period.label] })),
    );
  if (kind === "area")
    return /\d{4}|^[a-z][\doil]{5,}$/i.test(asked)
      ? areaCodes(catalogue, asked.toUpperCase())
      : byName(search, asked, "Area");
  const known = kind === "indicator" ? catalogue.indicators : catalogue.councils;
  const bySpelling = nearest(
    asked.toLowerCase(),
    known.map((record) => ({ key: record.key, written: [record.key] })),
  );
  // Looking for words costs far more than comparing spellings, so it is done only where no spelling is near.
  return bySpelling.length > 0 ? bySpelling : byName(search, asked, kind === "indicator" ? "Indicator" : "Council");
}

function byName(search: Pick<Search, "search">, asked: string, nodeType: string): readonly string[] {
  return search.search(fold(asked), [nodeType], MOST).map((hit) => hit.record.key);
}

/**
 * Codes that differ in at most two places; of small areas only those of the same beginning. A value of another length is compared
 * letter by letter with the codes of larger areas alone: there are tens of thousands of small ones.
 */
function areaCodes(catalogue: Catalogue, written: string): readonly string[] {
  const asked = written.slice(0, 1) + written.slice(1).replace(/O/g, "0").replace(/[IL]/g, "1"); // letters typed for figures
  const kind = asked.slice(0, 3);
  const near: { readonly key: string; readonly distance: number }[] = [];
  for (const { code, areaType } of catalogue.areas) {
    const small = SMALL.has(areaType.code);
    if (small && (!code.startsWith(kind) || code.length !== asked.length)) continue;
    const same = code.length === asked.length;
    const distance = same ? placesApart(code, asked, 2) : editDistance(asked, code, 2);
    if (distance <= 2) near.push({ key: code, distance });
  }
  return first(near);
}

/** In how many places two texts of one length differ; `most + 1` when in more than `most`. */
function placesApart(a: string, b: string, most: number): number {
  let apart = 0;
  for (let place = 0; place < a.length && apart <= most; place += 1) if (a[place] !== b[place]) apart += 1;
  return apart;
}

interface Candidate {
  readonly key: string;
  readonly written: readonly string[];
}

/** The nearest first; equally near ones by key. `most` slips, by default one in three letters. */
function nearest(
  asked: string,
  candidates: readonly Candidate[],
  most = Math.max(1, Math.floor(asked.length / 3)),
): readonly string[] {
  const near: { readonly key: string; readonly distance: number }[] = [];
  for (const { key, written } of candidates) {
    const distance = Math.min(...written.map((text) => editDistance(asked, text, most)));
    if (distance <= most) near.push({ key, distance });
  }
  return first(near);
}

function first(near: { readonly key: string; readonly distance: number }[]): readonly string[] {
  near.sort((a, b) => a.distance - b.distance || (a.key < b.key ? -1 : 1));
  return near.slice(0, MOST).map((candidate) => candidate.key);
}
