import type { Logger } from "typeorm";
import type { Store } from "../../src/datasources/local/store";

/** Counts the statements that reach a database. */
export interface StatementCount {
  counted<T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly count: number }>;
}

/** Watches a store from now on. */
export function countStatements(store: Store): StatementCount {
  let seen = 0;
  const logger: Logger = {
    logQuery: () => {
      seen += 1;
    },
    logQueryError: () => undefined,
    logQuerySlow: () => undefined,
    logSchemaBuild: () => undefined,
    logMigration: () => undefined,
    log: () => undefined,
  };
  store.db.setOptions({ logging: ["query"], logger });
  return {
    async counted(work) {
      seen = 0;
      const answer = await work();
      return { answer, count: seen };
    },
  };
}
