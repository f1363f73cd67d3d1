/**
 * Fields that the context of one request may carry for the server's own use. Resolvers see their own context type, which has these
 * by structure; they need not import this.
 */
export interface RequestMarks {
  /** The request's id: the log, the `x-request-id` header and a masked error all say it. */
  readonly requestId?: string;
  /** True where its answer must not be kept (figures that change without a new data version). */
  readonly noStore?: boolean;
  /** What the operation may still cost. The server sets it; resolvers of lists without a page size spend from it. */
  allowance?: Allowance;
}

export interface Allowance {
  /** What the operation may cost, and what it has cost so far: numbers of values. */
  readonly limit: number;
  readonly cost: number;
  /** Counts the items of one list of a field (`Type.field`); throws when the operation has cost too much. */
  spend(field: string, items: number): void;
  /** Counts the series that a field must look through; throws likewise. */
  lookThrough(series: number): void;
  /** Forgets what was spent: the operation runs again from its beginning. */
  restart(): void;
}

/** What the server writes to. Pino and Fastify's logger both fit. */
export interface ServerLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
