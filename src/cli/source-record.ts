import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine, SourceSettings } from "../datasources/core/engine";
import type { Answer, Plan, UpstreamRequest } from "../datasources/core/plan";
import { type NationalSource, SourceFault } from "../datasources/core/source";
import { openLiveEngine, sampleWant } from "./live-sample";
import { type Command, namedSources, type Parts, WrongUse } from "./parts";
import { overheard } from "./recording";

/** What is said of a recorded body beside it. */
interface Recorded {
  readonly file: string;
  readonly kind: "recorded";
  readonly method: string;
  /** Without any key. */
  readonly url: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly status: number;
  readonly contentType: string;
  /** yyyy-mm-dd */
  readonly recorded: string;
  readonly licence: string;
  readonly shows: string;
}

const POSTCODE = "M32 0TH";

/** `outturn source record <source> [--query] [--to <folder>]` */
export const sourceRecord: Command = async (args, parts) => {
  const { id, folder, queryOnly } = read(args);
  const [source] = namedSources(parts.sources(), [id]);
  if (source === undefined) throw new WrongUse("Name the source to record.");
  const live = await openLiveEngine(parts);
  const recorder = new Recorder(source, parts);
  let fault: SourceFault | undefined;
  try {
    for (const [shows, plan] of await plansOf(live.engine, source, queryOnly)) {
      await live.engine.run(source.id, () => overheard(plan(), (answer) => recorder.hear(answer, shows)));
    }
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    fault = error;
  } finally {
    await live.close();
  }
  const files = recorder.write(folder);
  parts.out.write(
    `${files.map((file) => `${join(folder, file)}\n`).join("")}${files.length} bodies of ${source.id} recorded.\n`,
  );
  if (fault === undefined) return 0;
  parts.err.write(`${source.id}: ${fault.message}\n`);
  return 1;
};

interface Asked {
  readonly id: string;
  readonly folder: string;
  readonly queryOnly: boolean;
}

function read(args: readonly string[]): Asked {
  const [id, ...rest] = args;
  if (id === undefined || id.startsWith("-")) throw new WrongUse("Name the source to record.");
  let folder = join("test", "specimens", id, "recorded");
  let queryOnly = false;
  for (let at = 0; at < rest.length; at++) {
    if (rest[at] === "--query") queryOnly = true;
    else if (rest[at] === "--to") {
      const named = rest[++at];
      if (named === undefined || named.startsWith("--"))
        throw new WrongUse("After --to stands the folder to record into.");
      folder = named;
    } else throw new WrongUse(`${rest[at]} is not known here; --query and --to <folder> are.`);
  }
  return { id, folder, queryOnly };
}

type Named = readonly [shows: string, plan: () => Plan<unknown>];

async function plansOf(engine: Engine, source: NationalSource, queryOnly: boolean): Promise<readonly Named[]> {
  const { observe, catalogue, postcodes, areas } = source;
  const want = await sampleWant(engine, source);
  const plans: Named[] = [];
  if (want !== undefined && observe !== undefined) plans.push(["the sample query", () => observe.call(source, [want])]);
  if (postcodes !== undefined) plans.push(["a postcode", () => postcodes.call(source, [POSTCODE])]);
  if (queryOnly) return plans;
  if (catalogue !== undefined) plans.push(["the first page of the catalogue", () => catalogue.call(source, undefined)]);
  if (areas !== undefined) plans.push(["the first page of areas", () => areas.call(source, undefined)]);
  return plans;
}

const ENDINGS: Readonly<Record<string, string>> = {
  "application/json": "json",
  "text/csv": "csv",
  "text/html": "html",
  "text/xml": "xml",
  "application/xml": "xml",
};

/** Collects answers and writes them as specimens. */
class Recorder {
  readonly #source: NationalSource;
  readonly #bases: SourceSettings["bases"];
  readonly #secrets: readonly string[];
  readonly #day: string;
  readonly #heard: { readonly answer: Answer; readonly shows: string }[] = [];

  constructor(source: NationalSource, parts: Parts) {
    const settings = parts.settings(parts.sources()).get(source.id);
    this.#source = source;
    this.#bases = settings?.bases ?? {};
    this.#secrets = Object.values(settings?.keys ?? {}).filter((secret) => secret.length > 3);
    this.#day = parts.clock().toISOString().slice(0, 10);
  }

  hear(answer: Answer, shows: string): void {
    this.#heard.push({ answer, shows });
  }

  /** Replaces what an earlier recording left in the folder, and nothing else. Answers the names of the files with bodies. */
  write(folder: string): readonly string[] {
    if (this.#heard.length === 0) return [];
    for (const file of earlierIn(folder)) rmSync(join(folder, file), { force: true });
    mkdirSync(folder, { recursive: true });
    const index = this.#heard.map(({ answer, shows }, at): Recorded => {
      const { request, status, contentType } = answer;
      const ending = ENDINGS[contentType] ?? (contentType.endsWith("json") ? "json" : "txt");
      const file = `${String(at + 1).padStart(2, "0")}-${nameOf(request)}.${ending}`;
      writeFileSync(join(folder, file), this.#clean(answer.text));
      return {
        file,
        kind: "recorded",
        method: request.method ?? "GET",
        url: this.#clean(this.#urlOf(request)),
        ...(request.form === undefined ? {} : { form: JSON.parse(this.#clean(JSON.stringify(request.form))) }),
        ...(request.json === undefined ? {} : { json: JSON.parse(this.#clean(JSON.stringify(request.json))) }),
        status,
        contentType,
        recorded: this.#day,
        licence: this.#source.licence.code,
        shows: `Part of ${shows}.`,
      };
    });
    writeFileSync(join(folder, "index.json"), `${JSON.stringify(index, null, 2)}\n`);
    return index.map((each) => each.file);
  }

  /** A publisher may say a key back, in an address to go on at or an error: it is struck out wherever it stands. */
  #clean(text: string): string {
    return this.#secrets.reduce(
      (cleaned, secret) => cleaned.replaceAll(secret, "KEY").replaceAll(encodeURIComponent(secret), "KEY"),
      text,
    );
  }

  #urlOf({ base = "", path, query = {} }: UpstreamRequest): string {
    const declared = base === "" ? this.#source.baseUrl : (this.#source.otherBases?.[base] ?? this.#source.baseUrl);
    const url = new URL(`${this.#bases[base] ?? declared}${path}`);
    for (const [name, value] of Object.entries(query))
      for (const each of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(each));
    return url.href;
  }
}

/** Files that an earlier recording says it wrote, by plain names. */
function earlierIn(folder: string): readonly string[] {
  const index = join(folder, "index.json");
  if (!existsSync(index)) return [];
  const listed: unknown = JSON.parse(readFileSync(index, "utf8"));
  if (!Array.isArray(listed)) return [];
  return listed.map((each: { file?: unknown }) => String(each.file)).filter((file) => /^\d\d+-[a-z0-9.-]+$/.test(file));
}

function nameOf({ path }: UpstreamRequest): string {
  const words = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return words === "" ? "root" : words.slice(-60).replace(/^-+/, "");
}
