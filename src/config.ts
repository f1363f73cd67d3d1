import { createHash } from "node:crypto";
import { z } from "zod";
import type { SourceSettings } from "./datasources/core/engine";
import type { NationalSource } from "./datasources/core/source";
import type { StoreLocation } from "./datasources/local/store";

/** What one answer may cost us. The figures are those of the hardening set that passed the attack suites. */
export interface Limits {
  /** Words and signs in one document. */
  readonly maxTokens: number;
  /** Fields below one another, fragments opened. */
  readonly maxDepth: number;
  /** Renamed fields in one document. */
  readonly maxAliases: number;
  /** Fields once every fragment is opened. */
  readonly maxSelections: number;
  /** Values that an answer may hold at most, see src/server/cost.ts. */
  readonly maxCost: number;
  /** Errors listed before checking stops. */
  readonly maxErrors: number;
  /** Bytes of one request body. */
  readonly bodyBytes: number;
  /** Milliseconds in which a whole request must have arrived. */
  readonly requestMillis: number;
  /** Milliseconds that running requests get when the hub is told to stop. */
  readonly drainMillis: number;
}

/** Which engine runs queries: compiled ones, or graphql-js for all. Both answer the same bytes. */
export type Executor = "jit" | "graphql-js";

export interface Config {
  readonly port: number;
  readonly host: string;
  /** The hub's own address as clients see it, without a slash at the end. */
  readonly publicUrl: string;
  readonly store: StoreLocation;
  readonly executor: Executor;
  /** Bytes kept of series read from the store; 0 switches the cache off. */
  readonly seriesCacheBytes: number;
  /** Bytes kept of whole answers; 0 switches the cache off. */
  readonly responseCacheBytes: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly limits: Limits;
  readonly upstream: Upstream;
  /** SHA-256 of the administrator's key; without it nobody may write. The key itself is kept nowhere. */
  readonly administratorKeyHash?: Buffer;
}

/** How the hub treats the national services. */
export interface Upstream {
  /** Requests to publishers that one operation may make. */
  readonly mostCalls: number;
  /** Milliseconds that one operation waits for publishers. */
  readonly deadlineMillis: number;
  /** Bytes kept of their answers in memory. */
  readonly cacheBytes: number;
  /** How many hubs share the publishers' limits where no Redis does the counting. */
  readonly replicas: number;
  /** Shared by replicas: kept answers and the count of requests. */
  readonly redisUrl?: string;
  /** Hours between harvests of the publishers' catalogues; 0 for none. */
  readonly syncHours: number;
  /** Days that superseded figures of publishers are kept for questions about earlier instants. */
  readonly historyDays: number;
}

/** A wrong setting. The message is one line: the variable, and what would be right. Never its value, which may hold a password. */
export class ConfigError extends Error {
  readonly variable: string;

  constructor(variable: string, expected: string) {
    super(`${variable} ${expected}`);
    this.name = "ConfigError";
    this.variable = variable;
  }
}

const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;
const MEGABYTE = 1024 * 1024;
const STORE_FORMS =
  "must be mysql://user:password@host:3306/database, mariadb://user:password@host:3306/database, or a file such as var/outturn.db";

function whole(from: number, to: number, preset: number) {
  const message = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= from && value <= to, message)
    .default(preset);
}

function oneOf<const T extends readonly string[]>(names: T, preset: T[number]) {
  return z.enum(names, `must be one of ${names.join(", ")}`).default(preset);
}

