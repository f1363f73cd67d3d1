import { pino } from "pino";
import { type Config, ConfigError, loadConfig, sourceSettings } from "../config";
import { openStore } from "../datasources/local/store";
import { nationalSources } from "../national-sources";
import { openEngine } from "../open-engine";
import { catalogueCommand } from "./catalogue-command";
import { importCommand } from "./import-command";
import { type Command, type Parts, WrongUse } from "./parts";
import { sourceCommand } from "./source-command";

const USAGE = `Usage:
  outturn import <folder-or-file> [--report <file.json>]
  outturn catalogue sync [source...] [--restart] [--older-than=<hours>]
  outturn catalogue status
  outturn source check [source...]
  outturn source record <source> [--query] [--to <folder>]

import      Loads figures into the store that DATABASE_URL names (by default the embedded one): a folder of tidy tables
            (docs/tidy-tables.md), one tidy observations file, or a file or folder of the "Explore Local Statistics" layout.
catalogue   sync harvests what national services publish (docs/catalogue.md), all of them or those named; one that was broken off
            goes on where it was, --restart begins again, --older-than passes over what was harvested since. status says how far each got.
source      check asks live services for a figure that they must have, and says which answer otherwise than they did;
            record saves live answers as specimens for tests, with --query those of the sample query alone.

Exit codes: 0 done, or nothing to do; 1 some rows, files or sources failed, the others are loaded (check: an answer has changed);
2 nothing could be loaded (check: a service cannot be reached); 64 wrong use; 70 the store failed.
`;

const COMMANDS: Readonly<Record<string, Command>> = {
  import: importCommand,
  catalogue: catalogueCommand,
  source: sourceCommand,
};

/** The command line. Answers the exit code that USAGE states; writes results to stdout and troubles to stderr. */
export async function main(args: readonly string[], parts: Parts = realParts()): Promise<number> {
  const [name = "", ...rest] = args;
  if (args.includes("--help") || args.includes("-h")) {
    parts.out.write(USAGE);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    (args.length === 0 ? parts.out : parts.err).write(USAGE);
    return 64;
  }
  try {
    return await command(rest, parts);
  } catch (error) {
    parts.err.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof WrongUse) parts.err.write(`\n${USAGE}`);
    return error instanceof ConfigError || error instanceof WrongUse ? 64 : 70;
  }
}

function realParts(): Parts {
  return {
    out: process.stdout,
    err: process.stderr,
    config: loadConfig,
    openStore,
    sources: nationalSources,
    settings: sourceSettings,
    openEngine: ({ config, store }) =>
      openEngine({ config, store, log: pino({ level: levelOf(config) }, pino.destination(2)) }),
    clock: () => new Date(),
  };
}

/** Commands say themselves what a publisher did: the engine's warnings about it are for those who ask for more than the usual level. */
function levelOf({ logLevel }: Config): Config["logLevel"] {
  return logLevel === "warn" ? "error" : logLevel;
}
