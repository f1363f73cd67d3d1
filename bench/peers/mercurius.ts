/** The hub's graph behind mercurius with its compiler on from the first request. */
import fastify from "fastify";
import mercurius from "mercurius";
import { PORT } from "./environment";
import { benchGraph } from "./graph";

async function main(): Promise<void> {
  const { schema, context } = await benchGraph();
  const app = fastify();
  await app.register(mercurius, { schema, context, jit: 1 });
  await app.listen({ port: PORT, host: "127.0.0.1" });
}

void main();
