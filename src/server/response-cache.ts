import type { IncomingHttpHeaders } from "node:http";
import type { ApolloServerPlugin } from "@apollo/server";
import { OperationTypeNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { RequestMarks } from "./request-marks";

/** Goes from the plugin to the route inside this process; the route takes it off before the answer leaves. */
export const CACHEABLE_HEADER = "x-outturn-cacheable";
/** Longer questions are rare and would crowd out the others. */
const LONGEST_BODY = 16 * 1024;
const LONGEST_ACCEPT = 200;
const JSON_BODY = /^application\/json(\s*;\s*charset="?utf-8"?)?\s*$/i;

/** A whole answer: its bytes, and the one header that depends on the question. */
export interface KeptAnswer {
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface ResponseCache {
  /**
   * The key of a question, or undefined where it must not be kept: another body than JSON, credentials, or a very long one.
   * Two questions share a key only where body, accept header, data version and day are the same ("today" is part of some answers).
   */
  keyFor(headers: IncomingHttpHeaders, body: Buffer): string | undefined;
  get(key: string): KeptAnswer | undefined;
  /** Keeps an answer. Nothing happens if the data version moved on since `key` was made. */
  keep(key: string, answer: KeptAnswer): void;
}

/**
 * Whole answers by raw question, at most `maxBytes` of both together, least used dropped first. A new data version makes every older
 * key unreachable at once. Undefined when `maxBytes` is 0.
 */
export function createResponseCache(
  maxBytes: number,
  dataVersion: () => string | number,
  clock: () => Date,
): ResponseCache | undefined {
  if (maxBytes === 0) return undefined;
  const kept = new LRUCache<string, KeptAnswer>({
    maxSize: maxBytes,
    maxEntrySize: Math.max(1, Math.floor(maxBytes / 8)),
    sizeCalculation: (answer, key) => answer.bytes.byteLength + key.length,
  });
  const prefix = () => `${dataVersion()}\n${clock().toISOString().slice(0, 10)}\n`;
  return {
    keyFor(headers, body) {
      const accept = headers.accept ?? "";
      if (headers.authorization !== undefined || headers.cookie !== undefined) return undefined;
      if (body.byteLength > LONGEST_BODY || accept.length > LONGEST_ACCEPT) return undefined;
      if (!JSON_BODY.test(headers["content-type"] ?? "")) return undefined;
      return `${prefix()}${accept}\n${body.toString("latin1")}`;
    },
    get: (key) => kept.get(key),
    keep(key, answer) {
      if (key.startsWith(prefix())) kept.set(key, answer);
    },
  };
}

/** Marks answers that may be kept: one query, no errors, nothing in the context that forbids it. */
export function cacheableMark(): ApolloServerPlugin<RequestMarks> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ operation, response, contextValue }) {
          const { body, http } = response;
          if (operation?.operation !== OperationTypeNode.QUERY || contextValue.noStore === true) return;
          if (body.kind !== "single" || body.singleResult.errors !== undefined) return;
          if (http.status === undefined || http.status === 200) http.headers.set(CACHEABLE_HEADER, "1");
        },
      };
    },
  };
}
