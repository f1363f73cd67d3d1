/** One question to the graph. The page's own `fetch`: no subscriptions and no streams, so no transport library. */
import type { Fetcher } from "@graphiql/toolkit";
import { type ExecutionResult, GraphQLError } from "graphql";

const NO_ANSWER = "The hub did not answer. Check that it is running and that you are online, then run the query again.";

/** A fetcher for GraphiQL that posts to `endpoint`. A hub that cannot be reached answers with a GraphQL error that says what to do. */
export function askAt(endpoint: string): Fetcher {
  return async (question, options): Promise<ExecutionResult> => {
    try {
      const answer = await fetch(endpoint, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json", ...options?.headers },
        body: JSON.stringify(question),
      });
      return await answer.json();
    } catch {
      return { errors: [new GraphQLError(NO_ANSWER)] };
    }
  };
}
