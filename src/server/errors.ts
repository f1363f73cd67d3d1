import { randomUUID } from "node:crypto";
import type { ApolloServerPlugin } from "@apollo/server";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { TooManyCalls } from "../datasources/core/engine";
import { CallerError } from "../schema/values/caller-error";
import { Forbidden } from "../schema/values/forbidden";
import type { RequestMarks, ServerLog } from "./request-marks";

/** Every code that a client may meet, besides INTERNAL_SERVER_ERROR. An error with any other code is one of ours and is masked. */
const OPEN_CODES = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_USER_INPUT",
  "BAD_REQUEST",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_FOUND",
  "PERSISTED_QUERY_NOT_SUPPORTED",
  "QUERY_TOO_COSTLY",
]);
/** Extensions that may leave the hub. Libraries put whole input objects and stacks beside them. */
const OPEN_EXTENSIONS = ["argument", "expected", "cost", "limit"] as const;
const LONGEST_MESSAGE = 500;
const MOST_LOCATIONS = 5;
const MOST_LOGGED = 5;

/** How errors leave the hub: `format` for Apollo's `formatError`, and the plugin that ties them to the log. */
export interface ErrorDesk {
  readonly format: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly plugin: ApolloServerPlugin<RequestMarks>;
}

/**
 * Errors of the caller keep their words, their code and nothing else; faults of ours become one sentence with an id, and the log has
 * the original under that id (the request's, where the context carries one). Long messages are cut: graphql-js repeats names and
 * values of any length in them.
 */
export function createErrorDesk(log: ServerLog, newId: () => string = randomUUID): ErrorDesk {
  const ids = new WeakMap<object, string>();

  function masked(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
    let id = typeof error === "object" && error !== null ? ids.get(error) : undefined;
    if (id === undefined) {
      id = newId();
      log.error({ id, err: originalOf(error) }, "masked error");
    }
    return shape(formatted, `Something went wrong on our side. Quote ${id} when you report it.`, {
      code: "INTERNAL_SERVER_ERROR",
      id,
    });
  }

  return {
    format(formatted, error) {
      const original = originalOf(error);
      if (original instanceof CallerError) {
        const { argument, expected } = original;
        return shape(formatted, original.message, { code: "BAD_USER_INPUT", argument, expected });
      }
      if (original instanceof Forbidden) return shape(formatted, original.message, { code: "FORBIDDEN" });
      if (original instanceof TooManyCalls) return shape(formatted, wordsOf(original), costOf(original));
      if (isWrongArgument(original)) return shape(formatted, formatted.message, { code: "BAD_USER_INPUT" });
      const wrong = wrongVariable(formatted.message);
      if (wrong !== undefined && formatted.extensions?.code === "BAD_USER_INPUT")
        return shape(formatted, formatted.message, { code: "BAD_USER_INPUT", ...wrong });
      const code = formatted.extensions?.code;
      if (typeof code !== "string" || !OPEN_CODES.has(code)) return masked(formatted, error);
      const open: Record<string, unknown> = { code };
      for (const name of OPEN_EXTENSIONS) {
        const value = formatted.extensions?.[name];
        if (value !== undefined) open[name] = value;
      }
      // The parser calls itself for each list in a list, and says so in Node's words when that goes too deep.
      const unsaid = code === "GRAPHQL_PARSE_FAILED" && !formatted.message.startsWith("Syntax Error");
      return shape(formatted, unsaid ? "Syntax Error: The document is nested too deeply." : formatted.message, open);
    },
    plugin: {
      async requestDidStart() {
        return {
          async didEncounterErrors({ errors, contextValue, operationName }) {
            const faults = errors.filter(isFault);
            if (faults.length === 0) return;
            const id = contextValue.requestId ?? newId();
            for (const fault of faults) ids.set(fault, id);
            for (const fault of faults.slice(0, MOST_LOGGED)) {
              log.error({ id, operation: operationName, path: fault.path, err: originalOf(fault) }, "masked error");
            }
            if (faults.length > MOST_LOGGED) log.error({ id, more: faults.length - MOST_LOGGED }, "more masked errors");
          },
        };
      },
    },
  };
}

function originalOf(error: unknown): unknown {
  return unwrapResolverError(error);
}

/** The plan, and how to ask for less of it. */
function wordsOf({ message, plan }: TooManyCalls): string {
  const parts = plan.filter((part) => part.calls > 0).sort((a, b) => b.calls - a.calls);
  const listed = parts.map(({ source, calls }) => `${source}: ${calls}`).join(", ");
  return `${message} (${listed}) Ask for fewer areas or periods of ${parts[0]?.source ?? "it"}, or page by page; \`plan(select:)\` tells the requests beforehand.`;
}

function costOf({ plan, most }: TooManyCalls): Record<string, unknown> {
  const cost = plan.reduce((sum, part) => sum + part.calls, 0);
  return { code: "QUERY_TOO_COSTLY", cost, limit: most, plan: plan.map(({ source, calls }) => ({ source, calls })) };
}

function isFault(error: GraphQLError): boolean {
  const original = originalOf(error);
  if (
    original instanceof CallerError ||
    original instanceof Forbidden ||
    original instanceof TooManyCalls ||
    isWrongArgument(original)
  )
    return false;
  const code = error.extensions.code;
  return typeof code !== "string" || !OPEN_CODES.has(code);
}

/**
 * graphql-js finds some of the caller's errors only while it runs (a null where a variable fills a place that has a default, or more
 * wrong variables than are listed) and gives them no code. The first kind carries its syntax node, which what resolvers throw does not;
 * the second has no path, which everything from a resolver has.
 */
function isWrongArgument(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.extensions.code !== undefined) return false;
  if (error.path === undefined && error.message.startsWith("Too many errors processing variables")) return true;
  return (
    error.nodes !== undefined &&
    /^Argument "\w+" (has invalid value|of required type|of non-null type)/.test(error.message)
  );
}

/** Which variable a message of graphql-js is about (`$select.first`), and its words for what would be right. */
function wrongVariable(message: string): { argument: string; expected: string } | undefined {
  const said = /^Variable "(\$\w{1,100})" (got invalid value|of (?:required|non-null) type "([^"]{1,200})")/.exec(
    message,
  );
  if (said === null) return undefined;
  const place = / at "(\w[\w.[\]]{0,200})"; /.exec(message)?.[1];
  const reason = said[3] ?? message.slice(message.lastIndexOf("; ") + 2);
  return { argument: place === undefined ? (said[1] ?? "") : `$${place}`, expected: reason.slice(0, LONGEST_MESSAGE) };
}

function shape(
  formatted: GraphQLFormattedError,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLFormattedError {
  const { locations, path } = formatted;
  return {
    message: message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message,
    ...(locations === undefined ? {} : { locations: locations.slice(0, MOST_LOCATIONS) }),
    ...(path === undefined ? {} : { path }),
    extensions,
  };
}
