/**
 * Apollo's own suite for integrations, on the hub's HTTP chain. The suite pins its own copy of Apollo Server, 5.5.0, because no suite
 * was published for 5.5.1; its test "lockstep versioning" fails on two copies. So its copy is replaced by the hub's: every test,
 * that one too, then runs against the server that the hub ships. 24 tests skip themselves (they need graphql 17's `@defer`).
 */
import type { AddressInfo } from "node:net";
import { ApolloServer, type ApolloServerOptions, type BaseContext } from "@apollo/server";
import {
  type CreateServerForIntegrationTestsResult,
  defineIntegrationTestSuite,
} from "@apollo/server-integration-testsuite";
import { buildSchema } from "graphql";
import pino from "pino";
import { createApp } from "../../src/server/app";

jest.mock(
  "../../node_modules/@apollo/server-integration-testsuite/node_modules/@apollo/server/dist/cjs/index.js",
  () => jest.requireActual("@apollo/server"),
  { virtual: true }, // the copy is not there once both have one version
);

defineIntegrationTestSuite(async (config, options) => {
  // Both casts: the types come from the suite's copy of the package, the values from ours.
  const server = new ApolloServer(config as unknown as ApolloServerOptions<BaseContext>);
  const app = await createApp<BaseContext>({
    apollo: server,
    schema: buildSchema("type Query { unused: Int }"),
    context: async () => (await options?.context?.()) ?? {},
    log: pino({ level: "silent" }),
    clock: () => new Date(0),
    dataVersion: () => 1,
    ping: async () => {},
    responseCacheBytes: 1_000_000,
    limits: { bodyBytes: 256 * 1024, requestMillis: 15_000, drainMillis: 10_000 },
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const started = { server, url: `http://127.0.0.1:${port}/graphql`, extraCleanup: () => app.close() };
  return started as unknown as CreateServerForIntegrationTestsResult;
});
