import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
/** The hub is started with this (scripts/start.mjs); whoever is compared with the hub's own work gets it too. */
export const YOUNG_GENERATION = "--max-semi-space-size=64";
const CLOCK_TICKS = 100; // USER_HZ of Linux on every common machine

/** A server to measure: a program that listens on 127.0.0.1:PORT and reads DATABASE_URL. */
export interface Contestant {
  readonly name: string;
  /** Compiled JavaScript, or TypeScript of the benches, relative to the repository. */
  readonly file: string;
  readonly nodeFlags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface RunningServer {
  readonly name: string;
  readonly url: string;
  /** Resident memory now, in MB; 0 where the system does not tell. */
  memory(): number;
  /** Processor time used so far, in ms, all threads; 0 where the system does not tell. */
  cpu(): number;
  stop(): Promise<void>;
}

/** Starts a contestant and waits until it answers HTTP. Throws with what it printed when it ends before. */
export async function start(contestant: Contestant): Promise<RunningServer> {
  const port = await freePort();
  const hook = contestant.file.endsWith(".ts") ? ["-r", join(__dirname, "register.cjs")] : [];
  const child = spawn(process.execPath, [...contestant.nodeFlags, ...hook, join(ROOT, contestant.file)], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", HOST: "127.0.0.1", PORT: String(port), ...contestant.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4000)));
  const url = `http://127.0.0.1:${port}/graphql`;
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await listens(url)) return running(contestant.name, url, child);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill("SIGKILL");
  throw new Error(`${contestant.name} did not start:\n${said}`);
}

function running(name: string, url: string, child: ChildProcess): RunningServer {
  const ended = new Promise((resolve) => child.once("close", resolve));
  const proc = (file: string): string => {
    try {
      return readFileSync(`/proc/${child.pid}/${file}`, "utf8");
    } catch {
      return "";
    }
  };
  return {
    name,
    url,
    memory: () => Number(/VmRSS:\s+(\d+) kB/.exec(proc("status"))?.[1] ?? 0) / 1024,
    cpu: () => {
      const fields = proc("stat").split(") ")[1]?.split(" ");
      return fields === undefined ? 0 : ((Number(fields[11]) + Number(fields[12])) * 1000) / CLOCK_TICKS;
    },
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function listens(url: string): Promise<boolean> {
  try {
    await (
      await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"query":"{__typename}"}',
      })
    ).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
