import { parseArgs } from "node:util";

export interface BenchOptions {
  readonly rounds: number;
  /** Length of one slice of load, seconds. */
  readonly seconds: number;
  readonly stores: readonly ("embedded" | "server")[];
  /** URL of a MySQL-family server on which databases may be made; undefined where there is none. */
  readonly serverUrl: string | undefined;
  /** Rows of the import bench. */
  readonly rows: number;
}

/** Reads the command line of a bench. Throws for an option that it does not know. */
export function benchOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "3" },
      rows: { type: "string", default: "2000000" },
      store: { type: "string" },
    },
  });
  const serverUrl = process.env.TEST_DATABASE_URL;
  const wanted =
    values.store === undefined
      ? (["embedded", "server"] as const)
      : ([values.store === "server" ? "server" : "embedded"] as const);
  return {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    rows: Number(values.rows),
    stores: wanted.filter((kind) => kind === "embedded" || serverUrl !== undefined),
    serverUrl,
  };
}
