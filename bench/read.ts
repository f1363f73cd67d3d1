/**
 * The read path beside others: 50 councils × 10 indicators × latest, with unit and source. Servers are processes of their own, all up
 * together, loaded in turn at 8 connections, the order reversed every round; figures are medians over the rounds. Server, database
 * and load share the machine, so only ratios of one run mean anything.
 */
import "reflect-metadata";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answersOf, type Lane, type LaneResult, race, ratio, summary } from "./harness/load";
import { type BenchOptions, benchOptions } from "./harness/options";
import { type Contestant, type RunningServer, start, YOUNG_GENERATION } from "./harness/servers";
import { type StarterStore, starterStores, withStore } from "./harness/starter";
import { table } from "./harness/statistics";
import { bodies, type Choice, choiceOf, questions, WITH_COMPARISON, WORKLOAD } from "./workload";

const VARIABLE_SETS = 200;
/** Few enough that the response cache holds them all. */
const REPEATED_SETS = 20;
const CHECKED_ANSWERS = 10;
const HUB = "dist/index.js";
const QUIET = { LOG_LEVEL: "warn" };
const NO_ANSWERS_KEPT = { ...QUIET, OUTTURN_RESPONSE_CACHE_MB: "0" };
/** Whatever is measured on other engines than the hub's own reads the same catalogue and series: only the server around them differs. */
const OVER_THE_GRAPH = ["graphql-yoga", "graphql-http", "mercurius"] as const;

async function main(): Promise<void> {
  const options = benchOptions();
  for (const store of await starterStores(options)) {
    const choice = await withStore(store.location, choiceOf);
    await againstOthers(store, choice, options);
    await cached(store, choice, options);
    await compared(store, choice, options);
  }
}

/** Every question new to the response cache: the hub, its like, and the floor. */
async function againstOthers(store: StarterStore, choice: Choice, options: BenchOptions): Promise<void> {
  const asked = bodies(WORKLOAD, questions(choice, VARIABLE_SETS));
  const env = { DATABASE_URL: store.url, ...NO_ANSWERS_KEPT };
  const tuned = { nodeFlags: [YOUNG_GENERATION], env };
  const contestants: Contestant[] = [
    { name: "hub", file: HUB, ...tuned },
    { name: "hub, series cache off", file: HUB, nodeFlags: [YOUNG_GENERATION], env: { ...env, OUTTURN_CACHE_MB: "0" } },
    { name: "stock Apollo standalone", file: "bench/peers/stock.ts", nodeFlags: [], env },
    { name: "bare node:http + SQL", file: "bench/peers/bare.ts", ...tuned },
    ...OVER_THE_GRAPH.map((name) => ({ name: `${name}, the hub's graph`, file: `bench/peers/${name}.ts`, ...tuned })),
  ];
  await withServers(contestants, async (servers) => {
    const lanes = servers.map((server) => ({ name: server.name, server, bodies: asked }));
    await sameAnswers(lanes);
    const results = await race(lanes, options.rounds, options.seconds);
    print(
      `${store.label}: ${choice.councils.length} councils and ${choice.indicators.length} indicators to choose from, ${VARIABLE_SETS} variable sets, response cache off`,
      results,
      [
        ["x stock", named(results, "stock Apollo standalone")],
        ["x bare", named(results, "bare node:http + SQL")],
      ],
    );
  });
}

/** Questions asked before: the response cache beside a server that always sends the same bytes. */
async function cached(store: StarterStore, choice: Choice, options: BenchOptions): Promise<void> {
  const asked = bodies(WORKLOAD, questions(choice, REPEATED_SETS));
  const folder = join(__dirname, "../var/bench");
  const file = join(folder, "answer.json");
  mkdirSync(folder, { recursive: true });
  await withServers(
    [
      {
        name: "hub, response cache",
        file: HUB,
        nodeFlags: [YOUNG_GENERATION],
        env: { DATABASE_URL: store.url, ...QUIET },
      },
    ],
    async ([hub]) => {
      const response = await fetch((hub as RunningServer).url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: asked[0] as string,
      });
      writeFileSync(file, Buffer.from(await response.arrayBuffer()));
      await withServers(
        [
          {
            name: "bare constant bytes",
            file: "bench/peers/constant.ts",
            nodeFlags: [YOUNG_GENERATION],
            env: { BENCH_BYTES: file },
          },
        ],
        async ([bare]) => {
          const lanes = [hub, bare].map((server) => ({
            name: (server as RunningServer).name,
            server: server as RunningServer,
            bodies: asked,
          }));
          const results = await race(lanes, options.rounds, options.seconds);
          print(`${store.label}: ${REPEATED_SETS} questions asked again and again`, results, [
            ["x bare", named(results, "bare constant bytes")],
          ]);
        },
      );
    },
  );
}

