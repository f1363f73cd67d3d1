/** Which tabs a visitor finds on the first visit, and what the address asks for. */
import type { Example } from "./settings";

export interface Tab {
  readonly query: string;
  readonly variables: string;
}

/** The query that `?query=…&variables=…` asks for; undefined when the address asks for none. Query text is never run by itself. */
export function askedFor(search: string): Tab | undefined {
  const given = new URLSearchParams(search);
  const query = given.get("query");
  if (query === null || query.trim() === "") return undefined;
  return { query, variables: given.get("variables") ?? "" };
}

/** The asked-for query first (GraphiQL opens the first tab), then every example that is not the same query. */
export function firstTabs(asked: Tab | undefined, examples: readonly Example[]): Tab[] {
  const tabs = examples.map(({ query, variables }) => ({ query, variables }));
  if (asked === undefined) return tabs;
  return [asked, ...tabs.filter((tab) => tab.query !== asked.query)];
}

/**
 * Whether this browser has kept no tabs from an earlier visit. GraphiQL 5.4 fills the variables of the first of `defaultTabs` only
 * when they are also given as the initial ones, and giving them always would pull a returning visitor off the tab that was open.
 */
export function isFirstVisit(): boolean {
  try {
    return localStorage.getItem("graphiql:tabState") === null;
  } catch {
    return true; // Storage is forbidden here: every visit is the first.
  }
}
