import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The server that the run named (REDIS_SERVER_PATH), or one on PATH; undefined where there is none. */
export const redisProgram: string | undefined = [process.env.REDIS_SERVER_PATH, "redis-server"].find(
  (program) => program !== undefined && program !== "" && spawnSync(program, ["--version"]).status === 0,
);

export interface TestRedis {
  readonly url: string;
  /** At once, as when the machine dies. */
  kill(): void;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** A Redis of one test's own on a free port of this machine, in a private folder, that keeps nothing on disk. */
export async function startRedis(): Promise<TestRedis> {
  if (redisProgram === undefined) throw new Error("There is no redis-server here.");
  const folder = mkdtempSync(join(tmpdir(), "outturn-redis-"));
  const port = await freePort();
  const where = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder];
  const redis: ChildProcess = spawn(redisProgram, [...where, "--save", "", "--appendonly", "no"]);
  await new Promise<void>((resolve) => {
    redis.stdout?.on("data", (text: Buffer) => {
      if (text.includes("Ready to accept")) resolve();
    });
  });
  const kill = () => void redis.kill("SIGKILL");
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async stop() {
      const ended = new Promise((resolve) =>
        redis.exitCode === null && redis.signalCode === null ? redis.once("exit", resolve) : resolve(0),
      );
      kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
