import { createHash } from "node:crypto";
import autocannon from "autocannon";
import type { RunningServer } from "./servers";
import { median } from "./statistics";

const CONNECTIONS = 8;

/** What one server did in one slice of one round. */
export interface Slice {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuPerRequest: number;
}

/** A server and what to ask it: request bodies, asked in turn, each connection starting at a different one. */
export interface Lane {
  readonly name: string;
  readonly server: RunningServer;
  readonly bodies: readonly string[];
}

export interface LaneResult {
  readonly name: string;
  readonly slices: readonly Slice[];
  /** Resident memory after the last slice, MB. */
  readonly memory: number;
}

/** Loads the lanes in turn, the order reversed every round, after a warm-up of each. All servers stay up throughout. */
export async function race(lanes: readonly Lane[], rounds: number, seconds: number): Promise<readonly LaneResult[]> {
  const slices = new Map(lanes.map((lane) => [lane, [] as Slice[]]));
  for (const lane of lanes) await slice(lane, Math.max(2, seconds));
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? lanes : [...lanes].reverse();
    for (const lane of order) slices.get(lane)?.push(await slice(lane, seconds));
  }
  return lanes.map((lane) => ({ name: lane.name, slices: slices.get(lane) ?? [], memory: lane.server.memory() }));
}

async function slice(lane: Lane, seconds: number): Promise<Slice> {
  let connection = 0;
  const requests = lane.bodies.map((body) => ({
    method: "POST" as const,
    headers: { "content-type": "application/json" },
    body,
  }));
  const before = lane.server.cpu();
  const result = await autocannon({
    url: lane.server.url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: requests.slice(0, 1),
    setupClient: (client) => {
      const from = Math.floor((connection++ * requests.length) / CONNECTIONS);
      client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
    },
  });
  const total = result.requests.total;
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${lane.name}: ${result.non2xx} answers other than 200, ${result.errors} errors.`);
  const perSecond = total / result.duration;
  return {
    perSecond,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuPerRequest: (lane.server.cpu() - before) / total,
  };
}

/** Hash of the `data` of the answers to some of the bodies. Throws when an answer has errors or lacks figures. */
export async function answersOf(lane: Lane, count: number): Promise<string> {
  const hash = createHash("sha256");
  for (const body of lane.bodies.slice(0, count)) {
    const response = await fetch(lane.server.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const text = await response.text();
    const answer = JSON.parse(text) as { data?: unknown; errors?: unknown };
    if (response.status !== 200 || answer.errors !== undefined || answer.data === undefined)
      throw new Error(`${lane.name} answered ${response.status} ${text.slice(0, 400)}`);
    hash.update(JSON.stringify(answer.data));
  }
  return hash.digest("hex");
}

/** One result as numbers: medians over the rounds. */
export function summary(result: LaneResult): Slice & { readonly memory: number } {
  const of = (pick: (slice: Slice) => number): number => median(result.slices.map(pick));
  return {
    perSecond: of((s) => s.perSecond),
    p50: of((s) => s.p50),
    p99: of((s) => s.p99),
    cpuPerRequest: of((s) => s.cpuPerRequest),
    memory: result.memory,
  };
}

/** Median over the rounds of one figure of a lane divided by the same of another in the same round. */
export function ratio(of: LaneResult, to: LaneResult, pick: (slice: Slice) => number): number {
  return median(of.slices.map((slice, round) => pick(slice) / pick(to.slices[round] as Slice)));
}
