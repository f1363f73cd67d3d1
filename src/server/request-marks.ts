/**
 * Fields that the context of one request may carry for the server's own use. Resolvers see their own context type, which has these
 * by structure; they need not import this.
 */
export interface RequestMarks {
  /** The request's id: the log, the `x-request-id` header and a masked error all say it. */
  readonly requestId?: string;
  /** A resolver sets this to true where its answer must not be kept (figures that change without a new data version). */
  noStore?: boolean;
}

/** What the server writes to. Pino and Fastify's logger both fit. */
export interface ServerLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