const Environment = z.object({
  PORT: whole(0, 65535, 4000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, "must be a host name or an address, such as 127.0.0.1 or 0.0.0.0")
    .default("127.0.0.1"),
  DATABASE_URL: z.string().default("var/outturn.db"),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https address, such as https://data.example.org" })
    .optional(),
  OUTTURN_EXECUTOR: oneOf(["jit", "graphql-js"], "jit"),
  OUTTURN_CACHE_MB: whole(0, 65536, 64),
  OUTTURN_RESPONSE_CACHE_MB: whole(0, 65536, 64),
  OUTTURN_MAX_COST: whole(1, 1_000_000_000, 100_000),
  OUTTURN_MAX_DEPTH: whole(1, 100, 12),
  OUTTURN_MAX_ALIASES: whole(0, 1000, 30),
  OUTTURN_MAX_UPSTREAM_CALLS: whole(0, 10_000, 100),
  OUTTURN_UPSTREAM_DEADLINE_MS: whole(100, 300_000, 10_000),
  OUTTURN_UPSTREAM_CACHE_MB: whole(1, 65536, 64),
  OUTTURN_REPLICAS: whole(1, 1000, 1),
  OUTTURN_SYNC_HOURS: whole(0, 8760, 0),
  OUTTURN_HISTORY_DAYS: whole(1, 36_500, 1_830),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: "must be a redis or rediss address, such as redis://127.0.0.1:6379" })
    .optional(),
  LOG_LEVEL: oneOf(LOG_LEVELS, "warn"),
  OUTTURN_ADMIN_KEY: z
    .string()
    .regex(
      /^[\x21-\x7E]{24,200}$/,
      "must be 24 to 200 letters, digits and signs without blanks: make one with `openssl rand -base64 32`",
    )
    .optional(),
});

/**
 * The settings of this process, checked and frozen. `env` is the environment; a blank variable counts as not set.
 * This is the only place that reads it. Throws ConfigError for the first variable that is wrong.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(Environment.shape).flatMap((name) => {
      const text = env[name]?.trim();
      return text === undefined || text === "" ? [] : [[name, text]];
    }),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(String(issue?.path[0] ?? "A setting"), issue?.message ?? "is wrong");
  }
  const set = parsed.data;
  return Object.freeze({
    port: set.PORT,
    host: set.HOST,
    publicUrl: (set.PUBLIC_URL ?? ownAddress(set.HOST, set.PORT)).replace(/\/+$/, ""),
    store: Object.freeze(storeLocation(set.DATABASE_URL)),
    executor: set.OUTTURN_EXECUTOR,
    seriesCacheBytes: set.OUTTURN_CACHE_MB * MEGABYTE,
    responseCacheBytes: set.OUTTURN_RESPONSE_CACHE_MB * MEGABYTE,
    logLevel: set.LOG_LEVEL,
    limits: Object.freeze({
      maxTokens: 2000,
      maxDepth: set.OUTTURN_MAX_DEPTH,
      maxAliases: set.OUTTURN_MAX_ALIASES,
      maxSelections: 5000,
      maxCost: set.OUTTURN_MAX_COST,
      maxErrors: 5,
      bodyBytes: 256 * 1024,
      requestMillis: 15_000,
      drainMillis: 10_000,
    }),
    upstream: Object.freeze({
      mostCalls: set.OUTTURN_MAX_UPSTREAM_CALLS,
      deadlineMillis: set.OUTTURN_UPSTREAM_DEADLINE_MS,
      cacheBytes: set.OUTTURN_UPSTREAM_CACHE_MB * MEGABYTE,
      replicas: set.OUTTURN_REPLICAS,
      syncHours: set.OUTTURN_SYNC_HOURS,
      historyDays: set.OUTTURN_HISTORY_DAYS,
      ...(set.REDIS_URL === undefined ? {} : { redisUrl: set.REDIS_URL }),
    }),
    ...(set.OUTTURN_ADMIN_KEY === undefined
      ? {}
      : { administratorKeyHash: createHash("sha256").update(set.OUTTURN_ADMIN_KEY).digest() }),
  });
}

/** Takes the administrator's key out of the environment once it is read, so that the hub's child processes do not inherit it. */
export function forgetAdministratorKey(env: Record<string, string | undefined> = process.env): void {
  delete env.OUTTURN_ADMIN_KEY;
}

