import { Writable } from "node:stream";
import { pino } from "pino";
import { loadConfig } from "../../src/config";
import { createHub, type Hub } from "../../src/hub";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import type { StoreKind } from "../support/stores";
import type { Answer } from "./ask";

/** Invented for the tests. */
export const KEY = "a-key-of-the-tests-0123456789";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Answer;
}

/** A hub over a store of one test's own, asked as a reader or as the administrator. */
export interface KnowledgeHub {
  readonly own: OwnStore;
  readonly hub: Hub;
  readonly address: string;
  /** All that was logged, at the level `trace`. */
  readonly logged: () => string;
  post(query: string, variables?: object, key?: string): Promise<Reply>;
  /** Data as a reader; throws with the errors where there are any. */
  read(query: string, variables?: object): Promise<Answer>;
  /** Data as the administrator. */
  rule(query: string, variables?: object): Promise<Answer>;
  close(): Promise<void>;
}

export async function knowledgeHub(
  kind: StoreKind,
  indicators: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<KnowledgeHub> {
  const own = (await ownStarter(kind, indicators)) as OwnStore;
  const started = await hubOver(own, env);
  const close = async () => {
    await started.close();
    await own.drop();
  };
  return { ...started, close };
}

/** Another hub over the same store, as another process would be. */
export async function hubOver(own: OwnStore, env: Readonly<Record<string, string>> = {}): Promise<KnowledgeHub> {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const config = loadConfig({ LOG_LEVEL: "trace", OUTTURN_ADMIN_KEY: KEY, ...env });
  const hub = await createHub({ config, store: own.store, log: pino({ level: "trace" }, sink) });
  const address = await hub.app.listen({ port: 0, host: "127.0.0.1" });
  const post = async (query: string, variables: object = {}, key?: string): Promise<Reply> => {
    const headers = {
      "content-type": "application/json",
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    };
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${address}/graphql`, { method: "POST", headers, body });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  };
  const data = ({ body }: Reply): Answer => {
    if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors, null, 1));
    return body.data;
  };
  return {
    own,
    hub,
    address,
    logged: () => lines.join(""),
    post,
    read: async (query, variables) => data(await post(query, variables)),
    rule: async (query, variables) => data(await post(query, variables, KEY)),
    close: () => hub.close(),
  };
}

export const WRITE = `mutation($item: KnowledgeInput!, $id: ID, $version: Int, $reason: String) {
  writeKnowledge(item: $item, id: $id, expectedVersion: $version, reason: $reason) { id key version state title text } }`;
export const MODERATE = `mutation($id: ID!, $state: ModerationState!, $reason: String, $version: Int) {
  moderateKnowledge(id: $id, state: $state, reason: $reason, expectedVersion: $version) { key version state } }`;

/** Writes an item and approves it; answers its key. */
export async function publish({ rule }: Pick<KnowledgeHub, "rule">, item: object): Promise<string> {
  const { writeKnowledge } = await rule(WRITE, { item });
  await rule(MODERATE, { id: writeKnowledge.key, state: "APPROVED" });
  return writeKnowledge.key;
}