/** Each of the 500 figures placed in its country's authorities, beside the same query without it, on one server. */
async function compared(store: StarterStore, choice: Choice, options: BenchOptions): Promise<void> {
  await withServers(
    [{ name: "hub", file: HUB, nodeFlags: [YOUNG_GENERATION], env: { DATABASE_URL: store.url, ...NO_ANSWERS_KEPT } }],
    async ([hub]) => {
      const server = hub as RunningServer;
      const sets = questions(choice, VARIABLE_SETS);
      const group = { members: choice.councils };
      const lanes: Lane[] = [
        { name: "without comparison", server, bodies: bodies(WORKLOAD, sets) },
        {
          name: `with comparison (${choice.councils.length} members)`,
          server,
          bodies: bodies(
            WITH_COMPARISON,
            sets.map((set) => ({ ...set, group })),
          ),
        },
      ];
      await answersOf(lanes[1] as Lane, 1);
      const results = await race(lanes, options.rounds, options.seconds);
      print(`${store.label}: rank, quartile and median on every figure`, results, [
        ["x without", named(results, "without comparison")],
      ]);
    },
  );
}

async function withServers(
  contestants: readonly Contestant[],
  work: (servers: readonly RunningServer[]) => Promise<void>,
): Promise<void> {
  const servers: RunningServer[] = [];
  try {
    for (const contestant of contestants) servers.push(await start(contestant));
    await work(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** Throws when any lane answers other data than the first. */
async function sameAnswers(lanes: readonly Lane[]): Promise<void> {
  const hashes = new Map<string, string>();
  for (const lane of lanes) hashes.set(lane.name, await answersOf(lane, CHECKED_ANSWERS));
  const [first] = hashes.values();
  const different = [...hashes].filter(([, hash]) => hash !== first).map(([name]) => name);
  if (different.length > 0) throw new Error(`These answer other data than ${lanes[0]?.name}: ${different.join(", ")}.`);
  console.log(
    `\n${lanes.length} servers answer the same data (${CHECKED_ANSWERS} variable sets, sha256 ${first?.slice(0, 12)}).`,
  );
}

function named(results: readonly LaneResult[], name: string): LaneResult {
  return results.find((result) => result.name === name) as LaneResult;
}

/** The lowest and the highest of some figures: how far the rounds of one run lie apart. */
function spread(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`;
}

function print(
  title: string,
  results: readonly LaneResult[],
  ratios: readonly (readonly [string, LaneResult])[],
): void {
  const rows = [
    [
      "",
      "req/s",
      "lowest to highest",
      ...ratios.map(([label]) => label),
      "p50 ms",
      "p99 ms",
      "p99 ratio",
      "cpu ms/req",
      "RSS MB",
    ],
  ];
  for (const result of results) {
    const { perSecond, p50, p99, cpuPerRequest, memory } = summary(result);
    const against = ratios.map(([, to]) => ratio(result, to, (slice) => slice.perSecond).toFixed(2));
    const tail = ratio(result, ratios[0]?.[1] as LaneResult, (slice) => slice.p99).toFixed(2);
    rows.push([
      result.name,
      perSecond.toFixed(1),
      spread(result.slices.map((slice) => slice.perSecond)),
      ...against,
      p50.toFixed(0),
      p99.toFixed(0),
      tail,
      cpuPerRequest.toFixed(2),
      memory.toFixed(0),
    ]);
  }
  console.log(`\n${title}\n${table(rows)}`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
