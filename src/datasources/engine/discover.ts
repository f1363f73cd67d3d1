import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { NationalSource } from "../core/source";

/** Thrown for a file that is no source. The hub does not start: a source that is silently left out looks like one without figures. */
export class BadSource extends Error {
  constructor(file: string, why: string) {
    super(`${file}: ${why}`);
    this.name = "BadSource";
  }
}

const FILE = /^(?<id>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.source\.(?:js|ts)$/;
const TEXTS = ["name", "publisher", "homepage", "documentation", "baseUrl"] as const;
const PARTS = ["licence", "limits", "freshness", "areaTypes", "nations", "wellKnown", "quirks"] as const;

/**
 * The sources of a folder: the default export of each file named `<id>.source.js` (`.ts` where the caller's `load` can read it), by id.
 * Throws BadSource, which names the file.
 */
export function discoverSources(
  folder = join(__dirname, "../national"),
  load: (path: string) => unknown = createRequire(__filename),
): readonly NationalSource[] {
  const files = readdirSync(folder)
    .filter((file) => file.includes(".source."))
    .filter((file) => !/\.(d\.ts|map)$/.test(file))
    .sort();
  const sources = new Map<string, NationalSource>();
  for (const file of files) {
    const id = FILE.exec(file)?.groups?.id;
    if (id === undefined)
      throw new BadSource(file, "its name must be <id>.source.ts, with an id of small letters, digits and hyphens");
    const source = checked(file, id, loaded(file, join(folder, file), load));
    if (sources.has(source.id)) throw new BadSource(file, `there is another source with the id ${source.id}`);
    sources.set(source.id, source);
  }
  return [...sources.values()];
}

function loaded(file: string, path: string, load: (path: string) => unknown): unknown {
  let module: unknown;
  try {
    module = load(path);
  } catch (error) {
    throw new BadSource(file, `it does not load: ${(error as Error).message}`);
  }
  return typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
}

function checked(file: string, id: string, found: unknown): NationalSource {
  if (typeof found !== "object" || found === null)
    throw new BadSource(file, "it has no default export made by defineSource");
  const source = found as Partial<NationalSource>;
  if (source.id !== id) throw new BadSource(file, `its id must be ${id}, as the file is named`);
  for (const name of TEXTS) {
    if (typeof source[name] !== "string" || source[name] === "") throw new BadSource(file, `it must say its ${name}`);
  }
  for (const name of PARTS) if (source[name] === undefined) throw new BadSource(file, `it must say its ${name}`);
  if (!Number.isInteger(source.revision)) throw new BadSource(file, "its revision must be a whole number");
  for (const base of [source.baseUrl, ...Object.values(source.otherBases ?? {})]) {
    if (!/^https?:\/\/[^?#]+\/$/.test(base ?? ""))
      throw new BadSource(file, "its addresses must be http(s) and end in a slash");
  }
  const ids = (source.wellKnown ?? []).map((indicator) => indicator.upstreamId);
  if (new Set(ids).size !== ids.length) throw new BadSource(file, "two of its indicators have one id");
  const bad = ids.find((each) => each.length > 120 || /[\s|]/.test(each));
  if (bad !== undefined) throw new BadSource(file, `the indicator id ${bad} holds a space or a bar, or is too long`);
  return source as NationalSource;
}
