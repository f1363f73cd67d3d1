import type { Store } from "../src/datasources/local/store";
import { sample, seeded } from "./harness/statistics";

const AREAS = 50;
const INDICATORS = 10;
/** Codes of lower-tier and unitary authorities: districts, unitaries, metropolitan districts, London boroughs, Wales, Scotland, Northern Ireland. */
const COUNCIL_AREA = /^(E0[6789]|W06|S12|N09)/;

/** 50 councils × 10 indicators × latest, with unit and source: about 500 figures. */
export const WORKLOAD = `query B($codes: [GSSCode!]!, $ind: [String!]!) {
  areas(select: { gssCodes: $codes }, first: ${AREAS}) {
    nodes {
      gssCode
      name
      observations(indicators: $ind, first: ${INDICATORS}) {
        nodes { value period { label } indicator { slug name unit { label } dataset { source { name } } } }
      }
    }
  }
}`;

/** The same with each figure placed among the authorities of the United Kingdom. */
export const WITH_COMPARISON = WORKLOAD.replace("$ind: [String!]!", "$ind: [String!]!, $group: GroupSelector!").replace(
  "{ value period",
  "{ value comparison(with: $group) { rank quantile statistics { median } } period",
);

export interface Question {
  readonly codes: readonly string[];
  readonly ind: readonly string[];
}

/** What can be asked: the live authorities and the indicators that have a figure without a breakdown for every one of some of them. */
export interface Choice {
  readonly councils: readonly string[];
  readonly indicators: readonly string[];
}

/**
 * Chooses councils and indicators such that every pair has figures without breakdown, so that servers without the hub's rules for
 * absences can answer the same. Throws when the store holds too little.
 */
export async function choiceOf(store: Store): Promise<Choice> {
  const rows = await store.db.query<{ slug: string; code: string }[]>(
    `SELECT DISTINCT i.slug, a.code FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN area a ON a.id = o.area_id
     WHERE a.status = 'LIVE' AND o.breakdown_id = 0 AND o.superseded_at IS NULL`,
  );
  const broken = await store.db.query<{ slug: string }[]>(
    "SELECT DISTINCT i.slug FROM observation o JOIN indicator i ON i.id = o.indicator_id WHERE o.breakdown_id <> 0",
  );
  const byIndicator = new Map<string, Set<string>>();
  for (const { slug, code } of rows) {
    if (!COUNCIL_AREA.test(code) || broken.some((other) => other.slug === slug)) continue;
    const codes = byIndicator.get(slug);
    if (codes === undefined) byIndicator.set(slug, new Set([code]));
    else codes.add(code);
  }
  const widest = [...byIndicator]
    .sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1))
    .slice(0, INDICATORS * 3);
  const [first, ...others] = widest.map(([, codes]) => codes);
  const councils = [...(first ?? [])].filter((code) => others.every((codes) => codes.has(code))).sort();
  if (widest.length < INDICATORS || councils.length < AREAS)
    throw new Error(`The store has ${widest.length} indicators for ${councils.length} councils: too few to ask for.`);
  return { councils, indicators: widest.map(([slug]) => slug).sort() };
}

/** `count` different questions, the same for the same seed. */
export function questions(choice: Choice, count: number, seed = 1): readonly Question[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => ({
    codes: sample(choice.councils, AREAS, random),
    ind: sample(choice.indicators, INDICATORS, random),
  }));
}

/** Request bodies for a query and variable sets. */
export function bodies(query: string, variables: readonly object[]): readonly string[] {
  return variables.map((set) => JSON.stringify({ query, variables: set }));
}
