import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pino } from "pino";
import { main } from "../../../src/cli/main";
import type { Parts } from "../../../src/cli/parts";
import { loadConfig, sourceSettings } from "../../../src/config";
import type { NationalSource } from "../../../src/datasources/core/source";
import { openStore } from "../../../src/datasources/local/store";
import { openEngine } from "../../../src/open-engine";

/** The command line over sources and variables of a test's own, and a store of its own. */
export interface CommandLine {
  /** A folder that `remove` takes away. */
  readonly folder: string;
  run(...words: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
  remove(): void;
}

export function commandLine(
  sources: readonly NationalSource[],
  env: Readonly<Record<string, string>> = {},
): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), "outturn-cli-"));
  const variables = { DATABASE_URL: join(folder, "store.db"), LOG_LEVEL: "silent", ...env };
  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    run: async (...words) => {
      const out = new Kept();
      const err = new Kept();
      const parts: Parts = {
        out,
        err,
        config: () => loadConfig(variables),
        openStore,
        sources: () => sources,
        settings: (of) => sourceSettings(of, variables),
        openEngine: ({ config, store }) =>
          openEngine({ config, store, log: pino({ level: "silent" }), sources, env: variables }),
        clock: () => new Date(),
      };
      return { code: await main(words, parts), out: out.text, err: err.text };
    },
  };
}

class Kept extends Writable {
  text = "";

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
