import type { Config } from "../config";
import type { Engine, SourceSettings } from "../datasources/core/engine";
import type { NationalSource } from "../datasources/core/source";
import type { Store, StoreLocation } from "../datasources/local/store";

/** Where a command writes: results to `out`, progress and troubles to `err`. */
export interface Streams {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** What commands are put together from; tests put in others. */
export interface Parts extends Streams {
  readonly config: () => Config;
  readonly openStore: (location: StoreLocation) => Promise<Store>;
  /** All national sources, those switched off too. */
  readonly sources: () => readonly NationalSource[];
  readonly settings: (sources: readonly NationalSource[]) => ReadonlyMap<string, SourceSettings>;
  readonly openEngine: (needs: { readonly config: Config; readonly store: Store }) => Engine;
  readonly clock: () => Date;
}

/** A command of `outturn`: its words after its name, to the exit code. */
export type Command = (args: readonly string[], parts: Parts) => Promise<number>;

/** Words of a command that mean nothing: the message says what would be right. */
export class WrongUse extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WrongUse";
  }
}

/** The sources of these ids; all where none is named. Throws WrongUse for an id that no source has. */
export function namedSources(sources: readonly NationalSource[], ids: readonly string[]): readonly NationalSource[] {
  const unknown = ids.find((id) => !sources.some((source) => source.id === id));
  if (unknown !== undefined)
    throw new WrongUse(`There is no source ${unknown}. There are: ${sources.map((source) => source.id).join(", ")}.`);
  return ids.length === 0 ? sources : sources.filter((source) => ids.includes(source.id));
}

/** Splits words into flags (`--name` or `--name=value`; "" is the value of a bare one) and the others. Throws WrongUse for a flag that is not among `known`. */
export function flagsIn(
  args: readonly string[],
  known: readonly string[],
): { readonly flags: ReadonlyMap<string, string>; readonly words: readonly string[] } {
  const flags = new Map<string, string>();
  for (const arg of args.filter((each) => each.startsWith("-"))) {
    const [name = "", ...value] = arg.split("=");
    if (!known.includes(name))
      throw new WrongUse(`${name} is not known here${known.length === 0 ? "" : `; known: ${known.join(", ")}`}.`);
    flags.set(name, value.join("="));
  }
  return { flags, words: args.filter((arg) => !arg.startsWith("-")) };
}

/** Rows as columns of equal width, two spaces apart; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows
    .map((row) => row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}
