import DataLoader from "dataloader";
import type { Engine } from "../core/engine";
import type { Catalogue, PostcodeRecord, SourceOutcomeRecord } from "../core/ports";
import type { AreaRecord } from "../core/records";
import { type NationalSource, type PostcodeAnswer, SourceFault } from "../core/source";

/** Postcodes move with the quarterly directory. */
const FRESH_MS = 7 * 24 * 3600 * 1000;
/** The source's id where it is switched off and so cannot say it. */
const POSTCODES = "postcodes-io";

interface Looked {
  readonly answer?: PostcodeAnswer;
  readonly fault?: SourceFault;
  readonly calls: number;
  readonly millis: number;
}

/** Looks postcodes up, those of one operation together. */
export class Postcodes {
  readonly #engine: Engine | undefined;
  readonly #now: () => number;
  readonly #deadlineMs: number;
  readonly #loader: DataLoader<string, Looked>;
  #used = false;

  /** `deadlineMs`: how long a look-up may take. */
  constructor(engine: Engine | undefined, now: () => number, deadlineMs: number) {
    this.#engine = engine;
    this.#now = now;
    this.#deadlineMs = deadlineMs;
    this.#loader = new DataLoader((codes) => this.#look(codes));
  }

  /** Whether any was looked up. */
  get used(): boolean {
    return this.#used;
  }

  /** Undefined where no postcode of the name is known. `code` is a well-formed postcode with its space. */
  async of(catalogue: Catalogue, code: string): Promise<PostcodeRecord | undefined> {
    this.#used = true;
    const { answer, fault, calls, millis } = await this.#loader.load(code);
    const record = catalogue.sourceOfService(this.#source()?.id ?? POSTCODES);
    if (record === undefined) throw new Error("No source of postcodes is known to the store.");
    const outcome: SourceOutcomeRecord = {
      source: record,
      state: fault === undefined ? "OK" : "DOWN",
      servedFrom: fault === undefined && calls > 0 ? "LIVE" : "CACHED",
      upstreamCalls: calls,
      millis: Math.round(millis),
      ...(fault === undefined ? {} : { message: fault.message }),
    };
    if (fault !== undefined) return { code, status: null, areas: [], outcome };
    const found = answer?.found;
    if (found === undefined) return undefined;
    const { postcode, status, ended, latitude, longitude } = found;
    return {
      code: postcode,
      status,
      ...(ended === undefined ? {} : { ended }),
      ...(latitude === undefined ? {} : { latitude }),
      ...(longitude === undefined ? {} : { longitude }),
      areas: areasOf(catalogue, found.areas),
      outcome,
    };
  }

  #source(): NationalSource | undefined {
    return this.#engine?.sources.find((source) => source.postcodes !== undefined);
  }

  async #look(codes: readonly string[]): Promise<Looked[]> {
    const source = this.#source();
    const ask = source?.postcodes;
    if (this.#engine === undefined || source === undefined || ask === undefined) {
      const fault = new SourceFault("OFF", "This hub looks up no postcodes: the source is switched off.");
      return codes.map(() => ({ fault, calls: 0, millis: 0 }));
    }
    const began = this.#now();
    let calls = 0;
    const options = {
      deadlineMs: this.#deadlineMs,
      keep: { name: `postcodes:${codes.join()}`, freshMs: FRESH_MS },
      onRequest: () => {
        calls += 1;
      },
    };
    try {
      const answers = await this.#engine.run(source.id, () => ask(codes), options);
      const byQuery = new Map(answers.map((answer) => [answer.query, answer]));
      return codes.map((code) => {
        const answer = byQuery.get(code);
        return { ...(answer === undefined ? {} : { answer }), calls, millis: this.#now() - began };
      });
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      return codes.map(() => ({ fault: error, calls, millis: this.#now() - began }));
    }
  }
}

/** The hub's areas under these codes, each followed to the code in use; those that the hub does not have are left out. */
function areasOf(catalogue: Catalogue, codes: readonly string[]): readonly AreaRecord[] {
  return [...new Set(codes.flatMap((code) => catalogue.areaByCode(code) ?? []))];
}
