import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import type { StoreLocation } from "../../../src/datasources/local/store";

const ROOT = resolve(__dirname, "../../..");

/** A program of this folder that runs in a process of its own, so that it can be killed. Built before the tests of a file, removed after them. */
export interface ChildProgram {
  /** Starts it over a store; what it writes comes through its stdout. */
  start(location: StoreLocation, ...args: readonly string[]): ChildProcess;
}

/** The program of that name (`child`: an import, `sync-child`: a harvest), for the tests of the file that calls this. */
export function childProgram(name: "child" | "sync-child"): ChildProgram {
  const built = join(ROOT, "var", `${name}-${process.pid}-${Date.now().toString(36)}`, "child.js");
  beforeAll(() => {
    mkdirSync(join(ROOT, "var"), { recursive: true });
    buildSync({
      entryPoints: [join(__dirname, `${name}.ts`)],
      bundle: true,
      platform: "node",
      packages: "external",
      outfile: built,
      logLevel: "error",
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    });
  });
  afterAll(() => rmSync(join(built, ".."), { recursive: true, force: true }));
  return {
    start: (location, ...args) =>
      spawn(process.execPath, [built, JSON.stringify(location), ...args], { stdio: ["ignore", "pipe", "inherit"] }),
  };
}

/** Once a process has ended: its code, or null where a signal ended it. */
export function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((finished) => child.once("close", finished));
}

/**
 * Imports in a process of its own and kills it, hard, so many milliseconds after it started. Says whether it was killed in time, and how
 * long it ran. Throws where the import failed by itself.
 */
export async function killedAfter(program: ChildProgram, location: StoreLocation, folder: string, wait: number) {
  const began = Date.now();
  const child = program.start(location, folder);
  let done = false;
  child.stdout?.on("data", (text: Buffer) => {
    if (text.toString().includes("done")) done = true;
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), wait);
  const code = await ended(child);
  clearTimeout(timer);
  if (!done && code !== null) throw new Error(`The import ended by itself with ${code}.`);
  return { killed: !done, millis: Date.now() - began };
}
