/** The hub's graph behind graphql-http, the reference server. */
import { createServer } from "node:http";
import { createHandler } from "graphql-http/lib/use/http";
import { PORT } from "./environment";
import { benchGraph } from "./graph";

async function main(): Promise<void> {
  const { schema, context } = await benchGraph();
  createServer(createHandler({ schema, context: async () => ({ ...(await context()) }) })).listen(PORT, "127.0.0.1");
}

void main();
