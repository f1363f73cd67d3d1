import type { TypedDocumentString } from "./generated/graphql";

/** What a hub answers with when it refuses an operation, or a part of one. */
export class HubRefused extends Error {
  constructor(readonly errors: readonly { readonly message: string }[]) {
    super(errors.map((error) => error.message).join("\n"));
    this.name = "HubRefused";
  }
}

/**
 * The whole of a typed client: one POST of a generated operation to a hub. Answer and variables have the types that the operation
 * and the published schema give them. `address` is the hub's own, without a slash at the end.
 * Throws HubRefused where the answer holds errors, and what `fetch` throws where no hub answers.
 */
export async function askHub<Answer, Variables>(
  address: string,
  operation: TypedDocumentString<Answer, Variables>,
  variables: NoInfer<Variables>,
): Promise<Answer> {
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify({ query: operation.toString(), variables }),
  });
  const body = (await response.json()) as { data?: Answer; errors?: { message: string }[] };
  if (body.errors !== undefined || body.data === undefined) {
    throw new HubRefused(body.errors ?? [{ message: `The hub answered ${response.status} without data.` }]);
  }
  return body.data;
}