/** Where a browser on this machine finds the hub: 0.0.0.0 and :: are addresses to listen on, not to visit. */
function ownAddress(host: string, port: number): string {
  const visible = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${visible.includes(":") ? `[${visible}]` : visible}:${port}`;
}

function storeLocation(text: string): StoreLocation {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === "mysql" || scheme === "mariadb") {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || url.hostname === "" || !/^\/[^/]+$/.test(url.pathname))
      throw new ConfigError("DATABASE_URL", STORE_FORMS);
    return { kind: "server", protocol: scheme, url: text };
  }
  const file = scheme === "file" ? text.slice("file:".length).replace(/^\/\/(?=\/)/, "") : text;
  const known = scheme === undefined || scheme === "file" || text === ":memory:";
  if (!known || file === "" || file.startsWith("//") || file.endsWith("/"))
    throw new ConfigError("DATABASE_URL", STORE_FORMS);
  return { kind: "embedded", file };
}

const OFF = ["off", "no", "false", "0"];
const ON = ["on", "yes", "true", "1"];

/**
 * What the environment says of each source, by its id:
 * - `OUTTURN_<ID>_URL` its base address, `OUTTURN_<ID>_<NAME>_URL` one of its other bases (dashes as underscores, upper case)
 * - `OUTTURN_<ID>` on or off; `OUTTURN_SOURCES` all, none, or a list of ids, for those that say nothing of their own
 * - the variables that its key names
 * Throws ConfigError for the first variable that is wrong, and for an id in the list that no source has.
 */
export function sourceSettings(
  sources: readonly NationalSource[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): ReadonlyMap<string, SourceSettings> {
  const given = (name: string) => (env[name]?.trim() === "" ? undefined : env[name]?.trim());
  const chosen = chosenSources(sources, given("OUTTURN_SOURCES") ?? "all");
  return new Map(
    sources.map((source) => {
      const name = variableStem(source.id);
      const bases = addressVariables(source).flatMap(([variable, base]) => {
        const url = given(variable);
        return url === undefined ? [] : [[base, baseUrl(variable, url)] as const];
      });
      const keys = (source.key?.variables ?? []).flatMap((variable) => {
        const value = given(variable);
        return value === undefined ? [] : [[variable, value] as const];
      });
      const on = switched(name, given(name)) ?? chosen.has(source.id);
      return [source.id, { on, bases: Object.fromEntries(bases), keys: Object.fromEntries(keys) }] as const;
    }),
  );
}

/** `statistics-gov-scot` is set by variables that begin with `OUTTURN_STATISTICS_GOV_SCOT`. */
export function variableStem(id: string): string {
  return `OUTTURN_${id.replaceAll("-", "_").toUpperCase()}`;
}

/** Names of the variables that set a source's addresses (`OUTTURN_POLICE_UK_URL`), each with the base that it is for; the main one is "". */
export function addressVariables(
  source: Pick<NationalSource, "id" | "otherBases">,
): readonly (readonly [string, string])[] {
  const stem = variableStem(source.id);
  return ["", ...Object.keys(source.otherBases ?? {})].map((base) => [
    base === "" ? `${stem}_URL` : `${stem}_${base.replaceAll("-", "_").toUpperCase()}_URL`,
    base,
  ]);
}

function chosenSources(sources: readonly NationalSource[], text: string): ReadonlySet<string> {
  const ids = sources.map((source) => source.id);
  if (text === "all") return new Set(ids);
  if (text === "none") return new Set();
  const named = text.split(",").map((id) => id.trim());
  const unknown = named.find((id) => !ids.includes(id));
  if (unknown !== undefined)
    throw new ConfigError("OUTTURN_SOURCES", `must be all, none, or a list of ${ids.join(", ")}`);
  return new Set(named);
}

function switched(variable: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (OFF.includes(text.toLowerCase())) return false;
  if (ON.includes(text.toLowerCase())) return true;
  throw new ConfigError(variable, "must be on or off");
}

function baseUrl(variable: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
  if (url === undefined || !plain || url.username !== "" || url.password !== "")
    throw new ConfigError(
      variable,
      "must be an http or https address without a query, such as https://example.org/api/",
    );
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}
