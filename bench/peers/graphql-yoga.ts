/** The hub's graph behind graphql-yoga, as its quick start has it. */
import { createServer } from "node:http";
import { createYoga } from "graphql-yoga";
import { PORT } from "./environment";
import { benchGraph } from "./graph";

async function main(): Promise<void> {
  const { schema, context } = await benchGraph();
  createServer(createYoga({ schema, context, logging: false })).listen(PORT, "127.0.0.1");
}

void main();
